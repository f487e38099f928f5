// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One set of rights: a key number, E for everybody, F for nobody.
struct RightSet: Hashable, Sendable, Codable {
    var read: UInt8
    var write: UInt8
    var readWrite: UInt8
    var change: UInt8

    /// From the two bytes of the wire, least significant first.
    init(_ low: UInt8, _ high: UInt8) {
        (read, write, readWrite, change) = (high >> 4, high & 15, low >> 4, low & 15)
    }

    var bytes: [UInt8] { [readWrite << 4 | change, read << 4 | write] }
}

/// How data of a file travel.
enum TransportMode: Hashable, Sendable {
    case plain, mac, full

    /// From an option byte: 10 is plain too.
    init(option: UInt8) {
        self = [.plain, .mac, .plain, .full][Int(option & 3)]
    }
}

/// A file of an application.
struct BadgeFile: Hashable, Sendable, Codable {
    var number: UInt8
    var isoIdentifier: UInt16?
    /// The option byte.
    var option: UInt8
    /// The file's own, then additional ones.
    var rights: [RightSet]
    var content: BadgeContent
    /// What is written anew into each read.
    var mirror: DynamicMirror?

    var mode: TransportMode { TransportMode(option: option) }

    var transactionCode: TransactionCodeFile? {
        if case .transactionCode(let file) = content { return file }
        return nil
    }

    var blocks: Int { content.blocks }
}

/// What a file holds, by its kind.
enum BadgeContent: Hashable, Sendable, Codable {
    case standard([UInt8])
    case backup([UInt8])
    case value(ValueFile)
    case records(RecordFile)
    case transactionCode(TransactionCodeFile)

    /// As GetFileSettings codes it.
    var code: UInt8 {
        switch self {
        case .standard: 0
        case .backup: 1
        case .value: 2
        case .records(let file): file.isCyclic ? 4 : 3
        case .transactionCode: 5
        }
    }

    var blocks: Int {
        switch self {
        case .standard(let bytes): MemoryBlocks.count(bytes.count)
        // The shadow takes as much again.
        case .backup(let bytes): 2 * MemoryBlocks.count(bytes.count)
        case .value: 2
        case .records(let file): MemoryBlocks.count(file.size * file.most)
        case .transactionCode: 2
        }
    }

    /// Whether writes wait for the end of a transaction.
    var isTransactional: Bool {
        switch self {
        case .standard, .transactionCode: false
        case .backup, .value, .records: true
        }
    }
}

/// A number between limits.
struct ValueFile: Hashable, Sendable, Codable {
    var lower: Int32
    var upper: Int32
    var value: Int32
    /// What a limited credit may still give back: the debits of the last transaction that had any.
    var limitedCredit: Int32
    /// b0 limited credit enabled, b1 GetValue free.
    var flags: UInt8

    var allowsLimitedCredit: Bool { flags & 1 != 0 }
    var isReadFreely: Bool { flags & 2 != 0 }
}

/// Records, oldest first.
struct RecordFile: Hashable, Sendable, Codable {
    var size: Int
    /// A cyclic file shows one less: a place is needed for the record that is being written.
    var most: Int
    var isCyclic: Bool
    var records: [[UInt8]] = []
}

/// The code over the last transaction.
struct TransactionCodeFile: Hashable, Sendable, Codable {
    var key: BadgeKey
    var counter: UInt32 = 0
    var value = [UInt8](repeating: 0, count: 8)
    /// Who made the last transaction.
    var reader = [UInt8](repeating: 0, count: 16)
    /// The last counter that is allowed.
    var limit: UInt32?

    var content: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: counter >> UInt32(8 * $0)) } + value }
}

/// Secure dynamic messaging: what a read without a session finds written anew, and where.
struct DynamicMirror: Hashable, Sendable, Codable {
    /// b7 UID, b6 counter, b5 counter limit, b4 enciphered file data, b0 characters.
    var options: UInt8
    /// Key for meta data, E in the open, F none.
    var metaRead: UInt8
    /// Key for code and enciphered data, F none.
    var fileRead: UInt8
    /// Who may ask for the counter.
    var counterRead: UInt8
    var uidOffset: Int?
    var counterOffset: Int?
    var metaOffset: Int?
    var inputOffset: Int?
    var cipherOffset: Int?
    var cipherCount: Int?
    var codeOffset: Int?
    var limit: UInt32?
    /// Reads so far.
    var counter: UInt32 = 0
}
