// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    func getVersion(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        try openEmpty(call)
        // A card that hides its UID shows it to who has a key.
        let uid = state.configuration.isUIDRandom && session == nil ? [UInt8](repeating: 0, count: 7) : state.uid
        let all = profile.hardware + profile.software + uid + profile.production
        return BadgeAnswer(data: WipingBytes(all), cuts: [7, 14])
    }

    func freeMemory(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        try openEmpty(call)
        let free = max(profile.capacity - state.blocks * MemoryBlocks.size, 0)
        return .data(WipingBytes(UInt32(min(free, 0xFF_FFFF)), count: 3))
    }

    /// The card's own UID under the session's key, whoever's key it is.
    func getCardUID(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard session != nil else { throw .authenticationError }
        let option = try open(call).header
        guard option.count <= (profile.generation >= .ev3 ? 1 : 0) else { throw .lengthError }
        var data = WipingBytes(state.uid)
        if let option = option.first {
            guard option <= 1 else { throw .parameterError }
            if option == 1 { data = WipingBytes([0x00, 0x07], data, WipingBytes(shortIdentifier)) }
        }
        return BadgeAnswer(data: data, shape: AnswerShape(mode: .full))
    }

    /// NUID: four bytes that are not unique, out of the UID (NXP AN10927), with the marker xF.
    var shortIdentifier: [UInt8] {
        var register: UInt32 = 0x6363
        var halves: [UInt8] = []
        for part in [state.uid.prefix(3), state.uid.suffix(4)] {
            for byte in part {
                register ^= UInt32(byte)
                for _ in 0..<8 { register = register >> 1 ^ (register & 1 == 0 ? 0 : 0x8408) }
            }
            halves += [UInt8(truncatingIfNeeded: register >> 8), UInt8(truncatingIfNeeded: register)]
        }
        halves[0] = halves[0] & 0xF0 | 0x0F
        return halves
    }

    func format(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        try openEmpty(call)
        guard selected == [0] else { throw .permissionDenied }
        try requireMaster()
        guard !state.configuration.isFormatDisabled else { throw .permissionDenied }
        state.applications = []
        // Places of delegated applications are empty again; their versions stay, so that nothing can be replayed.
        for slot in state.slots.keys {
            state.slots[slot]?.application = 0
            state.slots[slot]?.quota = 0
        }
        return .done
    }

    /// The maker's signature over the UID; like all cards, this one holds it ready made.
    func readSignature(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let opened = try open(call).header
        guard opened.count == 1 else { throw .lengthError }
        guard opened[0] == 0 else { throw .parameterError }
        guard !profile.signature.isEmpty else { throw .permissionDenied }
        return BadgeAnswer(
            data: WipingBytes(profile.signature), status: session == nil ? .okUnauthenticated : .ok)
    }
}
