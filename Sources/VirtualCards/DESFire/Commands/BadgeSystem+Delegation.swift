// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

extension BadgeSystem {
    private static let authenticationKey: UInt8 = 0x10
    private static let codeKey: UInt8 = 0x11
    private static let secretKey: UInt8 = 0x12

    /// An application of somebody else's: the card's owner opens the session, the other brings code and key.
    func createDelegatedApplication(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let whole = try open(call).header
        guard whole.count >= BadgeSystem.delegationCount else { throw .lengthError }
        var reader = ParameterReader(whole)
        let identifier = try reader.take(3).number
        let number = UInt16(try reader.number(2))
        let version = try reader.byte()
        let quota = UInt16(try reader.number(2))
        var plan = try CreationPlan(identifier, &reader, profile.generation, rest: BadgeSystem.delegationCount)
        let secret = try reader.take(32)
        let code = try reader.take(8)
        try reader.end()
        guard selected == [0] else { throw .permissionDenied }
        try requireDelegation(WipingBytes([0xC9], whole.part(0, whole.count - 8)), code)
        if let slot = state.slots[number] {
            guard slot.application == 0 else { throw .duplicate }
            // A permission that was used once is worth nothing the second time.
            guard version > slot.version else { throw .permissionDenied }
        }
        guard quota > 0 else { throw .parameterError }
        let opened = try opened(secret)
        let key = BadgeKey(plan.keyKind, opened.part(7, plan.keyKind.keyCount), version: opened[31])
        state.slots[number] = DelegationSlot(version: version, quota: quota, application: identifier)
        plan.application.slot = number
        try add(plan.application(with: key))
        return .done
    }

    /// Seven random bytes, the key in 24, its version.
    private func opened(_ secret: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        guard let cipher = try state.keys[BadgeSystem.secretKey].map({ (key) throws(BadgeStatus) in try key.cipher() })
        else { throw .noSuchKey }
        return try guarded { () throws(CryptoError) in
            var vector = cipher.zeroVector
            return try cipher.decryptCBC(secret, &vector)
        }
    }

    /// Refuses who has not the card owner's key, and what does not bear the code of the delegation.
    func requireDelegation(_ message: WipingBytes, _ code: WipingBytes) throws(BadgeStatus) {
        guard session?.key == KeyReference(application: 0, number: BadgeSystem.authenticationKey) else {
            throw session == nil ? .authenticationError : .permissionDenied
        }
        guard let key = state.keys[BadgeSystem.codeKey] else { throw .noSuchKey }
        let cipher = try key.cipher()
        let expected = try guarded { () throws(CryptoError) in try CMAC(cipher).code(message) }.everySecond
        guard expected.matches(code) else { throw .integrityError }
    }

    func getDelegatedInfo(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let header = try open(call).header
        guard header.count == 2 else { throw .lengthError }
        guard selected == [0] else { throw .permissionDenied }
        guard let slot = state.slots[UInt16(header.number)] else { throw .parameterError }
        let used = state.index(of: slot.application).map { state.applications[$0].blocks } ?? 0
        let free = UInt32(max(Int(slot.quota) - used, 0))
        return .data(
            WipingBytes(
                [slot.version], WipingBytes(UInt32(slot.quota), count: 2), WipingBytes(free, count: 2),
                WipingBytes(slot.application, count: 3)))
    }
}
