// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL
import Foundation
import ISO7816
import PKCS15
import Testing

@Suite struct CertificateFieldsTests {
    /// Every certificate in DER of the card profiles and the test infrastructure.
    static let certificates: [URL] = {
        let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardizedFileURL
        return ["Cards", "Tests/Fixtures/PKI", "Tests/Fixtures/Corpora/certificate"].flatMap { folder in
            let found = FileManager.default.enumerator(
                at: root.appendingPathComponent(folder).resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
            return (found?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "der" }
        }
    }()

    @Test func findsCertificatesToReadAtAll() {
        #expect(Self.certificates.count > 20)
    }

    @Test(arguments: certificates) func readsWhatOpenSSLReads(file: URL) throws {
        let der = [UInt8](try Data(contentsOf: file))
        let fields = try CertificateFields(der)
        let other = try #require(Other(der), "not read by OpenSSL")
        #expect(fields.serialNumber == other.serialNumber)
        #expect(fields.issuer == other.issuer)
        #expect(fields.subject == other.subject)
        #expect([fields.notBefore?.year, fields.notBefore?.month, fields.notBefore?.day] == other.notBefore)
        #expect([fields.notAfter?.year, fields.notAfter?.month, fields.notAfter?.day] == other.notAfter)
        #expect(fields.modulus == other.modulus)
        #expect(fields.exponent == other.exponent)
        #expect(fields.wholeLength == other.count)
        // A file of a card goes on behind its certificate.
        #expect(try CertificateFields(der + [0, 0, 0xFF]) == fields)
    }

    @Test func takesASignatureThatAnnouncesUnusedBits() throws {
        let der = try Self.card()
        let fields = try CertificateFields(der)
        // Signatures here are of 2048 bits or more: 03 82 xx xx 00 and then as many bytes.
        let signature = try #require(try BERTLV.one(der[...]).children().last)
        var odd = der
        odd[signature.value.startIndex] = 3
        #expect(try CertificateFields(odd) == fields)
    }

    @Test(
        arguments: [
            ("170D3530303130323030303030305A", [1950, 1, 2]), ("170D3439313233313030303030305A", [2049, 12, 31]),
            ("170B343930313032303030305A", [2049, 1, 2]), ("180F32303530303130323030303030305A", [2050, 1, 2]),
            ("170D3439313333313030303030305A", nil), ("170D3439303130303030303030305A", nil), ("1700", nil),
            ("0C0D3439303130313030303030305A", nil), ("1803323035", nil),
        ] as [(String, [Int]?)])
    func readsDays(time: String, expected: [Int]?) throws {
        let fields = try CertificateFields(Self.certificate(validity: #require([UInt8](hexadecimal: time))))
        #expect(fields.notBefore.map { [$0.year, $0.month, $0.day] } == expected)
        #expect(fields.notAfter == nil)
    }

    @Test func refusesWhatIsNoCertificate() throws {
        for text in ["", "30", "3000", "0500", "300730003000030100", "3080"] {
            let bytes = try #require([UInt8](hexadecimal: text))
            #expect(throws: CardError.self) { try CertificateFields(bytes) }
        }
    }

    @Test func neverTrapsOnBrokenCertificates() throws {
        let whole = try Self.card()
        for count in 0..<whole.count {
            #expect(throws: CardError.self) { try CertificateFields(Array(whole[..<count])) }
        }
        for index in whole.indices {
            for flip in [0x01, 0x80, 0xFF] as [UInt8] {
                var broken = whole
                broken[index] ^= flip
                _ = try? CertificateFields(broken)
            }
        }
    }

    private static func card() throws -> [UInt8] {
        let file = try #require(certificates.first { $0.lastPathComponent == "sig.der" })
        return [UInt8](try Data(contentsOf: file))
    }

    /// A certificate with nothing in it but one time and a small RSA key.
    private static func certificate(validity: [UInt8]) -> [UInt8] {
        func tlv(_ tag: UInt8, _ parts: [UInt8]...) -> [UInt8] {
            let value = parts.flatMap { $0 }
            return [tag] + (value.count < 0x80 ? [UInt8(value.count)] : [0x81, UInt8(value.count)]) + value
        }
        let rsa = tlv(0x30, tlv(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]))
        let key = tlv(0x30, rsa, tlv(0x03, [0], tlv(0x30, tlv(0x02, [7]), tlv(0x02, [3]))))
        let fields = tlv(0x30, tlv(0x02, [1]), tlv(0x30), tlv(0x30), tlv(0x30, validity), tlv(0x30), key)
        return tlv(0x30, fields, tlv(0x30), tlv(0x03, [0]))
    }
}

/// The same fields by libcrypto.
private struct Other {
    var count = 0
    var serialNumber: [UInt8] = []
    var issuer: [UInt8] = []
    var subject: [UInt8] = []
    var notBefore: [Int?] = []
    var notAfter: [Int?] = []
    var modulus: [UInt8]?
    var exponent: [UInt8]?

    init?(_ der: [UInt8]) {
        let certificate = unsafe der.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            var position = bytes.baseAddress
            return unsafe d2i_X509(nil, &position, bytes.count)
        }
        guard let certificate = unsafe certificate else { return nil }
        defer { unsafe X509_free(certificate) }
        count = Int(unsafe i2d_X509(certificate, nil))
        serialNumber = unsafe Other.encoding { unsafe i2d_ASN1_INTEGER(X509_get_serialNumber(certificate), $0) }
        issuer = unsafe Other.encoding { unsafe i2d_X509_NAME(X509_get_issuer_name(certificate), $0) }
        subject = unsafe Other.encoding { unsafe i2d_X509_NAME(X509_get_subject_name(certificate), $0) }
        notBefore = unsafe Other.day(X509_get0_notBefore(certificate))
        notAfter = unsafe Other.day(X509_get0_notAfter(certificate))
        let key = unsafe X509_get0_pubkey(certificate)
        modulus = unsafe Other.number(key, "n")
        exponent = unsafe Other.number(key, "e")
    }

    private static func encoding(
        _ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
    ) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(max(encode(nil), 0)))
        unsafe bytes.withUnsafeMutableBufferPointer { target in
            var position = target.baseAddress
            _ = unsafe encode(&position)
        }
        return bytes
    }

    private static func day(_ time: UnsafePointer<ASN1_TIME>?) -> [Int?] {
        var parts = unsafe tm()
        guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return [] }
        return unsafe [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    }

    private static func number(_ key: OpaquePointer?, _ name: String) -> [UInt8]? {
        var value: OpaquePointer?
        guard let key = unsafe key, unsafe EVP_PKEY_get_bn_param(key, name, &value) == 1 else { return nil }
        defer { unsafe BN_free(value) }
        var bytes = [UInt8](repeating: 0, count: Int(unsafe BN_num_bits(value) + 7) / 8)
        unsafe BN_bn2bin(value, &bytes)
        return bytes
    }
}
