// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import SecretMemory
import Testing

@testable import CallTrace

@Suite("Masking of APDUs")
struct APDUMaskTests {
    private func command(_ text: String) throws -> String {
        var mask = APDUMask()
        return mask.command(WipingBytes(try #require([UInt8](hexadecimal: text))))
    }

    private func answer(_ text: String, to commands: String...) throws -> String {
        var mask = APDUMask()
        for command in commands { _ = mask.command(WipingBytes(try #require([UInt8](hexadecimal: command)))) }
        return mask.answer(WipingBytes(try #require([UInt8](hexadecimal: text))))
    }

    /// Each secret-bearing instruction, in classes of any channel, chained or proprietary.
    @Test(
        arguments: [
            "200001", "210001", "240001", "250001", "2C0001", "2D0001", "820001", "D80001", "2A8086", "2A8680",
            "860000", "DA0000", "DB3FFF", "C20000", "D60000", "FE0000",
        ], ["00", "01", "03", "10", "13", "40", "4F", "80", "90", "A0", "BC", "FF"])
    func hidesBodies(instruction: String, cla: String) throws {
        let header = cla + instruction
        #expect(try command(header + "04" + "31323334") == header + "04" + "********")
        #expect(try command(header + "04" + "31323334" + "00") == header + "04" + "**********")
        #expect(try command(header + "000004" + "31323334") == header + "000004" + "********")
        #expect(try command(header + "000004" + "31323334" + "0000") == header + "000004" + "************")
    }

    @Test(arguments: [
        // Lc and data disagree, so that what looks like a length may be a digit.
        ("00200001" + "31323334", "00200001" + "********"),
        ("00200001" + "0231323334", "00200001" + "**********"),
        ("00200001" + "0831323334", "00200001" + "**********"),
        ("00200001" + "00000831323334", "00200001" + "**************"),
        ("00200001" + "0031", "00200001" + "****"),
        ("00200001" + "003132", "00200001" + "******"),
        ("00200001" + "31", "00200001" + "**"),
        ("00A40000" + "053F00", "00A40000" + "******"),
        // Known to be empty.
        ("00200001", "00200001"), ("00200001" + "00", "00200001" + "00"),
        // No header.
        ("002000", "(3 bytes)"), ("", "(0 bytes)"),
    ])
    func hidesAllOfMalformedCommands(text: String, shown: String) throws {
        #expect(try command(text) == shown)
    }

    @Test(arguments: [
        "00A40000023F00", "00A4040C02D276", "01A40000023F0000", "00B0000008", "00CA00C100", "00CB3FFF03B6018300",
        "002241B603840181", "002A90A0022001", "002A9E9A02AABB00", "0088000002AABB00", "0084000008", "0070000001",
        "00C0000010", "002A9E9A000002AABB0100",
    ])
    func showsWhatIsHarmless(text: String) throws {
        #expect(try command(text) == text)
    }

    /// ISO/IEC 7816-4 §5.4.1: the bits for secure messaging, in first, further and proprietary classes.
    @Test(arguments: ["04", "08", "0C", "0D", "1C", "60", "6F", "84", "8C", "E0", "FF"])
    func hidesSecureMessaging(cla: String) throws {
        #expect(try command(cla + "A4000002" + "3F00") == cla + "A4000002" + "****")
        #expect(try answer("AABB9000", to: cla + "CA00C100") == "**** 9000")
        #expect(try answer("AABB9000", to: "00CA00C100", cla + "C0000002") == "**** 9000")
    }

    @Test(arguments: ["002A808602AABB00", "102A808602AABB", "0084000004", "0020000104" + "31323334", "00FE000004"])
    func hidesAnswersWithSecrets(text: String) throws {
        #expect(try answer("01020304" + "9000", to: text) == "******** 9000")
        #expect(try answer("01020304" + "9000", to: text, "00C0000004") == "******** 9000")
        #expect(try answer("0102" + "6102", to: text, "00C0000004", "01C0000002") == "**** 6102")
        #expect(try answer("6104", to: text) == "6104")
    }

    @Test func showsTheBeginningOfWhatIsRead() throws {
        #expect(try answer("30820102AABB" + "9000", to: "00B0000006") == "30820102… (6 bytes) 9000")
        #expect(try answer("AABB" + "6282", to: "00B2010400") == "AABB… (2 bytes) 6282")
        #expect(try answer("30820102AABB" + "9000", to: "00B0000006", "00C0000006") == "30820102… (6 bytes) 9000")
    }

    @Test func showsOtherAnswers() throws {
        #expect(try answer("6F00" + "9000", to: "00A4040C00") == "6F00 9000")
        #expect(try answer("AABB" + "9000", to: "002A9E9A00", "00C0000002") == "AABB 9000")
    }

    @Test func knowsNothingOfAnAnswerOnItsOwn() throws {
        #expect(try answer("AABB9000") == "**** 9000")
        #expect(try answer("AABB9000", to: "00C0000002") == "**** 9000")
        #expect(try answer("AABB9000", to: "00CA00C100", "00") == "**** 9000")
        #expect(try answer("90", to: "00CA00C100") == "(1 bytes)")
    }
}
