// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import SecretMemory

/// The national identifier of a professional (IdNat_PS): a digit for its type (table G08), then the number.
///
/// Types 0 (ADELI) and 8 (RPPS) stand alone; 1 and 3 to 6 name a structure and a person in its register, with a slash
/// between them. A patient's number (NIR), 13 or 15 digits without a slash, fits none of these shapes.
public struct NationalIdentifier: Hashable, Sendable {
    /// As cards and certificates give it.
    public let text: String

    /// Nil for what has no such shape.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let type = bytes.first else { return nil }
        let rest = bytes.dropFirst()
        switch type {
        case UInt8(ascii: "8"): guard rest.count == 11, rest.allSatisfy(\.isDigit) else { return nil }
        // Departments of Corsica have a letter: 2A, 2B.
        case UInt8(ascii: "0"): guard rest.count == 9, rest.allSatisfy(\.isDigitOrCapital) else { return nil }
        case UInt8(ascii: "1"), UInt8(ascii: "3")...UInt8(ascii: "6"):
            let parts = rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            guard parts.count == 2, (1...15).contains(parts[0].count), (1...20).contains(parts[1].count),
                parts.joined().allSatisfy(\.isDigitOrCapital)
            else { return nil }
        default: return nil
        }
        self.text = text
    }
}

/// Who acted.
public enum AuditPerson: Hashable, Sendable {
    /// A professional. Where the policy asks for pseudonyms, the trail writes ``pseudonym(_:)`` instead.
    case professional(NationalIdentifier)
    /// 32 hexadecimal digits, from ``PseudonymKey``.
    case pseudonym(AuditPseudonym)
    /// A machine, on nobody's order.
    case system
    /// Nobody knows, such as the bearer of a badge that is not enrolled.
    case unknown

    var text: String {
        switch self {
        case .professional(let identifier): identifier.text
        case .pseudonym(let pseudonym): "pseudonym:" + pseudonym.text
        case .system: "system"
        case .unknown: "unknown"
        }
    }

    /// From the text that records hold; nil for any other.
    public init?(text: String) {
        switch text {
        case "system": self = .system
        case "unknown": self = .unknown
        case _ where text.hasPrefix("pseudonym:"):
            guard let pseudonym = AuditPseudonym(String(text.dropFirst(10))) else { return nil }
            self = .pseudonym(pseudonym)
        default:
            guard let identifier = NationalIdentifier(text) else { return nil }
            self = .professional(identifier)
        }
    }
}

/// What stands for a professional where the policy hides who they are.
public struct AuditPseudonym: Hashable, Sendable {
    /// 32 digits of lower-case hexadecimal.
    public let text: String

    init?(_ text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy(\.isHexadecimal) else { return nil }
        self.text = text
    }
}

/// The key of a site under which professionals become pseudonyms: who has it finds a person's records again.
public final class PseudonymKey: Sendable {
    private let key: SecretBytes

    /// From 32 bytes or more.
    public init(_ key: consuming SecretBytes) throws(AuditError) {
        guard key.count >= 32 else { throw .key("site key") }
        self.key = key
    }

    /// The first 16 bytes of HMAC-SHA-256 over the identifier.
    public func pseudonym(of identifier: NationalIdentifier) throws(AuditError) -> AuditPseudonym {
        guard let code = try? HMAC.sha256(Array(identifier.text.utf8), key: key),
            let pseudonym = AuditPseudonym(code.prefix(16).hexadecimal)
        else { throw .key("site key") }
        return pseudonym
    }
}
