// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816
internal import SecretMemory
internal import VirtualCards

/// Turns the texts of a card.json into card values.
struct FieldReader {
    let file: String

    func wrong(_ field: String) -> ProfileFolderError {
        ProfileFolderError(file: file, field: field, reason: "value that no card holds")
    }

    func bytes(_ text: String, _ field: String, count: Int? = nil) throws -> [UInt8] {
        guard let bytes = [UInt8](hexadecimal: text), count == nil || bytes.count == count else { throw wrong(field) }
        return bytes
    }

    private func byte(_ text: String, _ field: String) throws -> UInt8 {
        guard let byte = try bytes(text, field, count: 1).first else { throw wrong(field) }
        return byte
    }

    func interface(_ face: ProfileDocument.Face, _ field: String) throws -> CardProfile.Interface {
        let atr = try bytes(face.atr, "\(field).atr")
        guard (try? ATR(parsing: atr)) != nil else { throw wrong("\(field).atr") }
        switch face.transmission {
        case "t0": return CardProfile.Interface(atr: atr, transmission: .t0)
        case "t1": return CardProfile.Interface(atr: atr, transmission: .t1)
        default: throw wrong("\(field).transmission")
        }
    }

    func identity(_ document: ProfileDocument) throws -> CardProfile.Identity {
        var checkDigit: UInt8?
        if let text = document.checkDigit {
            guard let digit = UInt8(text), digit < 10 else { throw wrong("checkDigit") }
            checkDigit = digit
        }
        // Code tables write these bytes as they stand on the card: 80 is 0x80.
        return CardProfile.Identity(
            serial: document.serial, checkDigit: checkDigit, product: try byte(document.product, "product"),
            family: try byte(document.family, "family"),
            validity: try bytes(document.validity, "validity", count: 4), name: document.name)
    }

    func practice(_ document: ProfileDocument) throws -> CardProfile.Practice {
        let activities = try document.activities.enumerated().map { index, activity in
            guard (1...16).contains(activity.number) else { throw wrong("activities.\(index).number") }
            return CardProfile.Activity(
                number: activity.number, mode: try byte(activity.mode, "activities.\(index).mode"),
                structureName: activity.structureName, structureIdentifier: activity.structureIdentifier,
                sector: activity.sector)
        }
        return CardProfile.Practice(
            languages: document.languages, profession: document.holder.profession ?? "",
            speciality: document.holder.speciality ?? "", activities: activities,
            billing: try document.billing.map { try bytes($0.hex, "billing.hex") } ?? [])
    }

    func tokenInfo(_ fields: [String: String]) throws -> CardProfile.TokenInfo {
        try refuseStrangers(fields.keys, ["manufacturer", "label", "lastUpdate"], in: "tokenInfo")
        guard let manufacturer = fields["manufacturer"] else { throw wrong("tokenInfo.manufacturer") }
        guard let label = fields["label"] else { throw wrong("tokenInfo.label") }
        return CardProfile.TokenInfo(manufacturer: manufacturer, label: label, lastUpdate: fields["lastUpdate"])
    }

    func labels(_ fields: [String: String]) throws -> CardProfile.Labels {
        var labels = CardProfile.Labels()
        for (name, text) in fields {
            switch name {
            case "pin": labels.pin = text
            case "puk": labels.puk = text
            case "signatureCertificate": labels.signatureCertificate = text
            case "authenticationCertificate": labels.authenticationCertificate = text
            case "technicalCertificate": labels.technicalCertificate = text
            default: throw ProfileFolderError(file: file, field: "labels.\(name)", reason: "unknown field")
            }
        }
        return labels
    }

    /// EF_ACTUA: `EC { 81 start, 82 end }`, BCD YYYYMMDDhhmmss; raw bytes for the variants of the field.
    func actualisation(_ actua: ProfileDocument.Actua) throws -> [UInt8] {
        if let raw = actua.hex { return try bytes(raw, "actua.hex") }
        var content: [UInt8] = []
        for (tag, text, name): (UInt8, String?, String) in [(0x81, actua.start, "start"), (0x82, actua.end, "end")] {
            guard let text else { continue }
            content += [tag, 0x07] + (try bytes(text, "actua.\(name)", count: 7))
        }
        return [0xEC, UInt8(content.count)] + content
    }

    func reference(_ policy: ProfileDocument.Reference) -> CardProfile.ReferencePolicy {
        let count = policy.value.utf8.count
        let maximum = policy.maximum ?? count
        return CardProfile.ReferencePolicy(
            value: WipingBytes(policy.value.utf8), minimum: policy.minimum ?? count,
            stored: policy.stored ?? maximum, maximum: maximum, tries: policy.tries,
            left: policy.left ?? policy.tries, uses: policy.uses)
    }

    func quirks(_ switches: [String: Bool]) throws -> CardProfile.Quirks {
        var quirks = CardProfile.Quirks()
        for (name, isOn) in switches {
            switch name {
            case "verifiedAnswers9000": quirks.verifiedAnswers9000 = isOn
            case "firstSelectRefused": quirks.firstSelectRefused = isOn
            case "keepsUsageCounter": quirks.keepsUsageCounter = isOn
            case "showsContactlessInContact": quirks.showsContactlessInContact = isOn
            default: throw ProfileFolderError(file: file, field: "quirks.\(name)", reason: "unknown field")
            }
        }
        return quirks
    }

    private func refuseStrangers(
        _ names: some Sequence<String>, _ known: Set<String>, in field: String
    ) throws {
        if let stranger = names.sorted().first(where: { !known.contains($0) }) {
            throw ProfileFolderError(file: file, field: "\(field).\(stranger)", reason: "unknown field")
        }
    }
}
