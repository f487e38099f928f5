// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

extension BadgeSystem {
    func changeKeySettings(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        try requireMaster()
        let opened = try open(call, .enciphered(0, .exactly(1)))
        guard opened.data.count == 1 else { throw .lengthError }
        guard policy.isChangeable else { throw .permissionDenied }
        guard let index = state.index(of: selected[0]) else {
            // The card itself has no change key.
            state.policy = KeyPolicy(byte: opened.data[0] & 0x0F)
            return .done
        }
        let new = KeyPolicy(byte: opened.data[0])
        guard new.changeKey >= 0x0E || Int(new.changeKey) < state.applications[index].keys.count else {
            throw .parameterError
        }
        state.applications[index].policy = new
        return .done
    }

    func getKeyVersion(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        var reader = ParameterReader(try open(call).header)
        let number = try reader.byte()
        guard number & 0x40 != 0 else {
            try reader.end()
            let reference = KeyReference(application: try application(for: number), number: number & 0x3F)
            guard let key = state.key(reference) else { throw .noSuchKey }
            return .data([key.version])
        }
        let set = try reader.byte()
        try reader.end()
        let application = state.applications[try applicationIndex(for: number)]
        guard application.hasSets else { throw .parameterError }
        if set & 0x80 != 0 { return .data(WipingBytes(application.sets.map { $0?.version ?? 0 })) }
        guard Int(set) < application.sets.count, let keys = application.sets[Int(set)]?.keys else {
            throw .parameterError
        }
        guard Int(number & 0x3F) < keys.count else { throw .noSuchKey }
        return .data([keys[Int(number & 0x3F)].version])
    }

    /// C4 and C6.
    func changeKey(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard let session else { throw .authenticationError }
        let isInSet = call.command == .changeKeyInSet
        let opened = try open(call, .enciphered(isInSet ? 2 : 1, .raw))
        let set = isInSet ? Int(opened.header[0]) : 0
        let byte = opened.header[opened.header.count - 1]
        let place = try keyPlace(byte, set)
        try requireChange(of: place.reference)
        let isOwn = set == 0 && session.key == place.reference
        let new = try newKey(opened, call.code, place, isOwn: isOwn, session.generation)
        store(new, place)
        return BadgeAnswer(endsSession: isOwn)
    }

    /// Where a key is, and of which kind the new one will be.
    private struct KeyPlace {
        let reference: KeyReference
        let set: Int
        let old: BadgeKey
        let kind: BadgeKeyKind
    }

    private func keyPlace(_ byte: UInt8, _ set: Int) throws(BadgeStatus) -> KeyPlace {
        if selected[0] == 0 {
            // Bits 7 and 6 choose the kind of the card's master key.
            let isMaster = byte & 0x3F == 0
            let number = isMaster ? 0 : byte
            guard set == 0, let old = state.keys[number] else { throw .noSuchKey }
            guard let kind = isMaster ? BadgeKeyKind(rawValue: byte & 0xC0) : .aes else { throw .parameterError }
            return KeyPlace(reference: KeyReference(application: 0, number: number), set: 0, old: old, kind: kind)
        }
        let application = state.applications[try applicationIndex(for: byte)]
        guard byte & 0x40 == 0, set < application.sets.count else { throw .parameterError }
        guard let keys = application.sets[set]?.keys, Int(byte & 0x3F) < keys.count else { throw .noSuchKey }
        let old = keys[Int(byte & 0x3F)]
        return KeyPlace(
            reference: KeyReference(application: application.identifier, number: byte & 0x3F), set: set, old: old,
            kind: old.kind)
    }

    /// Who may change a key: the master key its own; others the change key, each its own (E), or nobody (F).
    private func requireChange(of reference: KeyReference) throws(BadgeStatus) {
        guard let proven = session?.key, proven.application == reference.application else { throw .permissionDenied }
        let policy = state.index(of: reference.application).map { state.applications[$0].policy } ?? state.policy
        let isAllowed: Bool
        if reference.number == 0 {
            isAllowed = policy.isMasterChangeable && proven.number == 0
        } else if reference.application == 0 {
            isAllowed = proven.number == 0
        } else {
            switch policy.changeKey {
            case 0xF: isAllowed = false
            case 0xE: isAllowed = proven.number == reference.number
            // The change key itself is the master key's.
            case reference.number: isAllowed = proven.number == 0
            case let number: isAllowed = proven.number == number
            }
        }
        guard isAllowed else { throw .permissionDenied }
    }

    /// Takes the new key out of its plain text, and checks whatever the generation checks.
    private func newKey(
        _ opened: OpenedCommand, _ code: UInt8, _ place: KeyPlace, isOwn: Bool, _ generation: MessagingGeneration
    ) throws(BadgeStatus) -> BadgeKey {
        let checksum: BadgeChecksum = generation == .d40 ? .short : .long
        let size = place.kind.keyCount
        var reader = ParameterReader(opened.data)
        let masked = try reader.take(size)
        let version = place.kind == .aes ? try reader.take(1) : []
        if generation != .counted {
            let prefix = generation == .ev1 ? WipingBytes([code], opened.header) : []
            let sent = try reader.take(checksum.count)
            guard checksum.over(WipingBytes(prefix, masked, version)).matches(sent) else { throw .integrityError }
        }
        var bytes = masked
        if !isOwn {
            // The difference to the key that is there, whose bytes are filled up or cut to the new kind's.
            bytes = masked ^ WipingBytes(place.old.bytes, .zeros(size)).part(0, size)
            guard checksum.over(bytes).matches(try reader.take(checksum.count)) else { throw .integrityError }
        }
        let padding = reader.rest()
        guard generation != .counted || padding.isEmpty, padding.count < 16 else { throw .lengthError }
        guard padding.allSatisfy({ $0 == 0 }) || padding.unmarked?.isEmpty == true else { throw .integrityError }
        return BadgeKey(place.kind, bytes, version: version.first ?? 0)
    }

    private func store(_ key: BadgeKey, _ place: KeyPlace) {
        guard let index = state.index(of: place.reference.application) else {
            state.keys[place.reference.number] = key
            state.writtenKeys.insert(place.reference.number)
            return
        }
        state.applications[index].sets[place.set]?.keys[Int(place.reference.number)] = key
    }
}
