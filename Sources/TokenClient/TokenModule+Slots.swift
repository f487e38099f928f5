// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki

extension TokenModule {
    /// No host has more slots or mechanisms; a module that says so is mistaken.
    private static let most: UInt = 65_536

    /// All slots, with or without a token.
    public func slots() throws(ModuleFault) -> [SlotInformation] {
        let ids = unsafe try list("C_GetSlotList") { unsafe functions.C_GetSlotList?(0, $0, $1) }
        var slots: [SlotInformation] = []
        for id in ids {
            var info = CK_SLOT_INFO()
            try accept(unsafe functions.C_GetSlotInfo?(id, &info), "C_GetSlotInfo")
            slots.append(SlotInformation(id, info))
        }
        return slots
    }

    /// What is said of the token in a slot.
    public func token(in slot: UInt) throws(ModuleFault) -> TokenInformation {
        var info = CK_TOKEN_INFO()
        try accept(unsafe functions.C_GetTokenInfo?(slot, &info), "C_GetTokenInfo")
        return TokenInformation(info)
    }

    /// The mechanisms of the token in a slot, each of which the module knows to describe.
    public func mechanisms(in slot: UInt) throws(ModuleFault) -> [UInt] {
        let types = unsafe try list("C_GetMechanismList") { unsafe functions.C_GetMechanismList?(slot, $0, $1) }
        for type in types {
            var info = CK_MECHANISM_INFO()
            try accept(unsafe functions.C_GetMechanismInfo?(slot, type, &info), "C_GetMechanismInfo")
        }
        return types
    }

    /// A session that cannot change the token's objects.
    public func openSession(in slot: UInt) throws(ModuleFault) -> TokenSession {
        var handle: UInt = 0
        try accept(unsafe functions.C_OpenSession?(slot, UInt(CKF_SERIAL_SESSION), nil, nil, &handle), "C_OpenSession")
        return TokenSession(self, handle)
    }

    /// PKCS#11 2.40 §5.2: asks for the count, then for as many; the list may have grown meanwhile.
    private func list(
        _ name: String, _ call: (UnsafeMutablePointer<UInt>?, UnsafeMutablePointer<UInt>) -> CK_RV?
    ) throws(ModuleFault) -> [UInt] {
        for _ in 0..<4 {
            var count: UInt = 0
            try accept(unsafe call(nil, &count), name)
            guard count <= TokenModule.most else { throw .malformed(name) }
            if count == 0 { return [] }
            var values = [UInt](repeating: 0, count: Int(count))
            let room = count
            do throws(ModuleFault) {
                try accept(unsafe call(&values, &count), name)
            } catch {
                guard error.value == .bufferTooSmall else { throw error }
                continue
            }
            guard count <= room else { throw .malformed(name) }
            return Array(values.prefix(Int(count)))
        }
        throw .returned(.bufferTooSmall, call: name)
    }
}
