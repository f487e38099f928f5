// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import ISO7816
import SecretMemory
import Testing

@testable import DESFire

@Suite struct KeyChangeTests {
    /// A genuine EV3: its master key goes from DES to two keys, to AES, to another AES key, and back to DES.
    @Test func leadsTheMasterKeyThroughEveryKind() throws {
        let twos = try DESFireKey(.des2Keys, WipingBytes(repeatElement(2, count: 16)))
        let ones = try DESFireKey(.aes, WipingBytes(repeatElement(1, count: 16)))
        // The hosts' numbers are not in the source; they follow from its cryptograms.
        let numbers = try [
            hostNumber(.des2Keys, .factory(.des2Keys), "8DC8D62AC78B40F7", "0A94BA7F9F4EB698B02E3DDC58DAC2FF"),
            hostNumber(.des2Keys, twos, "AD3463C0300F23CA", "19D1EBA52085BA1B6510F72968F9D00F"),
            hostNumber(
                .aes, .factory(.aes), "A31C2D197933F2E73C8A792BDCA98DC9",
                "BCAD772A6D2C5586DB74C2D8A733C68210A0F0CB8F66B2B87FC94FAE3A52D6E8"),
            hostNumber(
                .aes, ones, "4E3AC83695E353BDF153B5E2F344A656",
                "09C6485C37C3B0B714C41375DAED05DBFFD1277E3CC0CFD71D2D6B16CE2D6191"),
        ]
        let (card, link) = try card(
            """
            1A00 -> AF8DC8D62AC78B40F7
            AF0A94BA7F9F4EB698B02E3DDC58DAC2FF -> 00E37D7C86999D63F4
            C400BD6D8A1D9D8081CCA0591F7F39DDCF62C868BA73DA8B9BA2 -> 00
            1A00 -> AFAD3463C0300F23CA
            AF19D1EBA52085BA1B6510F72968F9D00F -> 008BF91BF7656411A5
            C480BED765948D2BA93908216473D9323F8616353B071C8AAAA7 -> 00
            AA00 -> AFA31C2D197933F2E73C8A792BDCA98DC9
            AFBCAD772A6D2C5586DB74C2D8A733C68210A0F0CB8F66B2B87FC94FAE3A52D6E8 -> 0099F6CB2A3851BBC119F2AB6A0C480BC3
            C4803925C0C0C16B82D42C6BD26B7A9828EC2613A875914DA06C9F8B4820A35A5C52 -> 00
            AA00 -> AF4E3AC83695E353BDF153B5E2F344A656
            AF09C6485C37C3B0B714C41375DAED05DBFFD1277E3CC0CFD71D2D6B16CE2D6191 -> 00E253FFFAF6270AB4A4CBAC9ADFB22C96
            C400634B5E409763345AFC675BA360C64A239117B429D386BE331DB9A697A01D2EDF -> 00
            """, DrawnNumbers(numbers[0], numbers[1], numbers[2], numbers[3]))
        try card.authenticateEV1(0, .factory(.des2Keys))
        try card.changeKey(0, to: twos, ofCard: true)
        #expect(card.authenticatedKey == nil)
        try card.authenticateEV1(0, twos)
        try card.changeKey(0, to: .factory(.aes), ofCard: true)
        try card.authenticateEV1(0, .factory(.aes))
        try card.changeKey(0, to: ones, ofCard: true)
        try card.authenticateEV1(0, ones)
        try card.changeKey(0, to: .factory(.des2Keys), ofCard: true)
        #expect(link.isOver)
    }

    private func hostNumber(
        _ type: DESFireKeyType, _ key: DESFireKey, _ challenge: String, _ answer: String
    ) throws -> String {
        let cipher = try BlockCipher(type.algorithm, key: key.bytes)
        var vector = try WipingBytes(hex(challenge).suffix(cipher.blockCount))
        let opened = try cipher.decryptCBC(hex(answer), &vector)
        return Array(opened.prefix(type.randomCount)).hexadecimal
    }

    /// EV2, every message computed independently: a write, a read, another key changed, and a session gone on with it.
    @Test func changesAnotherKeyAndGoesOnWithIt() throws {
        let key = try DESFireKey(.aes, hex("00112233445566778899AABBCCDDEEFF"))
        let new = try DESFireKey(.aes, hex("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF"), version: 1)
        let (card, link) = try card(
            """
            710000 -> AFC96BF47FDF7F6B27640F17CD1EBE8CDE
            AF8E7DE3065E4B6BF0C478D86372BF78B521B8662A905B56E5CBE5B27A448BAB2D -> 003227F2D48C8BAF23EE4CD91C85F2665784E56DB0C2FCE557CA6EAA8FD18D3483
            3D02000000100000246B21264F07FB2AC34F8E8144B3A39D817FF50DEA1B18397C803A0DD5C4AC7AACCAD9419F58E12E -> 009D62A3DCD7F4507F
            BD02000000100000421BAF2628F0B292 -> 00B86F217855223610D4239AE0097E0B1C1642C48DDFAE694D97E5AC728DE23984CA48DA31782934D4
            C401781358779BBF7282A5A5CBAD47AE6B90A545FFDB00868FBCC40B7678D0A0E3CD9819D40E4BB75F84 -> 00B63195F0E3EBC389
            7701 -> AF70FBF4C4CA28872105665449765B13E1
            AFD1B4106613B1BCCA56ACDB2960DCA2D7898D6857C37B02B30F4086D27EDDD24C -> 00D594DBB17F8DA0BC08BB6D0973F7043B
            6FF557BEB0785C0678 -> 7E
            """,
            DrawnNumbers("0F1E2D3C4B5A69788796A5B4C3D2E1F0", "44444444444444445555555555555555"))
        try card.authenticateEV2(0, key)
        try card.write(WipingBytes((0..<16).map { UInt8($0) }), to: 2, .full)
        #expect(try card.read(2, 0..<16, .full) == WipingBytes((0..<16).map { UInt8($0) }))
        try card.changeKey(1, to: new, from: .factory(.aes))
        try card.authenticateEV2(1, new)
        #expect(throws: DESFireError.status(.lengthError, during: .getFileIDs)) { try card.files() }
        #expect(link.isOver)
        #expect(card.authenticatedKey == nil)
    }

    /// Every bit of an answer counts: flipped, cut short, or from before, it ends the session.
    @Test func endsTheSessionAtAnyChangedAnswer() throws {
        let right = "B86F217855223610D4239AE0097E0B1C1642C48DDFAE694D97E5AC728DE23984CA48DA31782934D4"
        let bytes = Array(try hex(right))
        var wrong = bytes.indices.flatMap { index in
            [0, 3, 7].map { bit in
                var copy = bytes
                copy[index] ^= 1 << UInt8(bit)
                return copy
            }
        }
        wrong += (0..<bytes.count).map { Array(bytes.prefix($0)) }
        wrong += [bytes + [0], Array(try hex("9D62A3DCD7F4507F")), bytes + bytes]
        for answer in wrong {
            let (card, _) = try card(
                """
                710000 -> AFC96BF47FDF7F6B27640F17CD1EBE8CDE
                AF8E7DE3065E4B6BF0C478D86372BF78B521B8662A905B56E5CBE5B27A448BAB2D -> 003227F2D48C8BAF23EE4CD91C85F2665784E56DB0C2FCE557CA6EAA8FD18D3483
                3D02000000100000246B21264F07FB2AC34F8E8144B3A39D817FF50DEA1B18397C803A0DD5C4AC7AACCAD9419F58E12E -> 009D62A3DCD7F4507F
                BD02000000100000421BAF2628F0B292 -> 00\(answer.hexadecimal)
                """, DrawnNumbers("0F1E2D3C4B5A69788796A5B4C3D2E1F0"))
            try card.authenticateEV2(0, DESFireKey(.aes, hex("00112233445566778899AABBCCDDEEFF")))
            try card.write(WipingBytes((0..<16).map { UInt8($0) }), to: 2, .full)
            #expect(throws: DESFireError.integrity(.readData)) { try card.read(2, 0..<16, .full) }
            #expect(card.authenticatedKey == nil)
        }
    }
}
