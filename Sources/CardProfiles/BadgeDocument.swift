// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A badge as a card.json writes it: a card of its own, or the contactless side of a CPS4.
struct BadgeDocument {
    struct Key {
        var kind: String
        /// In clear, and named so that nobody takes it for more.
        var testValue: String
        var version: String?
    }

    struct File {
        var number: Int
        var isoIdentifier: String?
        var type: String
        var mode: String
        var rights: String
        var content: String?
        var size: Int?
        var value: Int32?
        var lower: Int32?
        var upper: Int32?
        var flags: String?
        var most: Int?
    }

    struct Application {
        var identifier: String
        var settings: String
        var keys: [Key]
        var isoIdentifier: String?
        var isoName: String?
        var files: [File]
    }

    var generation: String
    var uid: String
    var hardware: String
    var software: String
    var production: String
    var ats: String?
    var atr: String?
    var capacity: Int
    var switches: [String: Bool]
    var signature: String?
    var responseTime: String?
    var settings: String?
    var keys: [String: Key]
    var applications: [Application]
}

extension BadgeDocument: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(
            decoder,
            knowing: [
                "kind", "generation", "uid", "hardware", "software", "production", "ats", "atr", "capacity", "switches",
                "signature", "responseTime", "settings", "keys", "applications",
            ])
        generation = try object.value("generation")
        uid = try object.value("uid")
        hardware = try object.value("hardware")
        software = try object.value("software")
        production = try object.value("production")
        ats = try object.optional("ats")
        atr = try object.optional("atr")
        capacity = try object.value("capacity")
        switches = try object.optional("switches") ?? [:]
        signature = try object.optional("signature")
        responseTime = try object.optional("responseTime")
        settings = try object.optional("settings")
        keys = try object.optional("keys") ?? [:]
        applications = try object.optional("applications") ?? []
    }
}

extension BadgeDocument.Key: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(decoder, knowing: ["kind", "testValue", "version"])
        kind = try object.value("kind")
        testValue = try object.value("testValue")
        version = try object.optional("version")
    }
}

extension BadgeDocument.Application: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(
            decoder, knowing: ["identifier", "settings", "keys", "isoIdentifier", "isoName", "files"])
        identifier = try object.value("identifier")
        settings = try object.value("settings")
        keys = try object.value("keys")
        isoIdentifier = try object.optional("isoIdentifier")
        isoName = try object.optional("isoName")
        files = try object.optional("files") ?? []
    }
}

extension BadgeDocument.File: Decodable {
    init(from decoder: any Decoder) throws {
        let object = try StrictContainer(
            decoder,
            knowing: [
                "number", "isoIdentifier", "type", "mode", "rights", "content", "size", "value", "lower", "upper",
                "flags", "most",
            ])
        number = try object.value("number")
        isoIdentifier = try object.optional("isoIdentifier")
        type = try object.value("type")
        mode = try object.value("mode")
        rights = try object.value("rights")
        content = try object.optional("content")
        size = try object.optional("size")
        value = try object.optional("value")
        lower = try object.optional("lower")
        upper = try object.optional("upper")
        flags = try object.optional("flags")
        most = try object.optional("most")
    }
}
