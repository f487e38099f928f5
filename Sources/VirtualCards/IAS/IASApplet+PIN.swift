// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

extension IASApplet {
    /// Reference data by P2; none over the air, where the card has no PIN.
    private func referenceData(_ command: CardCommand) -> ReferenceData? {
        guard !isContactless else { return nil }
        switch command.p2 {
        case 0x01: return memory.pin
        case 0x02: return memory.puk
        default: return nil
        }
    }

    /// VERIFY; without data it only tells the state.
    func verify(_ command: CardCommand) -> Reply {
        guard command.p1 == 0 else { return .status(.incorrectParameters) }
        guard let data = referenceData(command) else { return .status(.referencedDataNotFound) }
        let isPIN = command.p2 == 0x01
        guard !command.body.isEmpty else {
            if isPIN ? security.isPINVerified : security.isPUKVerified { return .success }
            return data.isBlocked ? .status(.authenticationMethodBlocked) : .triesLeft(data.left)
        }
        journal.statistics.verifications += 1
        let reply = judge(data, command.body)
        if isPIN {
            security.isPINVerified = reply.status == .success
        } else {
            security.isPUKVerified = reply.status == .success
        }
        return reply
    }

    /// CHANGE REFERENCE DATA, P1 = 00: old and new in one command.
    func changeReferenceData(_ command: CardCommand) -> Reply {
        guard command.p1 == 0 else { return .status(.incorrectParameters) }
        guard let data = referenceData(command) else { return .status(.referencedDataNotFound) }
        // Access rule of the PUK object: change never (8C, AMB F3, first byte FF).
        guard command.p2 == 0x01 else { return .status(.securityStatusNotSatisfied) }
        let new = command.body.dropFirst(data.count)
        guard data.lengths.contains(new.count) else { return .status(.wrongLength) }
        let reply = judge(data, command.body.prefix(data.count))
        security.isPINVerified = reply.status == .success
        if reply.status == .success { data.change(to: new) }
        return reply
    }

    /// RESET RETRY COUNTER of the PIN: P1 = 02 with a new value after the PUK, P1 = 00 with PUK and new value.
    func resetRetryCounter(_ command: CardCommand) -> Reply {
        guard let pin = referenceData(command) else { return .status(.referencedDataNotFound) }
        guard command.p2 == 0x01 else { return .status(.securityStatusNotSatisfied) }
        let new: ArraySlice<UInt8>
        switch command.p1 {
        case 0x02:
            new = command.body
            guard pin.lengths.contains(new.count) else { return .status(.wrongLength) }
        case 0x00:
            new = command.body.dropFirst(memory.puk.count)
            guard pin.lengths.contains(new.count) else { return .status(.wrongLength) }
            let reply = judge(memory.puk, command.body.prefix(memory.puk.count))
            security.isPUKVerified = reply.status == .success
            guard reply.status == .success else { return reply }
        default:
            return .status(.incorrectParameters)
        }
        // SCB 13: user authentication by security environment 3, which names the PUK.
        guard security.isPUKVerified else { return .status(.securityStatusNotSatisfied) }
        pin.change(to: new)
        return .success
    }

    private func judge(_ data: ReferenceData, _ candidate: ArraySlice<UInt8>) -> Reply {
        switch data.present(candidate) {
        case .right: .success
        case .wrong: .triesLeft(data.left)
        case .blocked: .status(.authenticationMethodBlocked)
        }
    }
}
