// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import SecretMemory
import Testing

@Suite struct CommandAPDUTests {
    static let cases: [CommandAPDU] = [
        CommandAPDU(0x00, 0xA4, 0x04, 0x0C),
        CommandAPDU(0x00, 0xB0, 0x00, 0x00, expecting: 1),
        CommandAPDU(0x00, 0xB0, 0x00, 0x00, expecting: 256),
        CommandAPDU(0x00, 0xB0, 0x00, 0x00, expecting: 257),
        CommandAPDU(0x00, 0xB0, 0x00, 0x00, expecting: 65_536),
        CommandAPDU(0x00, 0x20, 0x00, 0x01, [1, 2, 3, 4]),
        CommandAPDU(0x00, 0x20, 0x00, 0x01, WipingBytes(repeatElement(7, count: 255))),
        CommandAPDU(0x00, 0x20, 0x00, 0x01, WipingBytes(repeatElement(7, count: 256))),
        CommandAPDU(0x00, 0x2A, 0x9E, 0x9A, [1], expecting: 256),
        CommandAPDU(0x00, 0x2A, 0x9E, 0x9A, WipingBytes(repeatElement(7, count: 300)), expecting: 65_536),
    ]

    @Test(arguments: cases) func readsWhatItWrites(command: CommandAPDU) throws {
        #expect(try CommandAPDU(parsing: command.encoded()) == command)
    }

    @Test func dropsExpectedLengthInCase4OverT0() throws {
        let command = CommandAPDU(0x01, 0x2A, 0x9E, 0x9A, [1, 2], expecting: 256)
        #expect(try Array(command.encodedForT0()) == [0x01, 0x2A, 0x9E, 0x9A, 2, 1, 2])
        #expect(try Array(CommandAPDU(0x01, 0x20, 0, 1).encodedForT0()) == [0x01, 0x20, 0, 1, 0])
    }

    @Test(
        arguments: [[0, 1, 2], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 0, 0, 0, 1], [0, 1, 2, 3, 0, 0]] as [WipingBytes])
    func refusesBrokenLengths(bytes: WipingBytes) {
        #expect(throws: CardError.self) { try CommandAPDU(parsing: bytes) }
    }

    @Test func describesLengthsAndNeverBodies() {
        let command = CommandAPDU(0, 0x20, 0, 1, [0x31, 0x32, 0x33, 0x34])
        #expect(command.description == "00200001 Lc=4 Le=-")
        #expect(!"\(command.body)".contains("31"))
    }
}

@Suite struct ATRTests {
    @Test func readsTheKnownCards() throws {
        let cps3 = try ATR(parsing: #require([UInt8](hexadecimal: "3BAC00402A001225006480000310009000")))
        #expect(cps3.protocols == [0])
        #expect(cps3.historical.count == 12)
        let cps4 = try ATR(parsing: #require([UInt8](hexadecimal: "3B9B188001001225006480040100009044")))
        #expect(cps4.protocols == [0, 1])
        #expect(cps4.isChecksumRight)
    }

    @Test func refusesMissingBytes() {
        #expect(throws: CardError.self) { try ATR(parsing: [0x3B, 0xFF, 0x11]) }
        #expect(throws: CardError.self) { try ATR(parsing: [0x3B]) }
        #expect(throws: CardError.self) { try ATR(parsing: [0x3B, 0x00, 1, 2, 3]) }
    }
}

@Suite struct BERTLVTests {
    @Test func readsNestedObjects() throws {
        let bytes = try #require([UInt8](hexadecimal: "7016BF810112A0109A01039B0103A1088C06F3000013FF00"))
        let outer = try BERTLV.one(bytes[...])
        #expect(outer.tag == 0x70)
        let header = try #require(try outer.children().first(0xBF8101))
        let control = try #require(try header.children().first(0xA0))
        #expect(try control.children().first(0x9B)?.unsignedInteger == 3)
    }

    @Test(arguments: ["30", "3005 01", "3080 0000", "1F", "3084 FFFFFFFF", "BF8181 01 00", "3083 FFFFFF 00"])
    func refusesBrokenObjects(text: String) throws {
        let bytes = try #require([UInt8](hexadecimal: text))
        #expect(throws: CardError.self) { try BERTLV.one(bytes[...]) }
    }

    @Test func toleratesLaxBitStrings() throws {
        #expect(try BERTLV.one([0x03, 0x03, 0x06, 0x00, 0x40]).bits == 1 << 9)
        #expect(try BERTLV.one([0x03, 0x02, 0x00, 0x0B]).bits == 1 << 4 | 1 << 6 | 1 << 7)
        #expect(try BERTLV.one([0x03, 0x00]).bits == 0)
    }
}
