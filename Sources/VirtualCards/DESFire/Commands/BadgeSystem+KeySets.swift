// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    /// A set to come: all keys zero, of one kind.
    func initializeKeySet(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let (index, number, byte) = try keySet(call)
        try requireMaster()
        // 0 DES, 1 with three keys, 2 AES.
        guard byte <= 2, let kind = BadgeKeyKind(rawValue: byte << 6) else { throw .parameterError }
        let application = state.applications[index]
        guard kind.keyCount == 16 || application.longestKey == 0x18 else { throw .parameterError }
        state.applications[index].sets[number] = BadgeKeySet(
            version: 0, keys: Array(repeating: .factory(kind), count: application.keys.count), isFinal: false)
        return .done
    }

    /// The set is complete and has a version.
    func finalizeKeySet(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let (index, number, version) = try keySet(call)
        try requireMaster()
        guard state.applications[index].sets[number] != nil else { throw .parameterError }
        state.applications[index].sets[number]?.version = version
        state.applications[index].sets[number]?.isFinal = true
        return .done
    }

    /// Another set takes over; it changes places with the one that was in force.
    func rollKeySet(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let header = try open(call).header
        guard header.count == 1 else { throw .lengthError }
        let index = try applicationIndex()
        let application = state.applications[index]
        guard application.hasSets else { throw .parameterError }
        guard session?.key == KeyReference(application: application.identifier, number: application.rollKey) else {
            throw session == nil ? .authenticationError : .permissionDenied
        }
        let number = Int(header[0])
        guard (1..<application.sets.count).contains(number), application.sets[number]?.isFinal == true else {
            throw .parameterError
        }
        state.applications[index].sets.swapAt(0, number)
        return BadgeAnswer(endsSession: true)
    }

    /// Set and value of a command on sets; the one in force cannot be prepared.
    private func keySet(_ call: BadgeCall) throws(BadgeStatus) -> (index: Int, number: Int, value: UInt8) {
        let header = try open(call).header
        guard header.count == 2 else { throw .lengthError }
        let index = try applicationIndex()
        guard state.applications[index].hasSets,
            (1..<state.applications[index].sets.count).contains(Int(header[0]))
        else { throw .parameterError }
        return (index, Int(header[0]), header[1])
    }
}
