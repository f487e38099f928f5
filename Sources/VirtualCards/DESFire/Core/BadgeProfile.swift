// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// Everything that makes one virtual DESFire badge differ from another.
public struct BadgeProfile: Sendable {
    /// Generations; each knows the commands of those before.
    public enum Generation: String, Sendable, CaseIterable, Comparable {
        case ev1, ev2, ev3

        /// By age.
        public static func < (left: Generation, right: Generation) -> Bool { left.rawValue < right.rawValue }
    }

    /// Kinds of keys.
    public enum KeyKind: String, Sendable, CaseIterable {
        /// 16 bytes; two equal halves make single DES.
        case des
        /// 24 bytes.
        case tripleDES = "3des"
        /// 16 bytes.
        case aes
    }

    /// A key with its version; a DES key carries its version in its parity bits.
    public struct Key: Sendable {
        /// Its kind.
        public var kind: KeyKind
        /// 16 or 24 bytes.
        public var bytes: WipingBytes
        /// Of an AES key.
        public var version: UInt8

        /// From its parts.
        public init(_ kind: KeyKind, _ bytes: WipingBytes, version: UInt8 = 0) {
            (self.kind, self.bytes, self.version) = (kind, bytes, version)
        }
    }

    /// A file that the badge comes with.
    public struct File: Sendable {
        /// What it holds.
        public enum Content: Sendable {
            /// Bytes, written at once, or at the end of a transaction.
            case data([UInt8], isBackup: Bool)
            /// A number between limits.
            case value(Int32, lower: Int32, upper: Int32, flags: UInt8)
            /// Empty records.
            case records(size: Int, most: Int, isCyclic: Bool)
        }

        /// 0...1F.
        public var number: UInt8
        /// ISO/IEC 7816-4 identifier, where it has one.
        public var isoIdentifier: UInt16?
        /// 0 plain, 1 with code, 3 enciphered.
        public var mode: UInt8
        /// Read, write, both, change: one digit each, highest first.
        public var rights: UInt16
        /// What it holds.
        public var content: Content

        /// From its parts.
        public init(_ number: UInt8, isoIdentifier: UInt16? = nil, mode: UInt8, rights: UInt16, _ content: Content) {
            (self.number, self.isoIdentifier, self.mode) = (number, isoIdentifier, mode)
            (self.rights, self.content) = (rights, content)
        }
    }

    /// An application that the badge comes with.
    public struct Application: Sendable {
        /// 1...FFFFFF.
        public var identifier: UInt32
        /// KS1.
        public var settings: UInt8
        /// 1...14 of one kind.
        public var keys: [Key]
        /// ISO/IEC 7816-4 identifier and DF name, where it has them.
        public var isoIdentifier: UInt16?
        /// At most 16 bytes.
        public var isoName: [UInt8]
        /// Its files.
        public var files: [File]

        /// From its parts.
        public init(
            _ identifier: UInt32, settings: UInt8, keys: [Key], isoIdentifier: UInt16? = nil, isoName: [UInt8] = [],
            files: [File] = []
        ) {
            (self.identifier, self.settings, self.keys) = (identifier, settings, keys)
            (self.isoIdentifier, self.isoName, self.files) = (isoIdentifier, isoName, files)
        }
    }

    /// Which generation.
    public var generation: Generation
    /// Seven bytes.
    public var uid: [UInt8]
    /// What GetVersion tells of the chip, seven bytes.
    public var hardware: [UInt8]
    /// What it tells of the program, seven bytes.
    public var software: [UInt8]
    /// Batch (five bytes), then week and year of production.
    public var production: [UInt8]
    /// ATS with its length byte: frames and historical bytes.
    public var ats: [UInt8]
    /// Answer to reset, where it does not follow from the ATS.
    public var atr: [UInt8]?
    /// Bytes for applications and files.
    public var capacity: Int
    /// Whether it shows a new UID at each activation.
    public var isUIDRandom = false
    /// Whether it speaks the leakage-resilient mode instead of EV2's own.
    public var isLeakageResilient = false
    /// Whether DESFire answers only once D2760000850100 was selected.
    public var needsSelection = false
    /// The originality signature, 56 bytes; empty before personalisation.
    public var signature: [UInt8] = []
    /// What the proximity check publishes, in tens of microseconds.
    public var responseTime: UInt16 = 0x03B4
    /// KS1 of the card itself.
    public var settings: UInt8 = 0x0F
    /// The card's own keys by number: 0 master, 10...12 delegation, 20...23 virtual card and proximity.
    public var keys: [UInt8: Key] = [:]
    /// What it comes with.
    public var applications: [Application] = []

    /// From what no badge is without; the rest is a badge from the factory.
    public init(
        _ generation: Generation, uid: [UInt8], hardware: [UInt8], software: [UInt8], production: [UInt8],
        ats: [UInt8] = [0x06, 0x75, 0x77, 0x81, 0x02, 0x80], capacity: Int
    ) {
        (self.generation, self.uid, self.hardware) = (generation, uid, hardware)
        (self.software, self.production) = (software, production)
        (self.ats, self.capacity) = (ats, capacity)
    }
}
