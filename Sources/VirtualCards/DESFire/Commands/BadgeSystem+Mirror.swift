// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

extension BadgeSystem {
    /// Refuses a mirror that does not fit into its file, or into itself.
    func requireMirror(
        _ mirror: DynamicMirror, of file: BadgeFile, in application: BadgeApplication
    ) throws(BadgeStatus) {
        guard case .standard(let bytes) = file.content, application.keyKind == .aes else { throw .parameterError }
        let keys = [mirror.metaRead, mirror.fileRead, mirror.counterRead]
        guard keys.allSatisfy({ $0 >= 0xE || Int($0) < application.keys.count }) else { throw .parameterError }
        let places = mirror.places(resilient: state.configuration.isLeakageResilient)
        guard places.allSatisfy({ $0.upperBound <= bytes.count }) else { throw .parameterError }
        let sorted = places.sorted { $0.lowerBound < $1.lowerBound }
        guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound }) else {
            throw .parameterError
        }
        if let input = mirror.inputOffset, let code = mirror.codeOffset {
            guard input <= code else { throw .parameterError }
            if let offset = mirror.cipherOffset, let count = mirror.cipherCount {
                // What is enciphered is covered by the code, and is whole blocks in twice as many characters.
                guard count > 0, count.isMultiple(of: 32), offset >= input, offset + count <= code else {
                    throw .parameterError
                }
            }
        }
    }

    /// The content as a read without a session finds it.
    func mirrored(
        _ content: [UInt8], _ place: FilePlace, _ file: BadgeFile, from offset: Int
    ) throws(BadgeStatus) -> [UInt8] {
        guard let mirror = file.mirror, session == nil else { return content }
        var counted = mirror
        // One read of a text is often several commands: a first one, or one from the beginning, counts.
        if mirrored.insert(place).inserted || offset == 0 {
            guard mirror.counter < min(mirror.limit ?? 0xFF_FFFF, 0xFF_FFFF) else { throw .permissionDenied }
            counted.counter += 1
            let next = counted
            try change(place) { $0.mirror = next }
        }
        return try write(counted, into: content, place.application)
    }

    private func write(
        _ mirror: DynamicMirror, into content: [UInt8], _ application: UInt32
    ) throws(BadgeStatus) -> [UInt8] {
        var text = content
        func put(_ bytes: WipingBytes, at offset: Int?) {
            guard let offset, offset + 2 * bytes.count <= text.count else { return }
            text.replaceSubrange(offset..<offset + 2 * bytes.count, with: BadgeSystem.digits(bytes))
        }
        let counter = WipingBytes(mirror.counter, count: 3)
        put(WipingBytes(state.uid), at: mirror.uidOffset)
        // In the open, people read the counter: most significant byte first.
        put(WipingBytes(counter.reversed()), at: mirror.counterOffset)
        if mirror.isMetaSecret { put(try identity(mirror, counter, application), at: mirror.metaOffset) }
        guard mirror.hasCode, let input = mirror.inputOffset, let code = mirror.codeOffset else { return text }
        let uid = mirror.isMetaPlain || mirror.showsUID ? WipingBytes(state.uid) : []
        let shownCounter = mirror.isMetaPlain || mirror.showsCounter ? counter : []
        let keys = try mirrorKeys(KeyReference(application: application, number: mirror.fileRead), uid, shownCounter)
        if let offset = mirror.cipherOffset, let count = mirror.cipherCount {
            put(try keys.secret(WipingBytes(content[offset..<offset + count / 2]), counter), at: offset)
        }
        put(try keys.code(WipingBytes(text[input..<code])), at: code)
        return text
    }

    private static func digits(_ bytes: WipingBytes) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// Tag, UID, counter and random bytes, enciphered.
    private func identity(
        _ mirror: DynamicMirror, _ counter: WipingBytes, _ application: UInt32
    ) throws(BadgeStatus) -> WipingBytes {
        guard let key = state.key(KeyReference(application: application, number: mirror.metaRead)) else {
            throw .noSuchKey
        }
        let tag: WipingBytes = [(mirror.showsUID ? 0x87 : 0) | (mirror.showsCounter ? 0x40 : 0)]
        let shown = WipingBytes(
            tag, mirror.showsUID ? WipingBytes(state.uid) : [], mirror.showsCounter ? counter : [])
        let block = WipingBytes(shown, try randomBytes(16 - shown.count))
        if state.configuration.isLeakageResilient {
            let start = try randomBytes(8)
            return WipingBytes(start, try MirrorKeys.resilientIdentity(block, key.bytes, start))
        }
        let cipher = try key.cipher()
        return try guarded { () throws(CryptoError) in
            var vector = cipher.zeroVector
            return try cipher.encryptCBC(block, &vector)
        }
    }

    private func mirrorKeys(
        _ reference: KeyReference, _ uid: WipingBytes, _ counter: WipingBytes
    ) throws(BadgeStatus) -> MirrorKeys {
        guard let key = state.key(reference) else { throw .noSuchKey }
        return try MirrorKeys(key.bytes, uid, counter, resilient: state.configuration.isLeakageResilient)
    }
}
