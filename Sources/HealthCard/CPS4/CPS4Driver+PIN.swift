// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ChipDoc
internal import ISO7816
internal import PKCS15
internal import SecretMemory

extension CPS4Driver {
    func state(of role: PINRole, _ object: AuthenticationObject?) throws(CardError) -> PINState {
        let reference = object?.reference ?? (role == .holder ? 1 : 2)
        try openApplet()
        let left = try recovering { () throws(CardError) in try applet.counter(reference) }
        // The card tells no maximum: 3 and 10 are those of every card seen. 9000 stands for "verified", hence full.
        let maximum = role == .holder ? 3 : 10
        return PINState(role: role, triesLeft: left ?? maximum, maximumTries: max(maximum, left ?? 0))
    }

    func tries(of role: PINRole, _ object: AuthenticationObject?) throws(CardError) -> PINState {
        // A CPS4 has no other way to tell them.
        try state(of: role, object)
    }

    func verify(_ role: PINRole, reference: UInt8, _ pin: borrowing SecretBytes) throws(CardError) {
        try openApplet()
        try judge(applet.verify(reference, pin), role, .verify)
    }

    func changePIN(
        reference: UInt8, from old: borrowing SecretBytes, to new: borrowing SecretBytes,
        progress: inout PINChangeProgress
    ) throws(CardError) {
        try verify(.holder, reference: reference, old)
        progress = .proven
        try replace(reference, to: new, ifRefused: .proven, progress: &progress)
    }

    func resetPIN(
        reference: UInt8, to new: borrowing SecretBytes, progress: inout PINChangeProgress
    ) throws(CardError) {
        try openApplet()
        let status = try applet.resetRetryCounter(reference)
        try judge(status, .unblocking, .resetRetryCounter)
        progress = .unblocked
        try replace(reference, to: new, ifRefused: .unblocked, progress: &progress)
    }

    private func replace(
        _ reference: UInt8, to new: borrowing SecretBytes, ifRefused before: PINChangeProgress,
        progress: inout PINChangeProgress
    ) throws(CardError) {
        progress = .changeSent
        let status = try applet.change(reference, to: new)
        progress = PINChangeProgress(answered: status, refused: before)
        try judge(status, .holder, .changeReferenceData)
    }
}
