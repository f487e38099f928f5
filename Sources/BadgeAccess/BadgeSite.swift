// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import DESFire
public import SecretMemory

/// What a site has on its badges, and where.
public struct BadgeSite: Hashable, Sendable {
    /// The site's name, which goes into every key: 5 to 16 bytes, so that no two sites share a badge's keys.
    public let name: [UInt8]
    /// The application.
    public let application: ApplicationID
    /// Which key reads, and nothing else.
    public let readKey: UInt8
    /// The file that says which badge it is, read whole and enciphered.
    public let file: UInt8
    /// What is in that file.
    public let content: Content
    /// Whether badges that have no EV2 session may prove themselves by an EV1 session.
    public let allowsEV1: Bool

    /// What a site knows of the key that rules a badge itself.
    public enum CardKey: String, Hashable, Sendable, CaseIterable {
        /// Badges come as they left the factory: DES, zeros.
        case factory
        /// Each badge has its own, made like the site's other keys, for no application.
        case diversified
        /// All badges have the same AES key.
        case common
    }

    /// What tells badges apart.
    public enum Content: Hashable, Sendable {
        /// The record that ``BadgeIssuer`` writes: 32 bytes.
        case caducee
        /// So many bytes that somebody else wrote: whatever they are, they name the badge.
        case existing(count: Int)

        /// Bytes to read.
        var count: Int {
            switch self {
            case .caducee: BadgeRecord.count
            case .existing(let count): count
            }
        }
    }

    /// From its parts.
    ///
    /// - Throws: ``BadgeFailure/layout(_:)`` naming what no badge can have.
    public init(
        name: [UInt8], application: ApplicationID, readKey: UInt8 = 1, file: UInt8 = 1, content: Content = .caducee,
        allowsEV1: Bool = false
    ) throws(BadgeFailure) {
        guard (5...16).contains(name.count) else { throw .layout("name") }
        guard application != .card else { throw .layout("application") }
        // Key 0 is the master key: a kiosk that had it could rewrite every badge.
        guard (1...13).contains(readKey) else { throw .layout("read_key") }
        guard file <= 0x1F else { throw .layout("file") }
        guard (8...255).contains(content.count) else { throw .layout("content") }
        self.name = name
        self.application = application
        self.readKey = readKey
        self.file = file
        self.content = content
        self.allowsEV1 = allowsEV1
    }

    /// What a badge's key is made from, beside the site's (AN10922: UID, application, name of the system).
    ///
    /// At least 17 bytes with the constant before it, so that any token's AES-CMAC gives the same key.
    public func input(for role: BadgeKeyRole, of uid: [UInt8]) throws(BadgeFailure) -> WipingBytes {
        switch role {
        case .read: try input(for: readKey, in: application, of: uid)
        case .write: try input(for: writeKey, in: application, of: uid)
        case .master: try input(for: 0, in: application, of: uid)
        case .card: try input(for: 0, in: .card, of: uid)
        }
    }

    /// The write key stands after the read key, or before it when there is no place.
    var writeKey: UInt8 { readKey < 13 ? readKey + 1 : 1 }

    /// The key that rules a badge.
    ///
    /// - Throws: ``BadgeFailure/keys(_:)`` when the source has none.
    public func cardKey(
        _ kind: CardKey, _ keys: any BadgeKeySource, of uid: [UInt8]
    ) throws(BadgeFailure) -> DESFireKey {
        let input = try input(for: .card, of: uid)
        do {
            return switch kind {
            case .factory: .factory(.des2Keys)
            case .diversified: try keys.key(for: .card, input)
            case .common: try keys.commonKey(for: .card)
            }
        } catch {
            throw .keys(error)
        }
    }

    private func input(
        for key: UInt8, in application: ApplicationID, of uid: [UInt8]
    ) throws(BadgeFailure) -> WipingBytes {
        guard uid.count == 7 else { throw .uid }
        let number = application.value
        let identifier = [number, number >> 8, number >> 16].map { UInt8(truncatingIfNeeded: $0) }
        return WipingBytes(joining: [WipingBytes(uid), WipingBytes(identifier), [key], WipingBytes(name)])
    }
}

/// The 32 bytes that name a badge: version, sixteen random bytes, zeros.
struct BadgeRecord: Hashable {
    static let count = 32
    private static let version: UInt8 = 1
    let number: WipingBytes

    /// A new badge's.
    init(number: WipingBytes) { self.number = number }

    /// As it is written.
    var bytes: WipingBytes {
        WipingBytes(joining: [[BadgeRecord.version], number, WipingBytes(repeatElement(0, count: 15))])
    }

    /// As it was read; nil when it is none.
    init?(_ bytes: WipingBytes) {
        guard bytes.count == BadgeRecord.count, bytes[0] == BadgeRecord.version, bytes[17...].allSatisfy({ $0 == 0 })
        else { return nil }
        number = WipingBytes(bytes[1..<17])
        guard number.contains(where: { $0 != 0 }) else { return nil }
    }
}
