// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import HealthCard
internal import ISO7816
internal import PKCS15
internal import SecretMemory

/// Formats that a card gives, read without a card.
enum FormatEntry {
    static func tlv(_ bytes: [UInt8]) throws {
        guard let objects = try? BERTLV.sequence(bytes) else { return }
        try walk(objects, inside: bytes[...], depth: 0)
    }

    private static func walk(_ objects: [BERTLV], inside whole: ArraySlice<UInt8>, depth: Int) throws {
        var position = whole.startIndex
        for object in objects {
            try require(object.encoding.startIndex == position, "objects follow one another")
            try require(object.encoding.endIndex == object.value.endIndex, "a value ends its object")
            position = object.encoding.endIndex
            _ = (object.bits, object.unsignedInteger, object.text)
            guard object.isConstructed, depth < TLVLimits().depth, let inner = try? object.children() else { continue }
            try walk(inner, inside: object.value, depth: depth + 1)
        }
        try require(position <= whole.endIndex, "objects stay inside their bytes")
    }

    static func apdu(_ bytes: [UInt8]) throws {
        let whole = WipingBytes(bytes)
        if let answer = try? ResponseAPDU(parsing: whole) {
            try require(answer.encoded() == whole, "an answer is written as it was read")
            _ = (answer.status.meaning, answer.status.isSuccess, answer.description)
        }
        guard let command = try? CommandAPDU(parsing: whole) else { return }
        try require(try command.encoded() == whole, "a command is written as it was read")
        _ = (command.caseNumber, command.description)
        _ = try? command.encodedForT0()
    }

    static func atr(_ bytes: [UInt8]) throws {
        guard let atr = try? ATR(parsing: bytes) else { return }
        try require(atr.bytes == bytes, "an answer to reset keeps its bytes")
        try require(atr.historical.count <= 15, "there are at most fifteen historical bytes")
        _ = atr.suggestedCard
    }

    /// Any of the files may stand where any other should.
    static func pkcs15(_ bytes: [UInt8]) {
        let directory = FilePath([0x0001])
        _ = try? ObjectDirectory(parsing: bytes, in: directory)
        _ = try? TokenInfo(parsing: bytes)
        _ = try? AuthenticationObject.directory(bytes)
        _ = try? PrivateKeyObject.directory(bytes)
        _ = try? CertificateObject.directory(bytes, in: directory)
        _ = try? DataObject.directory(bytes, in: directory)
        _ = try? SerialNumber(parsing: bytes)
    }
}
