// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import AuditTrail
internal import RoamingSessions

extension KioskDesk {
    /// Announces, does, and tells how it went: the announcement is durable before anything is done, the outcome with the
    /// next announcement.
    func announcing<Result>(
        _ operation: AuditOperation, by person: PersonIdentifier?, means: AuditMeans, level: AuditLevel,
        reference: AuditReference? = nil, _ outcome: (Result) -> AuditResult,
        _ work: () throws(DeskFailure) -> Result
    ) throws(DeskFailure) -> Result {
        let entry = entry(operation, by: person, means: means, level: level, reference: reference)
        let announced: AuditOperationID
        do {
            announced = try trail.begin(entry)
        } catch {
            throw .audit(error)
        }
        clock.noteRecord(wall: time.wall)
        do {
            let result = try work()
            try tell(announced, outcome(result))
            return result
        } catch {
            // Of two things that went wrong the first is told; the trail knows by itself what it was not told.
            try? tell(announced, .failed(.storeUnavailable))
            throw error
        }
    }

    private func tell(_ announced: AuditOperationID, _ result: AuditResult) throws(DeskFailure) {
        do {
            try trail.end(announced, result)
        } catch {
            throw .audit(error)
        }
    }

    /// Something that nobody announced.
    func note(
        _ operation: AuditOperation, by person: PersonIdentifier?, means: AuditMeans, level: AuditLevel,
        _ result: AuditResult = .done, reference: AuditReference? = nil, isDurable: Bool = false
    ) throws(DeskFailure) {
        let entry = entry(operation, by: person, means: means, level: level, reference: reference)
        do {
            try trail.note(entry, result, isDurable: isDurable)
        } catch {
            throw .audit(error)
        }
        clock.noteRecord(wall: time.wall)
    }

    private func entry(
        _ operation: AuditOperation, by person: PersonIdentifier?, means: AuditMeans, level: AuditLevel,
        reference: AuditReference?
    ) -> AuditEntry {
        let who = person.flatMap { NationalIdentifier($0.text) }.map(AuditPerson.professional) ?? .unknown
        return AuditEntry(operation, by: who, at: place, means: means, level: level, reference: reference)
    }
}

extension AuditResult {
    /// What became of a reading.
    init(_ decision: Decision) {
        self =
            switch decision {
            case .opened, .known: .done
            case .secondFactorNeeded: .refused(.expired)
            case .refused(.unknown): .refused(.badgeUnknown)
            case .refused(.notAuthentic): .refused(.untrusted)
            case .refused(.denied), .refused(.weakerMode), .refused(.coolDown): .refused(.badgeDenied)
            }
    }
}

extension AuditMeans {
    init(_ factor: SecondFactor) {
        self =
            switch factor {
            case .contactCard: .card
            case .sitePassword, .external: .password
            case .fido: .fido
            }
    }
}
