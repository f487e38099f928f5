// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
internal import SecretMemory

/// The IAS-ECC side of a CPS3, under CLA 00: files, PINs and keys by their ISO 7816 commands.
///
/// Byte order and forms are those that the cards in the field have met from existing middleware.
public struct IASApplet {
    let channel: any CardChannel

    /// AID of the card's root file.
    public static let root = AID([0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x01, 0x00])
    /// AID of the contact application, DF 0001.
    public static let contact = AID([
        0xE8, 0x28, 0xBD, 0x08, 0x0F, 0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x00, 0x10,
    ])
    /// AID of the contactless application, DF 0002.
    public static let contactless = AID([
        0xE8, 0x28, 0xBD, 0x08, 0x0F, 0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x00, 0x20,
    ])

    /// Over a channel with chaining and GET RESPONSE.
    public init(over channel: any CardChannel) {
        self.channel = channel
    }

    /// SELECT by name.
    ///
    /// P2 = 0C: these cards refuse 00 for the application AIDs.
    public func select(_ aid: AID) throws(CardError) {
        try channel.transmit(CommandAPDU(0x00, 0xA4, 0x04, 0x0C, .init(aid.bytes))).requireSuccess(.select)
    }

    /// SELECT by path from the root file; `path` is without 3F00, empty for the root itself.
    ///
    /// P1 = 09 means "from the current DF" in ISO/IEC 7816-4, but a CPS3 takes a full path that starts with 3F00.
    /// - Returns: the file's size where the protocol gives its control parameters at no cost (T=1).
    @discardableResult
    public func select(_ path: [UInt16]) throws(CardError) -> FileExtent {
        var bytes: [UInt8] = [0x3F, 0x00]
        for identifier in path { bytes += [UInt8(identifier >> 8), UInt8(truncatingIfNeeded: identifier)] }
        // Over T=0 the control parameters would cost a GET RESPONSE, as much as the 6Cxx that they avoid.
        let asksParameters = channel.limits.transmission == .t1 && path.count > 1
        let command = CommandAPDU(
            0x00, 0xA4, 0x09, asksParameters ? 0x04 : 0x0C, .init(bytes), expecting: asksParameters ? 256 : nil)
        let body = try channel.transmit(command).requireSuccess(.select)
        guard asksParameters, !body.isEmpty else { return .untilEnd }
        let outer = try BERTLV.one(Array(body)[...])
        guard outer.tag == 0x62 || outer.tag == 0x6F else { throw .malformed("file control parameters") }
        return try outer.children().first(0x80)?.unsignedInteger.map { .size($0) } ?? .untilEnd
    }

    /// READ BINARY of the selected file.
    public func read(_ extent: FileExtent) throws(CardError) -> [UInt8] {
        try channel.readBinary(extent)
    }

    /// EF.SN by its short identifier 1C, 12 bytes; the root file must be current.
    public func serialNumberFile() throws(CardError) -> [UInt8] {
        let answer = try channel.transmit(CommandAPDU(0x00, 0xB0, 0x9C, 0x00, expecting: 12))
        return Array(try answer.requireSuccess(.readBinary))
    }

    /// GET CHALLENGE; the card gives 8 bytes, never another number.
    public func challenge() throws(CardError) -> [UInt8] {
        let body = try channel.transmit(CommandAPDU(0x00, 0x84, 0, 0, expecting: 8)).requireSuccess(.getChallenge)
        guard body.count == 8 else { throw .malformed("GET CHALLENGE") }
        return Array(body)
    }
}

extension IASApplet {
    /// UPDATE BINARY of the selected file from its start, in pieces of 255 bytes.
    public func update(_ content: [UInt8]) throws(CardError) {
        try channel.updateBinary(content)
    }
}
