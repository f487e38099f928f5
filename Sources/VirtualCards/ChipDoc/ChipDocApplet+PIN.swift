// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

extension ChipDocApplet {
    private func referenceData(_ reference: UInt8) -> ReferenceData? {
        switch reference {
        case 0x01: memory.pin
        case 0x02: memory.puk
        default: nil
        }
    }

    /// VERIFY; without data it tells the counter, and goes on doing so after a right PIN.
    ///
    /// Cryptolib understands 63Cx and 6983 only; a card that answers 9000 here is shown as locked.
    func verify(_ command: CardCommand) -> Reply {
        guard command.p1 == 0 else { return .status(.incorrectParameters) }
        guard let data = referenceData(command.p2) else { return .status(.referencedDataNotFound) }
        let isPIN = command.p2 == 0x01
        guard !command.body.isEmpty else {
            if quirks.verifiedAnswers9000, isPIN ? security.isPINVerified : security.isPUKVerified { return .success }
            return data.isBlocked ? .status(.authenticationMethodBlocked) : .triesLeft(data.left)
        }
        journal.statistics.verifications += 1
        let outcome = data.present(command.body)
        if isPIN {
            security.isPINVerified = outcome == .right
        } else {
            security.isPUKVerified = outcome == .right
        }
        switch outcome {
        case .right: return .success
        case .wrong: return .triesLeft(data.left)
        case .blocked: return .status(.authenticationMethodBlocked)
        }
    }

    /// CHANGE REFERENCE DATA, P1 = 01: the new value only, after VERIFY or after an unblocking.
    func changeReferenceData(_ command: CardCommand) -> Reply {
        guard command.p1 == 0x01 else { return .status(.incorrectParameters) }
        guard command.p2 == 0x01 else {
            return .status(command.p2 == 0x02 ? .securityStatusNotSatisfied : .referencedDataNotFound)
        }
        guard security.isPINVerified || security.isPINChangeAllowed else {
            return .status(.securityStatusNotSatisfied)
        }
        guard memory.pin.lengths.contains(command.body.count) else { return .status(.wrongLength) }
        memory.pin.change(to: command.body)
        security.isPINChangeAllowed = false
        return .success
    }

    /// RESET RETRY COUNTER, P1 = 03, P2 = PIN with bit 8: after the PUK; no data.
    func resetRetryCounter(_ command: CardCommand) -> Reply {
        guard command.p1 == 0x03 else { return .status(.incorrectParameters) }
        guard command.p2 == 0x81 else { return .status(.referencedDataNotFound) }
        guard command.body.isEmpty else { return .status(.wrongLength) }
        guard security.isPUKVerified else { return .status(.securityStatusNotSatisfied) }
        memory.pin.unblock()
        security.isPINVerified = false
        security.isPINChangeAllowed = true
        return .success
    }
}
