// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
internal import ISO7816
internal import ModuleSettings

extension SlotContent {
    /// What callers are told when a card could not be recognised.
    ///
    /// - Parameter isFinal: whether the card is not asked again: one that is none of ours, but not one of ours whose
    ///   answers were disturbed.
    func explain(recognition error: TokenError, _ presence: CardPresence, isFinal: Bool) -> ReturnCode {
        switch error {
        case .card(.transport(.busy)):
            wasBusy = true
            return .deviceError
        case .card(.unsupportedCard), .card(.status), .card(.malformed), .card(.unsupportedOperation),
            .card(.transport(.unresponsive)):
            if isFinal { unusable = (presence, .tokenNotRecognized) }
            return .tokenNotRecognized
        default:
            return ReturnCode(error)
        }
    }

    /// Does work with a card and says in codes why it failed; a card that left takes its sessions along.
    func working<R>(
        _ card: InsertedCard, _ mode: ModuleSettings.Mode, _ work: () throws(TokenError) -> R
    ) throws(ReturnCode) -> R {
        guard !isHeldByOthers else { throw .deviceError }
        do throws(TokenError) {
            let result = try work()
            guard mode == .compat, card.wasResetByOthers else { return result }
        } catch {
            switch error {
            case .card(.transport(.busy)):
                wasBusy = true
                throw .deviceError
            case .card(.transport(.cardReset)) where mode == .compat:
                break
            case .card(.transport(.cardRemoved)), .card(.transport(.noCard)), .card(.transport(.noReader)),
                .card(.transport(.serviceUnavailable)), .card(.cardSwapped):
                cardLeft()
                throw card.hasBegun ? .tokenNotPresent : .sessionHandleInvalid
            default:
                throw ReturnCode(error)
            }
        }
        // The established middleware takes a reset by another process for a removal; what was told once is known.
        card.acceptResets()
        card.logout()
        sessions = [:]
        throw .sessionHandleInvalid
    }
}
