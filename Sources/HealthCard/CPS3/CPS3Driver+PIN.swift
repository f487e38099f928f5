// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import IASECC
internal import ISO7816
internal import PKCS15
internal import SecretMemory

extension CPS3Driver {
    /// References on every CPS3 seen, used until the AODF says otherwise.
    static let references: [PINRole: UInt8] = [.holder: 1, .unblocking: 2]

    func state(of role: PINRole, _ object: AuthenticationObject?) throws(CardError) -> PINState {
        let reference = object?.reference ?? CPS3Driver.references[role] ?? 1
        // The PUK counts its uses too, which only its data object tells.
        // A holder's PIN verified by somebody has its counter there as well.
        if role == .holder, let counted = try counted(role, reference) { return counted }
        try enter([])
        let counters = try applet.counters(reference)
        return PINState(
            role: role, triesLeft: counters.left, maximumTries: counters.maximum, usesLeft: counters.usesLeft)
    }

    func tries(of role: PINRole, _ object: AuthenticationObject?) throws(CardError) -> PINState {
        let reference = object?.reference ?? CPS3Driver.references[role] ?? 1
        let all = CPS3Driver.usualTries(role)
        // A good presentation has restored all tries (ISO/IEC 7816-4, VERIFY), and 9000 tells of one.
        return try counted(role, reference) ?? PINState(role: role, triesLeft: all, maximumTries: all)
    }

    /// What an empty VERIFY counts; nil when it only tells that the PIN is verified.
    private func counted(_ role: PINRole, _ reference: UInt8) throws(CardError) -> PINState? {
        let all = CPS3Driver.usualTries(role)
        return switch try applet.counter(reference) {
        case .left(let left): PINState(role: role, triesLeft: left, maximumTries: max(all, left))
        case .blocked: PINState(role: role, triesLeft: 0, maximumTries: all)
        case .verified: nil
        }
    }

    /// Tries after a good presentation on every CPS3 seen.
    private static func usualTries(_ role: PINRole) -> Int { role == .holder ? 3 : 10 }

    func verify(_ role: PINRole, reference: UInt8, _ pin: borrowing SecretBytes) throws(CardError) {
        try judge(applet.verify(reference, pin), role, .verify)
    }

    func changePIN(
        reference: UInt8, from old: borrowing SecretBytes, to new: borrowing SecretBytes,
        progress: inout PINChangeProgress
    ) throws(CardError) {
        progress = .changeSent
        let status = try applet.change(reference, from: old, to: new)
        progress = PINChangeProgress(answered: status, refused: .nothingSent)
        try judge(status, .holder, .changeReferenceData)
    }

    func resetPIN(
        reference: UInt8, to new: borrowing SecretBytes, progress: inout PINChangeProgress
    ) throws(CardError) {
        progress = .changeSent
        let status = try applet.resetRetryCounter(reference, to: new)
        progress = PINChangeProgress(answered: status, refused: .proven)
        try judge(status, .holder, .resetRetryCounter)
    }
}
