// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import AuditTrail
internal import BadgeAccess
internal import CardCommands
internal import CardToolSupport
internal import RoamingSessions
internal import SecretMemory
internal import SessionStores
internal import TokenClient

extension SiteFile {
    /// The site's keys, ready for use.
    func openKeys() throws(Failure) -> any BadgeKeySource {
        do {
            switch keys {
            case .testFile(let path): return try TestKeyFile(WipingBytes(try InputFile.read(path, limit: 4096)))
            case .token(let module, let label, let prefix, let pinFile):
                let module = try TokenModule(path: module)
                try module.initialize()
                for slot in try module.slots() where slot.hasToken {
                    guard try module.token(in: slot.id).label == label else { continue }
                    let session = try module.openSession(in: slot.id)
                    let pin = try SecretFile.read(pinFile)
                    try pin.withSpan { (pin) throws(ModuleFault) in try session.login(pin: pin) }
                    return try TokenKeySource(session, prefix: prefix)
                }
                throw BadgeKeyFailure.missing(label)
            }
        } catch let failure as Failure {
            throw failure
        } catch let failure as BadgeKeyFailure {
            throw Failure(BadgeFailure.keys(failure))
        } catch {
            throw Failure(BadgeFailure.keys(.token("\(error)")))
        }
    }

    /// The site's store.
    func openStore() throws(Failure) -> any SessionStore {
        do {
            return switch store {
            case .sqlite(let path): try SessionStores.sqlite(path: path)
            case .postgreSQL(let target): try SessionStores.postgreSQL(target, patience: 5_000)
            }
        } catch {
            throw Failure(error)
        }
    }

    /// The audit trail: what changes something is announced in it before, and told after.
    func openAudit() throws(Failure) -> AuditTrail {
        guard let audit else { throw Failure(.inputInvalid, SiteMessage.noAudit(path: path) as any Message) }
        do {
            return try AuditTrail(path: audit, clock: MachineClock(isTrusted: true))
        } catch {
            throw Failure(trail: error, path: audit)
        }
    }

    /// What a person does here, for the trail.
    func entry(
        _ operation: AuditOperation, by person: PersonIdentifier?, means: AuditMeans, level: AuditLevel,
        badge: [UInt8]? = nil
    ) throws(Failure) -> AuditEntry {
        guard let place = AuditPlace(place) else {
            throw Failure(.inputInvalid, SiteMessage.wrongValue(path: path, key: "audit.place") as any Message)
        }
        let who = person.flatMap { NationalIdentifier($0.text) }.map(AuditPerson.professional) ?? .unknown
        return AuditEntry(
            operation, by: who, at: place, means: means, level: level,
            reference: badge.map { .digest(AuditDigest(of: $0)) })
    }

    /// Announces, does, and tells how it went.
    func audited<Result>(_ entry: AuditEntry, _ work: () throws -> Result) throws -> Result {
        let trail = try openAudit()
        let operation = try tracing { () throws(AuditError) in try trail.begin(entry) }
        let result: Result
        do {
            result = try work()
        } catch {
            try tracing { () throws(AuditError) in
                try trail.end(operation, AuditResult(error), isDurable: true)
                try trail.close()
            }
            throw error
        }
        try tracing { () throws(AuditError) in
            try trail.end(operation, .done, isDurable: true)
            try trail.close()
        }
        return result
    }

    private func tracing<Result>(_ work: () throws(AuditError) -> Result) throws(Failure) -> Result {
        do {
            return try work()
        } catch {
            throw Failure(trail: error, path: audit ?? path)
        }
    }
}

extension AuditResult {
    /// How something ended that ended with this error.
    fileprivate init(_ error: any Error) {
        guard let failure = error as? Failure else {
            self = .failed(.internal)
            return
        }
        self =
            switch failure.code {
            case .badgeDenied: .refused(.badgeDenied)
            case .badgeUnknown: .refused(.badgeUnknown)
            case .refusedByPolicy: .refused(.policy)
            case .cardRefused: .refused(.cardRefused)
            case .cardRemoved, .noCard: .failed(.cardRemoved)
            case .network: .failed(.storeUnavailable)
            case .communication, .cardUnresponsive, .cardReset, .malformedAnswer: .failed(.communication)
            default: .failed(.internal)
            }
    }
}
