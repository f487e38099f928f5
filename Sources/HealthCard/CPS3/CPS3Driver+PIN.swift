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
        if role == .holder {
            switch try applet.counter(reference) {
            case .left(let left): return PINState(role: role, triesLeft: left, maximumTries: max(3, left))
            case .blocked: return PINState(role: role, triesLeft: 0, maximumTries: 3)
            // Verified by somebody: the counter is in the data object.
            case .verified: break
            }
        }
        try enter([])
        let counters = try applet.counters(reference)
        return PINState(
            role: role, triesLeft: counters.left, maximumTries: counters.maximum, usesLeft: counters.usesLeft)
    }

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

    func unblockPIN(
        reference: UInt8, pukReference: UInt8, with puk: borrowing SecretBytes, to new: borrowing SecretBytes,
        progress: inout PINChangeProgress
    ) throws(CardError) {
        try judge(applet.verify(pukReference, puk), .unblocking, .verify)
        progress = .changeSent
        let status = try applet.resetRetryCounter(reference, to: new)
        progress = PINChangeProgress(answered: status, refused: .proven)
        try judge(status, .holder, .resetRetryCounter)
    }
}
