// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One command as the card understands it: header, data, and how many bytes are awaited.
struct CardCommand {
    var cla: UInt8
    var ins: UInt8
    var p1: UInt8
    var p2: UInt8
    /// Command data: a window on the bytes that came in, or on a reassembled chain.
    var body: ArraySlice<UInt8>
    /// Ne, 1...256; nil when the command has no Le.
    var expected: Int?

    /// P1 and P2 as one number.
    var parameters: UInt16 { UInt16(p1) << 8 | UInt16(p2) }
}

extension CardCommand {
    /// Reads a command as T=1 and contactless carry it; nil when lengths and bytes disagree.
    init?(block bytes: [UInt8]) {
        guard bytes.count >= 4 else { return nil }
        let (body, expected): (ArraySlice<UInt8>, Int?)
        if bytes.count == 4 {
            (body, expected) = ([], nil)
        } else if bytes.count == 5 {
            (body, expected) = ([], CardCommand.awaited(bytes[4]))
        } else {
            // Lc = 00 would begin an extended length, which EF.ATR denies (card capabilities, third byte, bit 7).
            let count = Int(bytes[4])
            guard count > 0 else { return nil }
            switch bytes.count - 5 - count {
            case 0: (body, expected) = (bytes[5...], nil)
            case 1: (body, expected) = (bytes[5..<(5 + count)], CardCommand.awaited(bytes[5 + count]))
            default: return nil
            }
        }
        self.init(cla: bytes[0], ins: bytes[1], p1: bytes[2], p2: bytes[3], body: body, expected: expected)
    }

    /// Reads a command of T=0, whose fifth byte P3 is Lc or Le (ISO/IEC 7816-3 §10.3.2).
    init?(tpdu bytes: [UInt8]) {
        guard bytes.count >= 4 else { return nil }
        let (body, expected): (ArraySlice<UInt8>, Int?)
        if bytes.count <= 5 {
            (body, expected) = ([], bytes.count == 4 ? nil : CardCommand.awaited(bytes[4]))
        } else {
            // A Le after the data cannot travel in T=0; a reader that passes one on anyway is understood.
            let count = Int(bytes[4])
            guard count > 0, (0...1).contains(bytes.count - 5 - count) else { return nil }
            (body, expected) = (bytes[5..<(5 + count)], nil)
        }
        self.init(cla: bytes[0], ins: bytes[1], p1: bytes[2], p2: bytes[3], body: body, expected: expected)
    }

    // ISO/IEC 7816-4 §5.1: Le = 00 means 256.
    private static func awaited(_ byte: UInt8) -> Int { byte == 0 ? 256 : Int(byte) }
}
