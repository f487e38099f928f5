// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import DESFire
public import SecretMemory

/// Keys in a file: for tests, and for nothing else.
///
/// Lines of `role = 32 hexadecimal digits`; the first line must be `# TEST keys, of no value`. A file without it is
/// refused, whatever is in it: a site's real keys live in a token or a security module.
public final class TestKeyFile: BadgeKeySource {
    private var keys: [BadgeKeyRole: DESFireKey] = [:]

    /// What the first line says.
    public static let mark = "# TEST keys, of no value"

    /// From the file's bytes.
    public init(_ content: WipingBytes) throws(BadgeKeyFailure) {
        var lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), first.elementsEqual(Array(TestKeyFile.mark.utf8)) else {
            throw .notMarkedTEST
        }
        for (number, line) in lines.enumerated() where !line.isEmpty && line.first != UInt8(ascii: "#") {
            let place = "line \(number + 2)"
            let parts = line.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard parts.count == 2, let role = BadgeKeyRole(rawValue: TestKeyFile.word(parts[0])) else {
                throw .file(place)
            }
            let digits = parts[1].filter { $0 != UInt8(ascii: " ") }
            guard keys[role] == nil, let key = TestKeyFile.key(WipingBytes(digits)) else { throw .file(place) }
            keys[role] = key
        }
    }

    /// A badge's key.
    public func key(for role: BadgeKeyRole, _ input: WipingBytes) throws(BadgeKeyFailure) -> DESFireKey {
        guard let site = keys[role] else { throw .missing(role.rawValue) }
        do {
            return try KeyDiversification.key(from: site, for: input)
        } catch {
            throw .file(role.rawValue)
        }
    }

    /// The key as it stands in the file.
    public func commonKey(for role: BadgeKeyRole) throws(BadgeKeyFailure) -> DESFireKey {
        guard let key = keys[role] else { throw .missing(role.rawValue) }
        return key
    }

    private static func word(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }

    private static func key(_ digits: WipingBytes) -> DESFireKey? {
        guard digits.count == 32 else { return nil }
        var isWrong = false
        let bytes = WipingBytes(count: 16) { target in
            for index in 0..<16 {
                guard let high = nibble(digits[2 * index]), let low = nibble(digits[2 * index + 1]) else {
                    isWrong = true
                    return
                }
                target[index] = high << 4 | low
            }
        }
        return isWrong ? nil : try? DESFireKey(.aes, bytes)
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
