// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import Testing
import VirtualCards

@Suite struct CPS3FileTests {
    let card: CardUnderTest

    init() throws {
        card = try CardUnderTest("transcript-cps3")
    }

    @Test(arguments: [
        ("00A4000C023F00", "9000"), ("00A4090C023F00", "9000"), ("00A40904023F00", "9000"),
        ("00A40904043F00D003", "6127"), ("00A4090C043F000001", "9000"), ("00A40904022F00", "6127"),
        ("00A4040C0DE828BD080F8025000001FF0010", "9000"), ("00A404040DE828BD080F8025000001FF0010", "9000"),
        ("00A404000DE828BD080F8025000001FF0010", "6A86"), ("00A40400088025000001FF0100", "9000"),
        ("00A4040C08A000000003000000", "6A82"), ("00A40904043F00BEEF", "6A82"), ("00A40904033F0000", "6A82"),
        ("00A40904043F00D010", "6A82"), ("00A4050402D003", "6A86"),
        ("00A40804020001", "9000"), ("00A4010C020001", "9000"), ("00A4010C02D003", "6A82"), ("00A4030C", "9000"),
    ])
    func selects(_ command: String, _ status: String) {
        #expect(card(command) == status)
    }

    @Test func refusesFilesByIdentifierWithoutAnswerForm() {
        #expect(card("00A404040DE828BD080F8025000001FF0010") == "9000")
        #expect(card("00A4020002A001") == "6A86")
        #expect(card("00A4020402A001") == "6126")
        #expect(card("00A40904022F00") == "6A82")
    }

    @Test func keepsTheSelectionAfterAFailedOne() {
        #expect(card("00A4090C063F0000015031") == "9000")
        #expect(card("00A4090C063F000001BEEF") == "6A82")
        #expect(card("00B0000002") == "A8069000")
    }

    @Test func readsByShortIdentifier() {
        #expect(card("00B09C000C") == "5A0A8025000001990000010F9000")
        #expect(card("00B09C0004") == "5A0A80259000")
        #expect(card("00B09C00C0") == "6C0C")
        #expect(card("00B0900001") == "6A82")
        #expect(card("00B0FC0001") == "6A86")
    }

    @Test func asksForTheExactLengthOverT0() {
        #expect(card("00A4090C043F00D003") == "9000")
        #expect(card("00B0000000") == "6C0C")
        #expect(card("00B0000C01") == "6B00")
        #expect(card("00B0000BFF") == "6C01")
    }

    @Test func hidesPrivateFilesWithoutThePIN() {
        #expect(card("00A40904063F000001D120") == "6126")
        #expect(card("00B0000010") == "6982")
        #expect(card("00200001 04 31323334") == "9000")
        #expect(card.status("00B0000010") == "9000")
        card.face.reset()
        _ = card("00A40904063F000001D120")
        #expect(card("00B0000010") == "6982")
    }

    @Test func writesOnlyTheDataFile() {
        #expect(card("00D6000001FF") == "6986")
        for file in ["5031", "7001", "A001", "D101", "D120"] {
            #expect(card("00A4090C063F000001\(file)") == "9000")
            #expect(card("00D6000001FF") == "6982")
        }
        #expect(card("00A4090C063F000001D107") == "9000")
        #expect(card("00D600FE024142") == "9000")
        #expect(card("00B000FE02") == "41429000")
        #expect(card("00D600FF024142") == "6700")
        #expect(card("00D601000141") == "6B00")
        #expect(card("00D6000000") == "6700")
    }

    @Test func answersFilesInAnyChunks() throws {
        #expect(card("00200001 04 31323334") == "9000")
        for path in ["2F00", "2F01", "D003", "00015031", "00015032", "00017001", "00017002", "00017004", "00017005"]
            + ["00017006", "0001A001", "0001A002", "0001D101", "0001D120", "00025032", "0002A003"]
        {
            let select = path.count == 4 ? "00A40904043F00\(path)" : "00A40904063F00\(path)"
            let count = try #require(UInt8(card(select).suffix(2), radix: 16))
            let parameters = try #require([UInt8](hexadecimal: card("00C00000" + [count].hexadecimal)))
            let size = Int(parameters[4]) << 8 | Int(parameters[5])
            let whole = try read(size, by: 256)
            for chunk in [1, 100, 231] { #expect(try read(size, by: chunk) == whole) }
            #expect(whole.count == size)
        }
    }

    private func read(_ size: Int, by chunk: Int) throws -> [UInt8] {
        var result: [UInt8] = []
        // From the end to the start: order must not matter.
        for offset in stride(from: 0, to: size, by: chunk).reversed() {
            let count = min(chunk, size - offset)
            let answer = card.face.respond(
                to: [0x00, 0xB0, UInt8(offset >> 8), UInt8(offset & 0xFF), UInt8(count & 0xFF)])
            try #require(answer.suffix(2) == [0x90, 0x00])
            result = answer.dropLast(2) + result
        }
        return result
    }

    @Test func keepsGenerationsApart() {
        #expect(card("00A4090C063F000001D101") == "9000")
        #expect(card("A0A40000023F00") == "9F0F")
        #expect(card("A0C000000F") == "850D00003F000100000000000000009000")
        #expect(card("A0A40000027F01") == "9F0F")
        #expect(card("A0A40000024000") == "9F0F")
        #expect(card("A0C000000F") == "850D006040000400000000000000009000")
        #expect(card("A0B0000010") == "9804")
        #expect(card("00B0000002") == "E0099000")
        #expect(card("00200001 04 31323334") == "9000")
        #expect(card("A0B0000005") == "F0038001019000")
        #expect(card("A0B0006001") == "9402")
        #expect(card("A0A4000002BEEF") == "9404")
        #expect(card("A0D6000001FF") == "9804")
        #expect(card("A0200000") == "6D00")
    }

    @Test func refusesOtherClasses() {
        #expect(card("01A4090C023F00") == "6881")
        #expect(card("0CA4090C023F00") == "6882")
        #expect(card("80A4090C023F00") == "6E00")
        #expect(card("00CADF3005") == "6D00")
        #expect(card("00C0000000") == "6985")
    }

    @Test func hidesTheContactlessFilesUnlessTold() throws {
        #expect(card("00A40904063F0000025031") == "6126")
        let other = try CardUnderTest("transcript-cps3") { $0.quirks.showsContactlessInContact = false }
        #expect(other("00A40904043F000002") == "9000")
        #expect(other("00A40904063F0000025031") == "6A82")
        #expect(other("00A4020402A003") == "6A82")
    }
}
