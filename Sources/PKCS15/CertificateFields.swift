// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// What hosts list of an X.509 certificate, read from its DER and judged by nobody.
///
/// Takes what cards in the field have: bytes after the certificate, a signature that announces unused bits, dates that
/// say nothing. For trust there is a validating reader; this one starts no library.
public struct CertificateFields: Hashable, Sendable {
    /// A day, as certificates count them (UTC).
    public struct Day: Hashable, Sendable {
        /// Year, four digits.
        public let year: Int
        /// 1 to 12.
        public let month: Int
        /// 1 to 31.
        public let day: Int
    }

    /// The serial number, the whole INTEGER with tag and length.
    public let serialNumber: [UInt8]
    /// The issuer's Name in DER.
    public let issuer: [UInt8]
    /// The subject's Name in DER.
    public let subject: [UInt8]
    /// First day of validity; nil when it cannot be read.
    public let notBefore: Day?
    /// Last day of validity; nil when it cannot be read.
    public let notAfter: Day?
    /// RSA modulus, big-endian, without leading zeros; nil for other keys.
    public let modulus: [UInt8]?
    /// RSA public exponent, big-endian, without leading zeros; nil for other keys.
    public let exponent: [UInt8]?
    /// Length of the certificate: files may be longer.
    public let wholeLength: Int

    /// Reads a certificate at the start of `content`.
    ///
    /// - Throws: ``ISO7816/CardError/malformed(_:)`` when it is none.
    public init(_ content: [UInt8]) throws(CardError) {
        let whole = try BERTLV.one(content[...])
        // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature } (RFC 5280 §4.1).
        let parts = try whole.tag == 0x30 ? whole.children(CertificateFields.limits) : []
        guard parts.map(\.tag) == [0x30, 0x30, 0x03] else { throw .malformed("certificate") }
        var fields = try parts[0].children(CertificateFields.limits)[...]
        // version [0], absent in version 1.
        if fields.first?.tag == 0xA0 { fields.removeFirst() }
        let known = Array(fields.prefix(6))
        guard known.map(\.tag) == [0x02, 0x30, 0x30, 0x30, 0x30, 0x30], !known[0].value.isEmpty else {
            throw .malformed("certificate: fields")
        }
        serialNumber = Array(known[0].encoding)
        issuer = Array(known[2].encoding)
        let validity = try known[3].children(CertificateFields.limits)
        notBefore = validity.first.flatMap(Day.init)
        notAfter = validity.dropFirst().first.flatMap(Day.init)
        subject = Array(known[4].encoding)
        let key = try CertificateFields.rsaKey(known[5])
        modulus = key?.modulus
        exponent = key?.exponent
        wholeLength = whole.encoding.count
    }

    /// Zero bytes end files, not the inside of a certificate.
    private static let limits = {
        var limits = TLVLimits()
        limits.zeroEnds = false
        return limits
    }()

    /// rsaEncryption and id-RSASSA-PSS (RFC 8017, appendix C).
    private static let rsa: [[UInt8]] = [1, 10].map { [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, $0] }

    /// Modulus and exponent of a SubjectPublicKeyInfo; nil for keys that are not RSA.
    private static func rsaKey(_ info: BERTLV) throws(CardError) -> (modulus: [UInt8], exponent: [UInt8])? {
        let parts = try info.children(limits)
        guard let algorithm = try parts.first(0x30)?.children(limits).first(0x06), let bits = parts.first(0x03) else {
            throw .malformed("certificate: key")
        }
        guard rsa.contains(Array(algorithm.value)) else { return nil }
        let numbers = try BERTLV.one(bits.value.dropFirst()).children(limits).prefix(2).map {
            $0.tag == 0x02 ? Array($0.value.drop { $0 == 0 }) : []
        }
        guard numbers.count == 2, !numbers[0].isEmpty, !numbers[1].isEmpty else {
            throw .malformed("certificate: RSA key")
        }
        return (numbers[0], numbers[1])
    }
}

extension CertificateFields.Day {
    /// From a UTCTime or a GeneralizedTime.
    fileprivate init?(_ time: BERTLV) {
        let digits = time.value.prefix { (0x30...0x39).contains($0) }.map { Int($0 - 0x30) }
        let century: Int
        let rest: ArraySlice<Int>
        switch (time.tag, digits.count) {
        // RFC 5280 §4.1.2.5.1: 50 to 99 are of the twentieth century.
        case (0x17, 10...12):
            century = digits[0] >= 5 ? 19 : 20
            rest = digits[...]
        case (0x18, 10...14):
            century = digits[0] * 10 + digits[1]
            rest = digits[2...]
        default: return nil
        }
        let pairs = rest.prefix(6)
        let first = pairs.startIndex
        guard pairs.count == 6 else { return nil }
        year = century * 100 + pairs[first] * 10 + pairs[first + 1]
        month = pairs[first + 2] * 10 + pairs[first + 3]
        day = pairs[first + 4] * 10 + pairs[first + 5]
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    }
}
