// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// A path of two-byte file identifiers, from the application's root file on, without the leading 3F00.
public struct FilePath: Hashable, Sendable {
    /// Its identifiers, at most eight.
    public let identifiers: [UInt16]

    /// From its identifiers.
    public init(_ identifiers: [UInt16]) {
        self.identifiers = identifiers
    }

    /// A file inside this directory.
    public func appending(_ identifier: UInt16) -> FilePath {
        FilePath(identifiers + [identifier])
    }

    /// From a PKCS#15 path: one identifier is relative to `directory`, several are absolute (3F00 dropped).
    init(_ bytes: ArraySlice<UInt8>, relativeTo directory: FilePath) throws(CardError) {
        guard bytes.count.isMultiple(of: 2), (1...8).contains(bytes.count / 2) else {
            throw .malformed("PKCS#15 path")
        }
        var found: [UInt16] = []
        var position = bytes.startIndex
        while position < bytes.endIndex {
            found.append(UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1]))
            position += 2
        }
        if found.first == 0x3F00 { found.removeFirst() }
        identifiers = found.count == 1 ? directory.identifiers + found : found
    }
}

/// The object directory file (ISO/IEC 7816-15 §8.4): where each class of objects is listed.
public struct ObjectDirectory: Hashable, Sendable {
    /// AODF.
    public var authenticationObjects: FilePath?
    /// PrKDF.
    public var privateKeys: FilePath?
    /// PuKDF.
    public var publicKeys: FilePath?
    /// CDF.
    public var certificates: FilePath?
    /// DODF.
    public var dataObjects: FilePath?

    /// Bytes of five entries with one relative identifier each (`A0 06 30 04 04 02 70 02`).
    public static let usualCount = 40

    /// Of a card that lists nothing.
    public init() {}

    /// Whether every kind has its file: no further entry would change anything.
    public var isComplete: Bool {
        [authenticationObjects, privateKeys, publicKeys, certificates, dataObjects].allSatisfy { $0 != nil }
    }

    /// Reads the file's content; ids inside are relative to `directory`.
    public init(parsing content: [UInt8], in directory: FilePath) throws(CardError) {
        for entry in try BERTLV.sequence(content) {
            guard let inner = try entry.children().first(0x30), let path = try inner.children().first(0x04) else {
                continue
            }
            let file = try FilePath(path.value, relativeTo: directory)
            switch entry.tag {
            case 0xA0: privateKeys = privateKeys ?? file
            case 0xA1: publicKeys = publicKeys ?? file
            case 0xA4: certificates = certificates ?? file
            case 0xA7: dataObjects = dataObjects ?? file
            case 0xA8: authenticationObjects = authenticationObjects ?? file
            default: break
            }
        }
    }
}

/// The TokenInfo file (ISO/IEC 7816-15 §8.10).
public struct TokenInfo: Hashable, Sendable {
    /// Manufacturer as the card names it; empty when absent.
    public var manufacturer = ""
    /// Label as the card names it; empty when absent.
    public var label = ""
    /// When the card's content changed last (GeneralizedTime as written), if it says so.
    public var lastUpdate: String?

    /// Reads the file's content.
    public init(parsing content: [UInt8]) throws(CardError) {
        guard let outer = try BERTLV.sequence(content).first(0x30) else { throw .malformed("TokenInfo") }
        for field in try outer.children() {
            switch field.tag {
            case 0x0C: manufacturer = field.text
            case 0x80: label = field.text
            case 0xA0: label = try field.children().first(0x0C)?.text ?? label
            // lastUpdate [5]: a GeneralizedTime, or a choice wrapping one.
            case 0x85: lastUpdate = field.text
            case 0xA5: lastUpdate = try field.children().first?.text
            default: break
            }
        }
    }
}
