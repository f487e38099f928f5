// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import Glibc
internal import SecretMemory

/// The device's key, for seals: 32 bytes in a file of the owner alone, made with the trail; its public half beside it.
struct AuditKey {
    static let secretName = "seal.key"
    static let publicName = "seal.pub"

    let key: Ed25519PrivateKey

    /// The public half as records name it.
    var name: String { key.publicKey.bytes.hexadecimal }

    /// The key of a trail.
    ///
    /// - Parameter isNew: draw one when there is none; a trail that has begun keeps the key it has.
    init(_ folder: AuditFolder, isNew: Bool) throws(AuditError) {
        if let secret = try AuditKey.read(folder) {
            key = try AuditKey.made(secret)
        } else {
            guard isNew else { throw .key(AuditKey.secretName) }
            let secret = try AuditKey.drawn()
            // Through an inner closure: the span must not outlive the secret.
            try secret.withSpan { span throws(AuditError) in try folder.replace(AuditKey.secretName, span) }
            key = try AuditKey.made(secret)
        }
        let text = AuditKey.pem(key.publicKey)
        if let old = try folder.read(AuditKey.publicName, limit: 4096) {
            guard old == text else { throw .key(AuditKey.publicName) }
        } else {
            try folder.replace(AuditKey.publicName, text.span)
        }
    }

    /// The signature over a line's members.
    func sign(_ members: [RecordMember]) throws(AuditError) -> [UInt8] {
        do {
            return try key.sign(RecordLine.open(members))
        } catch {
            throw .key(AuditKey.secretName)
        }
    }

    private static func made(_ secret: consuming SecretBytes) throws(AuditError) -> Ed25519PrivateKey {
        do {
            return try Ed25519PrivateKey(seed: secret)
        } catch {
            throw .key(secretName)
        }
    }

    /// From the kernel, without a copy outside of wiped memory.
    private static func drawn() throws(AuditError) -> SecretBytes {
        try SecretBytes(capacity: Ed25519PrivateKey.seedCount) { target throws(AuditError) in
            let isDrawn = unsafe target.withUnsafeMutableBytes { unsafe getentropy($0.baseAddress, $0.count) == 0 }
            guard isDrawn else { throw .key(secretName) }
            return Ed25519PrivateKey.seedCount
        }
    }

    private static func read(_ folder: AuditFolder) throws(AuditError) -> SecretBytes? {
        guard let file = try folder.open(secretName, O_RDONLY, isPrivate: true) else { return nil }
        defer { _ = close(file) }
        // One byte more, so that a longer file is no key.
        let secret = try SecretBytes(capacity: Ed25519PrivateKey.seedCount + 1) { target throws(AuditError) in
            let count = unsafe target.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
            guard count == Ed25519PrivateKey.seedCount else { throw .key(secretName) }
            return count
        }
        return secret
    }

    // MARK: PEM (RFC 7468)

    private static let begin = "-----BEGIN PUBLIC KEY-----\n"
    private static let end = "\n-----END PUBLIC KEY-----\n"

    static func pem(_ key: Ed25519PublicKey) -> [UInt8] { Array((begin + base64(key.der) + end).utf8) }

    /// A public key from PEM as we write it.
    static func publicKey(_ pem: [UInt8]) -> Ed25519PublicKey? {
        let text = String(decoding: pem, as: UTF8.self)
        guard text.hasPrefix(begin), text.hasSuffix(end),
            let der = bytes(text.dropFirst(begin.count).dropLast(end.count))
        else { return nil }
        return try? Ed25519PublicKey(der: der)
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            let digits = (0..<group.count + 1).map { alphabet[word >> (18 - 6 * $0) & 63] }
            text += digits + [UInt8](repeating: UInt8(ascii: "="), count: 4 - digits.count)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for what ``base64(_:)`` would not write.
    private static func bytes(_ text: Substring) -> [UInt8]? {
        var bits = 0
        var word = 0
        var bytes: [UInt8] = []
        for digit in text.utf8 where digit != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            word = (word << 6 | value) & 0xFFFF
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: word >> bits))
        }
        return base64(bytes) == text ? bytes : nil
    }
}
