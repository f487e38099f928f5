// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
internal import SecretMemory

/// The CPS2ter volet, under CLA A0: the file system that billing software of older cards reads.
///
/// CPS3 answers it at any time beside IAS-ECC; on CPS4 it is the applet selected at reset on channel 0.
public struct CPS2terApplet {
    private let channel: any CardChannel

    /// AID of the applet on a CPS4.
    public static let aid = AID([0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x00, 0x02])

    /// Over a channel of the whole card.
    public init(over channel: any CardChannel) {
        self.channel = channel
    }

    /// SELECT by name on channel 0 (CPS4 only).
    public func select() throws(CardError) {
        let command = CommandAPDU(0x00, 0xA4, 0x04, 0x0C, .init(CPS2terApplet.aid.bytes))
        try channel.transmit(command).requireSuccess(.select)
    }

    /// Reads a file by its path from 3F00, one identifier per SELECT.
    ///
    /// The card announces 9Fxx after each SELECT; only the last answer is fetched. It begins `85 L size size`.
    /// - Throws: `malformed` for a description without size; `status` with the words of this volet (9404 not found,
    ///   9804 or 9840 for a PIN that is not verified).
    public func file(_ path: [UInt16], limit: Int = 4096) throws(CardError) -> [UInt8] {
        for (index, identifier) in ([0x3F00] + path).enumerated() {
            let bytes = [UInt8(identifier >> 8), UInt8(truncatingIfNeeded: identifier)]
            let isLast = index == path.count
            // Le = 13 would be guessed: any value makes the chaining layer fetch what 9Fxx announces.
            let command = CommandAPDU(0xA0, 0xA4, 0x00, 0x00, .init(bytes), expecting: isLast ? 256 : nil)
            let body = try channel.transmit(command).requireSuccess(.select)
            guard isLast else { continue }
            guard body.count >= 7, body[0] == 0x85 else { throw .malformed("CPS2ter file description") }
            let size = Int(body[2]) << 8 | Int(body[3])
            guard body[6] == 0x04 else { throw .malformed("CPS2ter file type") }
            return try channel.readBinary(.size(size), cla: 0xA0, limit: limit)
        }
        return []
    }
}
