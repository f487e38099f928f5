// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import ISO7816
import SecretMemory
import Testing

@testable import DESFire

/// Dialogues of genuine cards and of NXP's application notes, as public sources give them.
@Suite struct MessagingVectorTests {
    @Test func opensAD40Session() throws {
        let (card, link) = try card(
            """
            0A00 -> AFC93693A0CD32AC39
            AFE96A7E6D790310E8C0B36ED970782406 -> 0089B5D38C7603DAB2
            """, DrawnNumbers("71CB903A2CAE7C9C"))
        try card.authenticateD40(0, .factory(.des2Keys))
        #expect(link.isOver)
        #expect(card.messaging == .d40)
        let session = try #require(card.session as? D40Messaging)
        // ChangeKeySettings to 0F in this session.
        let payload = try session.protect(
            LogicalCommand(instruction: .changeKeySettings, data: [0x0F], mode: .full))
        #expect(try payload == hex("73405286C5C8A141"))
    }

    @Test func opensEV1SessionsWithDES() throws {
        let (card, link) = try card(
            """
            1A00 -> AF5D994CE085F24089
            AF21D0AD5F2FD97454A746CC80567F1B1C -> 00913C6DED84221C41
            60 -> AF04010101001A05
            AF -> AF04010101041A05
            AF -> 0004063F72633480BA4519E3204913CDC810BAFA401759
            FC -> 009C2C813A065C45F7
            CA16DE000F02 -> 000A1379B01D85AD47
            CA24DE000F42 -> 005D73AE5287A1BBE4
            CA16AE000F82 -> 003B68D72A3BE0D20C
            CACCBBAA0F01 -> 00F11AC0738EF83878
            6A -> 0016DE0024DE0016AE00CCBBAA2739154E2630D650
            """, DrawnNumbers("849B36C5F8BF4A09"))
        try card.authenticateEV1(0, .factory(.des2Keys))
        #expect(try card.manage(.getVersion).count == 28)
        _ = try card.manage(.formatPICC)
        for application in ["16DE000F02", "24DE000F42", "16AE000F82", "CCBBAA0F01"] {
            _ = try card.manage(.createApplication, hex(application))
        }
        #expect(try card.manage(.getApplicationIDs) == hex("16DE0024DE0016AE00CCBBAA"))
        #expect(link.isOver)
    }

    @Test func opensAnEV1SessionWithThreeKeys() throws {
        let key = try DESFireKey(.des3Keys, hex("00102031405060708090A0B0B0A090807060504030201000"))
        let (card, link) = try card(
            """
            1A00 -> AFFA2FB9A17B359D034DF3EB1C4179207E
            AF7BF9E1AC2D7C2836112E642D398FBAEF5CA61CC3A629FA8BD52F43F9D931C043 -> 001E3051B59BA31E4CEF64BBE8721B7BD6
            """, DrawnNumbers("03FE6D00A79231348B6635A8AF7A795C"))
        try card.authenticateEV1(0, key)
        #expect(link.isOver)
    }

    @Test func readsEncipheredFilesWithThreeKeys() throws {
        let (card, link) = try card(
            """
            1A00 -> AFA6B5EEC10A88A57D3AE4660A27E26A7D
            AFAA764B634503744A3AE4660A27E26A7D5182C349BB04E4449BF0B680CC6AFA99 -> 00\(try answer())
            """, DrawnNumbers("00000000000000000000000000000000"))
        try card.authenticateEV1(0, .factory(.des3Keys))
        #expect(link.isOver)
    }

    /// The proof is not in the source: it is the host's number, rotated, under the zero key with the chained vector.
    private func answer() throws -> String {
        let cipher = try BlockCipher(.tripleDES3Keys, key: DESFireKey.factory(.des3Keys).bytes)
        var vector = try hex("9BF0B680CC6AFA99")
        return Array(try cipher.encryptCBC(WipingBytes(repeatElement(0, count: 16)), &vector)).hexadecimal
    }

    @Test func opensAnEV1SessionOfAGenuineEV3() throws {
        let (card, link) = try card(
            """
            AA00 -> AFBF8F998A924873DAAC8B859309B46D13
            AF0FDB4C644C9FAC875CAD7A817D26C0E35C970DD97A654FB17E09A865F39CED90 -> 00631BD8B8F4A2D0F0F5B4EBE6034C3869
            45 -> 0009819C63702E15E62095
            6400 -> 0000245B84397350F81D
            6F -> 00C29CC839562C5145
            54C316B45D72E501BDB9DE4E867A587893 -> 00E2D7DD76BD596FAB
            45 -> 0000815054DA9F9FF1C9D1
            """, DrawnNumbers("01010101010101010101010101010101"))
        try card.authenticateEV1(0, .factory(.aes))
        #expect(try card.manage(.getKeySettings) == [0x09, 0x81])
        #expect(try card.manage(.getKeyVersion, [0]) == [0])
        #expect(try card.manage(.getFileIDs).isEmpty)
        _ = try card.perform(LogicalCommand(instruction: .changeKeySettings, data: [0x00], mode: .full))
        #expect(try card.manage(.getKeySettings) == [0x00, 0x81])
        #expect(link.isOver)
    }

    @Test func opensAnEV2SessionWithANonZeroKeyAndUsesIt() throws {
        let key = try DESFireKey(.aes, hex("00112233445566778899AABBCCDDEEFF"))
        let data = WipingBytes((0..<16).map { UInt8($0) })
        let (card, link) = try card(
            """
            710000 -> AFC96BF47FDF7F6B27640F17CD1EBE8CDE
            AF8E7DE3065E4B6BF0C478D86372BF78B521B8662A905B56E5CBE5B27A448BAB2D -> 003227F2D48C8BAF23EE4CD91C85F2665784E56DB0C2FCE557CA6EAA8FD18D3483
            3D02000000100000246B21264F07FB2AC34F8E8144B3A39D817FF50DEA1B18397C803A0DD5C4AC7AACCAD9419F58E12E -> 009D62A3DCD7F4507F
            BD02000000100000421BAF2628F0B292 -> 00B86F217855223610D4239AE0097E0B1C1642C48DDFAE694D97E5AC728DE23984CA48DA31782934D4
            """, DrawnNumbers("0F1E2D3C4B5A69788796A5B4C3D2E1F0"))
        #expect(try card.authenticateEV2(0, key) == WipingBytes(repeatElement(0, count: 6)))
        let header = try hex("02000000100000")
        _ = try card.perform(
            LogicalCommand(instruction: .writeData, header: header, data: data, mode: .full, isFileData: true))
        let read = try card.perform(
            LogicalCommand(
                instruction: .readData, header: header, mode: .full, isFileData: true, answerMode: .full,
                answerCount: 16))
        #expect(read == data)
        #expect(link.isOver)
    }

    // The card echoes what the host says of itself.
    @Test func noticesCapabilitiesThatWereChangedOnTheWay() throws {
        let lines = """
            7100060102030405 -> 7E
            """
        #expect(!lines.isEmpty)
        let (honest, _) = try card(
            """
            710006010203040506 -> AF7ACA0FD9BCD6EC7C9F97466616E6A282
            AF358D5B59ADB65D04107676586F4734468AE4FC4E8630324D15ABDA99C0D0202C -> 004D693FA018614D600133425883AE77E2D1796CC80A0A7BF756479D07782A67A9
            """, DrawnNumbers("101112131415161718191A1B1C1D1E1F"))
        let capabilities = try honest.authenticateEV2(0, .factory(.aes), capabilities: [1, 2, 3, 4, 5, 6])
        #expect(try capabilities == hex("00000000A55A"))
        // The answer to a host without capabilities, given to one that has some.
        let (deceived, _) = try card(
            """
            710006010203040506 -> AF7ACA0FD9BCD6EC7C9F97466616E6A282
            AF358D5B59ADB65D04107676586F4734468AE4FC4E8630324D15ABDA99C0D0202C -> 004D693FA018614D600133425883AE77E27E888514CBB6195AD99B1E6B9512EEAD
            """, DrawnNumbers("101112131415161718191A1B1C1D1E1F"))
        #expect(throws: DESFireError.cardNotAuthentic) {
            try deceived.authenticateEV2(0, .factory(.aes), capabilities: [1, 2, 3, 4, 5, 6])
        }
    }
}
