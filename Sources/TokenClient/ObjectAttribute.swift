// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki

/// Attributes that callers ask for (PKCS#11 2.40, "Attributes").
public struct ObjectAttribute: RawRepresentable, Hashable, Sendable {
    /// The `CKA_` value.
    public let rawValue: UInt

    /// From the `CKA_` value.
    public init(rawValue: UInt) { self.rawValue = rawValue }

    /// What kind of object it is; see ``ObjectClass``.
    public static let objectClass = ObjectAttribute(rawValue: UInt(CKA_CLASS))
    /// Its name.
    public static let label = ObjectAttribute(rawValue: UInt(CKA_LABEL))
    /// What a key and its certificate have in common.
    public static let id = ObjectAttribute(rawValue: UInt(CKA_ID))
    /// A certificate, or the content of a data object.
    public static let value = ObjectAttribute(rawValue: UInt(CKA_VALUE))
    /// Whether a key signs.
    public static let sign = ObjectAttribute(rawValue: UInt(CKA_SIGN))
    /// Whether each use of a key wants a PIN of its own.
    public static let alwaysAuthenticate = ObjectAttribute(rawValue: UInt(CKA_ALWAYS_AUTHENTICATE))
    /// Modulus of an RSA key.
    public static let modulus = ObjectAttribute(rawValue: UInt(CKA_MODULUS))
    /// Public exponent of an RSA key.
    public static let publicExponent = ObjectAttribute(rawValue: UInt(CKA_PUBLIC_EXPONENT))
}

/// What an object is (PKCS#11 2.40, `CK_OBJECT_CLASS`).
public struct ObjectClass: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The `CKO_` value.
    public let rawValue: UInt

    /// From the `CKO_` value.
    public init(rawValue: UInt) { self.rawValue = rawValue }

    /// From the bytes of the attribute; nil when they are not a CK_ULONG.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == MemoryLayout<UInt>.size else { return nil }
        rawValue = unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt.self) }
    }

    /// Content that only an application understands.
    public static let data = ObjectClass(rawValue: UInt(CKO_DATA))
    /// A certificate.
    public static let certificate = ObjectClass(rawValue: UInt(CKO_CERTIFICATE))
    /// A public key.
    public static let publicKey = ObjectClass(rawValue: UInt(CKO_PUBLIC_KEY))
    /// A private key.
    public static let privateKey = ObjectClass(rawValue: UInt(CKO_PRIVATE_KEY))
    /// A secret key.
    public static let secretKey = ObjectClass(rawValue: UInt(CKO_SECRET_KEY))

    /// The name that PKCS#11 URIs use (RFC 7512 §2.3, `type`), or the number.
    public var description: String {
        switch self {
        case .data: "data"
        case .certificate: "cert"
        case .publicKey: "public"
        case .privateKey: "private"
        case .secretKey: "secret-key"
        default: "0x" + String(rawValue, radix: 16)
        }
    }
}

/// Mechanisms that callers use.
public struct TokenMechanism: RawRepresentable, Hashable, Sendable {
    /// The `CKM_` value.
    public let rawValue: UInt

    /// From the `CKM_` value.
    public init(rawValue: UInt) { self.rawValue = rawValue }

    /// AES-CMAC (PKCS#11 2.30).
    public static let aesCMAC = TokenMechanism(rawValue: UInt(CKM_AES_CMAC))
    /// PKCS#1 v1.5 over what is given.
    public static let rsaPKCS = TokenMechanism(rawValue: UInt(CKM_RSA_PKCS))
    /// SHA-256.
    public static let sha256 = TokenMechanism(rawValue: UInt(CKM_SHA256))
}
