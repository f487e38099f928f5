// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// Who may do what with a file: a key number, E for everybody, F for nobody.
public struct AccessRights: Hashable, Sendable {
    /// Read.
    public var read: UInt8
    /// Write.
    public var write: UInt8
    /// Both.
    public var readWrite: UInt8
    /// Change these rights.
    public var change: UInt8

    /// From its parts.
    public init(read: UInt8, write: UInt8, readWrite: UInt8, change: UInt8) {
        (self.read, self.write, self.readWrite, self.change) = (read & 15, write & 15, readWrite & 15, change & 15)
    }

    init(_ low: UInt8, _ high: UInt8) {
        self.init(read: high >> 4, write: high & 15, readWrite: low >> 4, change: low & 15)
    }

    /// Two bytes, least significant first.
    var bytes: WipingBytes { [readWrite << 4 | change, read << 4 | write] }

    /// Everybody.
    public static let free: UInt8 = 0xE
    /// Nobody.
    public static let never: UInt8 = 0xF

    /// Whether reading is open to everybody and to no key of a session.
    func readsFreely(with key: UInt8?) -> Bool { isFree([read, readWrite], key) }
    /// Whether writing is.
    func writesFreely(with key: UInt8?) -> Bool { isFree([write, readWrite], key) }

    private func isFree(_ rights: [UInt8], _ key: UInt8?) -> Bool {
        // A right that the session's key has makes the file's own mode count, also beside a free one.
        if let key, rights.contains(key) { return false }
        return rights.contains(AccessRights.free)
    }
}

/// A file as the card describes it.
public struct FileSettings: Hashable, Sendable {
    /// Kinds of files.
    public enum Kind: Hashable, Sendable {
        /// Bytes, written at once.
        case standard(size: Int)
        /// Bytes, written at the end of a transaction.
        case backup(size: Int)
        /// A number between limits.
        case value(lower: Int32, upper: Int32, limitedCredit: Int32, flags: UInt8)
        /// Records, until it is full.
        case linearRecords(size: Int, most: Int, present: Int)
        /// Records, the oldest going for the newest.
        case cyclicRecords(size: Int, most: Int, present: Int)
        /// The code over the last transaction.
        case transactionMAC(keyOption: UInt8, keyVersion: UInt8)
    }

    /// Which kind.
    public let kind: Kind
    /// How its data travel in a session whose key has a right.
    public let mode: CommunicationMode
    /// Who may do what.
    public let rights: AccessRights
    /// The option byte.
    public let options: UInt8

    /// Reads an answer of GetFileSettings.
    public init(parsing bytes: WipingBytes) throws(DESFireError) {
        guard bytes.count >= 4 else { throw .malformed("GetFileSettings") }
        func number(_ start: Int, _ count: Int) throws(DESFireError) -> UInt32 {
            guard start + count <= bytes.count else { throw .malformed("GetFileSettings: length") }
            return (0..<count).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
        }
        options = bytes[1]
        mode =
            switch options & 3 {
            case 1: .mac
            case 3: .full
            default: .plain
            }
        rights = AccessRights(bytes[2], bytes[3])
        switch bytes[0] {
        case 0: kind = .standard(size: Int(try number(4, 3)))
        case 1: kind = .backup(size: Int(try number(4, 3)))
        case 2:
            kind = .value(
                lower: Int32(bitPattern: try number(4, 4)), upper: Int32(bitPattern: try number(8, 4)),
                limitedCredit: Int32(bitPattern: try number(12, 4)), flags: UInt8(try number(16, 1)))
        case 3:
            kind = .linearRecords(
                size: Int(try number(4, 3)), most: Int(try number(7, 3)), present: Int(try number(10, 3)))
        case 4:
            kind = .cyclicRecords(
                size: Int(try number(4, 3)), most: Int(try number(7, 3)), present: Int(try number(10, 3)))
        case 5: kind = .transactionMAC(keyOption: UInt8(try number(4, 1)), keyVersion: UInt8(try number(5, 1)))
        default: throw .malformed("GetFileSettings: type")
        }
    }
}
