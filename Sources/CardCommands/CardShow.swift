// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
public import CardToolSupport
public import CertificateTrust
internal import HealthCard
internal import ISO7816
internal import Nomenclature

/// The command `caducee card show`.
public struct CardShow: Sendable {
    private let trust: TrustStore?
    private let now: Int64
    private let presentation: PresentationOptions?

    /// Shows what needs no PIN, and with `presentation` what the holder's PIN opens.
    public init(trust: TrustStore?, now: Int64, presentation: PresentationOptions? = nil) {
        self.trust = trust
        self.now = now
        self.presentation = presentation
    }

    /// Reads and tells.
    public func run(_ context: CommandContext) throws -> Report {
        let token = try context.openToken()
        let progress = Progress(context, total: ReadingStep.allCases.count)
        let contents = try telling { () throws(TokenError) in
            try token.contents { progress.begin($0.rawValue + 1, context.text(CardMessage.reading($0))) }
        }
        progress.end()
        guard contents.update != .interrupted else { throw Failure(TokenError.updateInterrupted) }
        var facts: [CertificateFacts] = []
        for certificate in contents.certificates {
            facts.append(try CertificateFacts(certificate, trust: trust, now: now))
        }
        let view = CardView(contents, facts, context)
        var report = Report(lines: view.lines, data: view.json)
        if trust == nil { report.warnings.append(CardMessage.noTrust) }
        guard let presentation else { return report }
        let given = try context.present(.holder, to: token, presentation)
        let opened = try given.using { (pin, consent) throws(TokenError) in
            try token.privateContents(pin, consent: consent)
        }
        report.lines += view.lines(of: opened)
        report.data = view.json.adding(view.json(of: opened))
        return report
    }
}

/// A card's content laid out for people and for programs.
struct CardView {
    private let contents: CardContents
    private let facts: [CertificateFacts]
    private let context: CommandContext

    init(_ contents: CardContents, _ facts: [CertificateFacts], _ context: CommandContext) {
        self.contents = contents
        self.facts = facts
        self.context = context
    }

    private var identity: CardIdentity { contents.summary.identity }
    private var signer: CertificateFacts? {
        facts.first { $0.object.role == .signature } ?? facts.first
    }
    private var speciality: String? { signer?.certificate.speciality ?? contents.holder.speciality }
    private var profession: String? {
        signer?.certificate.profession.map { $0 < 10 ? "0\($0)" : "\($0)" }
    }

    var lines: [String] {
        var lines: [String] = []
        func add(_ label: CardMessage, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append(context.text(label) + (context.language == .french ? " : " : ": ") + value)
        }
        let way = context.text(CardMessage.interface(identity.interface))
        add(.card, "\(identity.generation.rawValue.uppercased()) (\(way)), \(identity.serial.digits)")
        add(.holder, contents.holder.name ?? person)
        add(.identifier, signer?.certificate.subject.commonName)
        add(.practice, PracticeDescription(profession: profession, knowHow: speciality).sentence)
        add(.family, family)
        add(.validity, contents.holder.validity.map(CardView.day))
        add(.languages, contents.holder.languages.joined(separator: ", "))
        for state in [contents.summary.pin, contents.summary.puk].compactMap(\.self) {
            lines.append(context.text(CardMessage.pinState(state)))
        }
        lines += facts.map { $0.line(context) }
        return lines
    }

    private var person: String? {
        signer.flatMap { facts in
            let subject = facts.certificate.subject
            let names = [subject.givenName, subject.surname].compactMap(\.self).joined(separator: " ")
            return names.isEmpty ? subject.organization : names
        }
    }

    private var family: String? {
        guard let family = signer?.family else { return nil }
        let label = CodeTable.g02.display(for: family.code)
        return signer?.isTest == true ? "\(label), \(context.text(CardMessage.testCard))" : label
    }

    private static func day(_ digits: String) -> String {
        guard digits.count == 8 else { return digits }
        return "\(digits.suffix(2))/\(digits.dropFirst(4).prefix(2))/\(digits.prefix(4))"
    }

    var json: JSONValue {
        let summary = contents.summary
        return [
            "generation": .string(identity.generation.rawValue),
            "interface": .string(identity.interface.rawValue),
            "serial": .string(identity.serial.digits),
            "atr": .string(identity.atr.description),
            "label": .string(summary.label),
            "manufacturer": .string(summary.manufacturer),
            "last_update": JSONValue(summary.lastUpdate),
            "name": JSONValue(contents.holder.name),
            "identifier": JSONValue(signer?.certificate.subject.commonName),
            "family": JSONValue(signer?.family?.rawValue),
            "test": .bool(signer?.isTest ?? false),
            "profession": coded(profession, CodeTable.g15),
            "speciality": coded(speciality, CodeTable.r38),
            "validity": JSONValue(contents.holder.validity),
            "languages": .array(contents.holder.languages.map { .string($0) }),
            "pin": summary.pin?.json ?? .null,
            "puk": summary.puk?.json ?? .null,
            "certificates": .array(facts.map(\.json)),
        ]
    }

    private func coded(_ code: String?, _ table: CodeTable) -> JSONValue {
        guard let code else { return .null }
        return ["code": .string(code), "label": .string(table.label(for: code)?.label ?? table.display(for: code))]
    }

    func lines(of opened: PrivateContents) -> [String] {
        var lines = opened.activities.map { activity in
            let mode = activity.mode.map { CodeTable.g17.display(for: $0) }
            let sector = activity.sector.map { CodeTable.r02.display(for: $0) }
            let parts = [activity.structureName, mode, sector, activity.structureIdentifier]
            let label = context.text(CardMessage.activity(activity.number))
            return label + (context.language == .french ? " : " : ": ")
                + parts.compactMap(\.self).joined(separator: ", ")
        }
        if let billing = opened.billing {
            lines.append("\(context.text(CardMessage.billing)) (hex) \(billing.trimmed.hexadecimal)")
        }
        return lines
    }

    func json(of opened: PrivateContents) -> JSONValue {
        [
            "activities": .array(
                opened.activities.map { activity in
                    [
                        "number": .number(activity.number),
                        "mode": coded(activity.mode, CodeTable.g17),
                        "structure_name": JSONValue(activity.structureName),
                        "structure_identifier": JSONValue(activity.structureIdentifier),
                        "sector": coded(activity.sector, CodeTable.r02),
                    ]
                }),
            "billing_hex": JSONValue(opened.billing?.trimmed.hexadecimal),
        ]
    }
}

extension [UInt8] {
    /// Without the zeros that pad a file.
    var trimmed: [UInt8] { Array(reversed().drop { $0 == 0 }.reversed()) }
}

extension JSONValue {
    /// Both objects' members.
    func adding(_ other: JSONValue) -> JSONValue {
        guard case .object(let mine) = self, case .object(let more) = other else { return self }
        return .object(mine + more)
    }
}
