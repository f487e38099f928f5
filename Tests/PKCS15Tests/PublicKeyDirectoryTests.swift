// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import PKCS15
import Testing

@Suite struct PublicKeyDirectoryTests {
    let application = FilePath([0x0001])
    private static func bytes(_ text: String) throws -> [UInt8] { try #require([UInt8](hexadecimal: text)) }

    /// common { label, flags } ; class { iD, usage encrypt + verify, reference 82 } ; type { path, 2048 }.
    private func directory(path: String) throws -> [UInt8] {
        let label = "0C0B4350535F5055425F415554" + "03020640"
        let fields = "040102" + "03020182" + "02020082"
        let type = "30" + length(path) + path + "02020800"
        let body =
            "30" + length(label) + label + "30" + length(fields) + fields + "A1" + length("3000" + type) + "30"
            + length(type) + type
        return try Self.bytes("30" + length(body) + body)
    }

    private func length(_ text: String) -> String { [UInt8(text.utf8.count / 2)].hexadecimal }

    @Test func readsAKeyWhoseValueIsInItsCertificate() throws {
        let keys = try PublicKeyObject.directory(directory(path: "0400"), in: application)
        #expect(keys.map(\.label) == ["CPS_PUB_AUT"])
        #expect(keys.map(\.identifier) == [[0x02]])
        #expect(keys.first?.usage == 1 << 0 | 1 << 6)
        #expect(keys.first?.modulusBits == 2048)
        #expect(keys.first?.reference == 0x82)
        #expect(keys.first?.path == nil)
    }

    @Test func readsAKeyInAFile() throws {
        let keys = try PublicKeyObject.directory(directory(path: "04027010"), in: application)
        #expect(keys.first?.path == FilePath([1, 0x7010]))
    }

    @Test func refusesKeysWithoutIdentifierOrUsage() throws {
        for lie in ["300B3002 0C00 3003 040102 A100", "300B3002 0C00 3003 020101 A100"] {
            let content = try Self.bytes(lie.filter { $0 != " " })
            #expect(throws: CardError.self) { try PublicKeyObject.directory(content, in: application) }
        }
    }

    @Test func neverTrapsOnBrokenFiles() throws {
        let whole = try directory(path: "04027010")
        for count in 0..<whole.count { _ = try? PublicKeyObject.directory(Array(whole[..<count]), in: application) }
        for index in whole.indices {
            for flip in [0x01, 0x80, 0xFF] as [UInt8] {
                var broken = whole
                broken[index] ^= flip
                _ = try? PublicKeyObject.directory(broken, in: application)
            }
        }
    }
}

@Suite struct DirectoryAttributeTests {
    private static func bytes(_ text: String) throws -> [UInt8] { try #require([UInt8](hexadecimal: text)) }
    let application = FilePath([0x0001])

    @Test func keepsAccessFlagsApartFromUsage() throws {
        let keys = try PrivateKeyObject.directory(
            Self.bytes(
                "3022300A0C01410302068004010130100401010303060040030203B802020081A1023000"))
        #expect(keys.first?.usage == 1 << 9)
        #expect(keys.first?.accessFlags == 1 << 0 | 1 << 2 | 1 << 3 | 1 << 4)
    }

    @Test(arguments: [("", false), ("010100", false), ("0101FF", true), ("010101", true), ("0100", false)])
    func tellsAuthorities(flag: String, isAuthority: Bool) throws {
        let count = UInt8(flag.utf8.count / 2)
        let content = try Self.bytes(
            "30" + [18 + count].hexadecimal + "30030C0141" + "30" + [3 + count].hexadecimal + "040109" + flag
                + "A10630043002" + "0400")
        // An empty path is refused: the content of the certificate must be somewhere.
        #expect(throws: CardError.self) { try CertificateObject.directory(content, in: application) }
        let whole = try Self.bytes(
            "30" + [20 + count].hexadecimal + "30030C0141" + "30" + [3 + count].hexadecimal + "040109" + flag
                + "A10830063004" + "0402A001")
        #expect(try CertificateObject.directory(whole, in: application).map(\.isAuthority) == [isAuthority])
    }

    @Test func readsTheObjectIdentifierWithItsTag() throws {
        let content = try Self.bytes("301A30030C0141300A0C0343505306032A0304A10730050403000102")
        #expect(throws: CardError.self) { try DataObject.directory(content, in: application) }
        let whole = try Self.bytes("301930030C0141300A0C0343505306032A0304A10630040402D107")
        #expect(try DataObject.directory(whole, in: application).first?.objectIdentifier == [0x06, 3, 0x2A, 3, 4])
    }
}
