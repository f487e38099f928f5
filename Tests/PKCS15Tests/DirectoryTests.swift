// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import PKCS15
import Testing

/// Directory files as accepted by existing middleware: measured dialogues with a scripted card.
@Suite struct DirectoryTests {
    static func bytes(_ text: String) throws -> [UInt8] { try #require([UInt8](hexadecimal: text)) }
    let application = FilePath([0x0001])

    @Test func readsWhereDirectoriesAre() throws {
        let content = try Self.bytes(
            "A806300404027001A006300404027002A106300404027004A406300404027005A706300404027006")
        let directory = try ObjectDirectory(parsing: content, in: application)
        #expect(directory.authenticationObjects == FilePath([1, 0x7001]))
        #expect(directory.privateKeys == FilePath([1, 0x7002]))
        #expect(directory.publicKeys == FilePath([1, 0x7004]))
        #expect(directory.certificates == FilePath([1, 0x7005]))
        #expect(directory.dataObjects == FilePath([1, 0x7006]))
    }

    @Test func acceptsAbsolutePaths() throws {
        let directory = try ObjectDirectory(parsing: Self.bytes("A40A300804063F0000017005"), in: application)
        #expect(directory.certificates == FilePath([1, 0x7005]))
    }

    @Test func readsTokenInfo() throws {
        let info = try TokenInfo(
            parsing: Self.bytes("301F0201010C0B5445535420495353554552800943505334205445535403020560"))
        #expect(info.label == "CPS4 TEST")
        #expect(info.manufacturer == "TEST ISSUER")
        #expect(info.lastUpdate == nil)
    }

    @Test func readsBothPINs() throws {
        let content = try Self.bytes(
            """
            303130100C0750494E20435053030206C00401023003040101A1183016030203080A0101020104020108020108800101040100
            302E300D0C0750554B20435053030206403003040102A11830160302000B0A0101020108020108020108800102040100
            """)
        let pins = try AuthenticationObject.directory(content)
        #expect(pins.map(\.isUnblocking) == [false, true])
        #expect(pins.map(\.digits) == [4...8, 8...8])
        #expect(pins.map(\.reference) == [1, 2])
    }

    @Test func readsKeysOfBothGenerations() throws {
        let cps3 = try PrivateKeyObject.directory(
            Self.bytes(
                """
                304D30200C0C4350535F505249565F534947030207800401013009300703020204040101301D040EE828BD080F8025000001FF
                0010010303060040030203B002020081A10A30083002040002020800
                """))
        #expect(cps3.first?.label == "CPS_PRIV_SIG")
        #expect(cps3.first?.isNonRepudiation == true)
        #expect(cps3.first?.reference == 0x81)
        #expect(cps3.first?.modulusBits == 2048)
        let cps4 = try PrivateKeyObject.directory(
            Self.bytes(
                """
                304030150C0C4350535F505249565F41555403020780040101301B040EE828BD080F8025000001FF00102003020560030203B0
                020120A10A30083002040002020800
                """))
        #expect(cps4.first?.reference == 0x20)
        #expect(cps4.first?.decrypts == true)
        #expect(cps4.first?.isPrivate == true)
    }

    @Test func readsDataObjects() throws {
        let content = try Self.bytes(
            """
            301F300E0C084350535F444154410302064030050C03435053A10630040402D107
            302C301B0C124350535F41435449564954595F30315F50530302068004010130050C03435053A10630040402D120
            """)
        let objects = try DataObject.directory(content, in: application)
        #expect(objects.map(\.label) == ["CPS_DATA", "CPS_ACTIVITY_01_PS"])
        #expect(objects.map(\.path) == [FilePath([1, 0xD107]), FilePath([1, 0xD120])])
        #expect(objects.map(\.isModifiable) == [true, false])
        #expect(objects.map(\.isPrivate) == [false, true])
        #expect(objects.first?.application == "CPS")
    }

    @Test func refusesDirectoriesThatLie() throws {
        // PIN of 200 digits, PIN lengths upside down, no flags.
        for lie in [
            "30173003030100A1103010030203080A0101020200C8020108", "30143003030100A10D300B030203080A0101020109020104",
        ] {
            #expect(throws: CardError.self) { try AuthenticationObject.directory(Self.bytes(lie)) }
        }
        #expect(throws: CardError.self) { try TokenInfo(parsing: []) }
        #expect(throws: CardError.self) {
            try ObjectDirectory(parsing: Self.bytes("A405300304017001"), in: application)
        }
    }

    @Test func neverTrapsOnBrokenFiles() throws {
        let whole = try Self.bytes(
            "303030120C0C4350535F434552545F534947030206403010040EE828BD080F8025000001FF001001A108300630040402A001")
        #expect(try CertificateObject.directory(whole, in: application).first?.path == FilePath([1, 0xA001]))
        for count in 0..<whole.count {
            _ = try? CertificateObject.directory(Array(whole[..<count]), in: application)
        }
        for index in whole.indices {
            for flip in [0x01, 0x80, 0xFF] as [UInt8] {
                var broken = whole
                broken[index] ^= flip
                _ = try? CertificateObject.directory(broken, in: application)
                _ = try? DataObject.directory(broken, in: application)
                _ = try? PrivateKeyObject.directory(broken)
                _ = try? AuthenticationObject.directory(broken)
            }
        }
    }
}
