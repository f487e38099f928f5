// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport
public import CertificateTrust
public import HealthCard
internal import Nomenclature

/// A card's certificate with what is to be said of it now.
public struct CertificateFacts: Sendable {
    /// As the card holds it.
    public let object: CardCertificate
    /// Read.
    public let certificate: X509Certificate
    /// The verdict on its chain; nil where no anchors are installed.
    public let verdict: ChainVerdict?
    private let now: Int64

    /// Judges a certificate at `now`, seconds since 1970.
    public init(_ object: CardCertificate, trust: TrustStore?, now: Int64) throws(Failure) {
        self.object = object
        self.now = now
        do {
            certificate = try X509Certificate(der: object.der)
        } catch {
            throw Failure(.malformedAnswer, .malformedAnswer(object.label), hint: .cardToBeChecked)
        }
        let purpose: CertificatePurpose = object.role == .signature ? .signature : .authentication
        verdict = trust?.validate(certificate, at: now, for: purpose)
    }

    /// Family of the card (G02) where the certificate tells it, else as its subject suggests.
    public var family: CardFamily? {
        CardFamily(
            certificateExtension: certificate.extension(oid: CardFamily.certificateExtension),
            commonName: certificate.subject.commonName)
    }

    /// Whether the subject names a person.
    public var isNamed: Bool { certificate.subject.surname != nil }

    /// Whether it is a TEST card (G01 80 to 83).
    public var isTest: Bool { certificate.cardClass.map { ["80", "82", "83"].contains($0) } ?? false }

    /// Why the certificate should not be used now; nil when nothing is wrong, or nothing could be checked but dates.
    public var failure: Failure? {
        switch verdict {
        case .valid: nil
        case .expired, .notYetValid: dateFailure
        case .revoked: Failure(.certificateRevoked, CertificateMessage.revoked as any Message)
        case .crlMissing, .crlStale, .crlInvalid:
            Failure(
                .untrusted, CertificateMessage.revocationUnknown as any Message, hint: CertificateMessage.renewLists)
        case .badUsage, .untrusted:
            Failure(.untrusted, CertificateMessage.untrusted as any Message, hint: CertificateMessage.installAnchors)
        case nil: dateFailure
        }
    }

    private var dateFailure: Failure? {
        if now < certificate.notBefore {
            return Failure(.clockUntrusted, CertificateMessage.notYetValid as any Message)
        }
        return now > certificate.notAfter
            ? Failure(.certificateExpired, CertificateMessage.expired as any Message) : nil
    }

    /// One line for people: label, state, end.
    public func line(_ context: CommandContext) -> String {
        let state: String
        switch verdict {
        case .valid(let chain): state = context.text(CardMessage.valid(daysLeft: chain.daysLeft))
        case nil where failure == nil: state = context.text(CardMessage.notChecked)
        default: state = failure.map { $0.message.text(in: context.language) } ?? ""
        }
        return "\(object.label) : \(state) (\(CivilDay(certificate.notAfter).text))"
    }

    /// The same for programs.
    public var json: JSONValue {
        [
            "role": .string(object.role.rawValue),
            "label": .string(object.label),
            "subject": .string(certificate.subject.description),
            "issuer": .string(certificate.issuer.description),
            "serial": .string(certificate.serialNumber.map { byte in CertificateFacts.hex(byte) }.joined()),
            "not_before": .string(CivilDay(certificate.notBefore).iso),
            "not_after": .string(CivilDay(certificate.notAfter).iso),
            "days_left": .number(certificate.daysLeft(at: now)),
            "chain": .string(verdictName),
        ]
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    private var verdictName: String {
        switch verdict {
        case .valid: "valid"
        case .notYetValid: "not_yet_valid"
        case .expired: "expired"
        case .revoked: "revoked"
        case .badUsage: "bad_usage"
        case .crlMissing: "crl_missing"
        case .crlStale: "crl_stale"
        case .crlInvalid: "crl_invalid"
        case .untrusted: "untrusted"
        case nil: "not_checked"
        }
    }
}

/// What is said of certificates.
public enum CertificateMessage: Message, Hashable {
    case expired, notYetValid, revoked, untrusted, revocationUnknown, renewLists, installAnchors

    /// The sentence in French.
    public var french: String {
        switch self {
        case .expired: "certificat expiré"
        case .notYetValid: "certificat pas encore valable à la date de cet ordinateur"
        case .revoked: "certificat révoqué"
        case .untrusted: "autorité inconnue ou usage interdit"
        case .revocationUnknown: "révocation impossible à vérifier"
        case .renewLists: "Installez des listes de révocation à jour."
        case .installAnchors: "Installez les autorités de l'IGC-Santé, ou donnez-les par --trust."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .expired: "certificate expired"
        case .notYetValid: "certificate not yet valid at this computer's date"
        case .revoked: "certificate revoked"
        case .untrusted: "unknown authority or forbidden usage"
        case .revocationUnknown: "revocation cannot be checked"
        case .renewLists: "Install current revocation lists."
        case .installAnchors: "Install the authorities of IGC-Santé, or give them with --trust."
        }
    }
}

/// A day in UTC, from seconds since 1970.
struct CivilDay {
    let year: Int
    let month: Int
    let day: Int

    init(_ seconds: Int64) {
        // Days to civil date by eras of 400 years; the year begins in March so that leap days come last.
        let days = Int((Double(seconds) / 86_400).rounded(.down)) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let ofEra = days - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        day = ofYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    var text: String { "\(two(day))/\(two(month))/\(year)" }
    var iso: String { "\(year)-\(two(month))-\(two(day))" }
}
