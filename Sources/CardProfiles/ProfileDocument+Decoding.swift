// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension ProfileDocument: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(
            decoder,
            knowing: [
                "generation", "contact", "contactless", "serial", "checkDigit", "product", "family", "validity",
                "holder", "name", "languages", "activities", "billing", "tokenInfo", "actua", "pin", "puk", "labels",
                "keys", "certificates", "files", "quirks", "badge",
            ])
        generation = try object.value("generation")
        contact = try object.value("contact")
        contactless = try object.optional("contactless")
        serial = try object.value("serial")
        checkDigit = try object.optional("checkDigit")
        product = try object.value("product")
        family = try object.value("family")
        validity = try object.value("validity")
        holder = try object.value("holder")
        name = try object.value("name")
        languages = try object.optional("languages") ?? []
        activities = try object.optional("activities") ?? []
        billing = try object.optional("billing")
        tokenInfo = try object.value("tokenInfo")
        actua = try object.optional("actua")
        pin = try object.value("pin")
        puk = try object.value("puk")
        labels = try object.optional("labels") ?? [:]
        keys = try object.value("keys")
        certificates = try object.value("certificates")
        files = try object.optional("files") ?? [:]
        quirks = try object.optional("quirks") ?? [:]
        badge = try object.optional("badge")
    }
}

extension ProfileDocument.Face: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(decoder, knowing: ["atr", "transmission"])
        atr = try object.value("atr")
        transmission = try object.value("transmission")
    }
}

extension ProfileDocument.Holder: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(
            decoder, knowing: ["identifier", "family", "given", "civility", "profession", "speciality"])
        identifier = try object.optional("identifier")
        family = try object.optional("family")
        given = try object.optional("given")
        civility = try object.optional("civility")
        profession = try object.optional("profession")
        speciality = try object.optional("speciality")
    }
}

extension ProfileDocument.Activity: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(
            decoder, knowing: ["number", "mode", "structureName", "structureIdentifier", "sector"])
        number = try object.value("number")
        mode = try object.value("mode")
        structureName = try object.value("structureName")
        structureIdentifier = try object.value("structureIdentifier")
        sector = try object.value("sector")
    }
}

extension ProfileDocument.Billing: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(decoder, knowing: ["invoices", "lots", "hex"])
        invoices = try object.optional("invoices")
        lots = try object.optional("lots")
        hex = try object.value("hex")
    }
}

extension ProfileDocument.Reference: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(
            decoder, knowing: ["value", "minimum", "stored", "maximum", "tries", "left", "uses"])
        value = try object.value("value")
        minimum = try object.optional("minimum")
        stored = try object.optional("stored")
        maximum = try object.optional("maximum")
        tries = try object.value("tries")
        left = try object.optional("left")
        uses = try object.optional("uses")
    }
}

extension ProfileDocument.Actua: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(decoder, knowing: ["start", "end", "hex"])
        start = try object.optional("start")
        end = try object.optional("end")
        hex = try object.optional("hex")
    }
}
