// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816
internal import SecretMemory
internal import VirtualCards

extension FieldReader {
    func badge(_ document: BadgeDocument, _ field: String) throws -> BadgeProfile {
        guard let generation = BadgeProfile.Generation(rawValue: document.generation) else {
            throw wrong("\(field).generation")
        }
        var profile = try BadgeProfile(
            generation, uid: bytes(document.uid, "\(field).uid", count: 7),
            hardware: bytes(document.hardware, "\(field).hardware", count: 7),
            software: bytes(document.software, "\(field).software", count: 7),
            production: bytes(document.production, "\(field).production"), capacity: document.capacity)
        if let ats = document.ats { profile.ats = try bytes(ats, "\(field).ats") }
        profile.atr = try document.atr.map { try bytes($0, "\(field).atr") }
        if let signature = document.signature {
            profile.signature = try bytes(signature, "\(field).signature", count: 56)
        }
        if let time = document.responseTime { profile.responseTime = try word(time, "\(field).responseTime") }
        if let settings = document.settings {
            profile.settings = try bytes(settings, "\(field).settings", count: 1)[0]
        }
        for (name, isOn) in document.switches {
            switch name {
            case "randomUID": profile.isUIDRandom = isOn
            case "leakageResilient": profile.isLeakageResilient = isOn
            case "needsSelection": profile.needsSelection = isOn
            default: throw ProfileFolderError(file: file, field: "\(field).switches.\(name)", reason: "unknown field")
            }
        }
        for (name, key) in document.keys {
            let number = try bytes(name, "\(field).keys.\(name)", count: 1)[0]
            profile.keys[number] = try self.key(key, "\(field).keys.\(name)")
        }
        profile.applications = try document.applications.enumerated().map { index, application in
            try self.application(application, "\(field).applications.\(index)")
        }
        return profile
    }

    private func word(_ text: String, _ field: String) throws -> UInt16 {
        try bytes(text, field, count: 2).reduce(0) { $0 << 8 | UInt16($1) }
    }

    private func key(_ key: BadgeDocument.Key, _ field: String) throws -> BadgeProfile.Key {
        guard let kind = BadgeProfile.KeyKind(rawValue: key.kind) else { throw wrong("\(field).kind") }
        let value = WipingBytes(try bytes(key.testValue, "\(field).testValue", count: kind == .tripleDES ? 24 : 16))
        return BadgeProfile.Key(
            kind, value, version: try key.version.map { try bytes($0, "\(field).version", count: 1)[0] } ?? 0)
    }

    private func application(
        _ application: BadgeDocument.Application, _ field: String
    ) throws -> BadgeProfile.Application {
        let identifier = try bytes(application.identifier, "\(field).identifier", count: 3)
        return BadgeProfile.Application(
            identifier.reduce(0) { $0 << 8 | UInt32($1) },
            settings: try bytes(application.settings, "\(field).settings", count: 1)[0],
            keys: try application.keys.enumerated().map { try key($1, "\(field).keys.\($0)") },
            isoIdentifier: try application.isoIdentifier.map { try word($0, "\(field).isoIdentifier") },
            isoName: try application.isoName.map { try bytes($0, "\(field).isoName") } ?? [],
            files: try application.files.enumerated().map { try badgeFile($1, "\(field).files.\($0)") })
    }

    private func badgeFile(_ file: BadgeDocument.File, _ field: String) throws -> BadgeProfile.File {
        let modes: [String: UInt8] = ["plain": 0, "code": 1, "full": 3]
        guard let mode = modes[file.mode] else { throw wrong("\(field).mode") }
        guard let number = UInt8(exactly: file.number), number <= 0x1F else { throw wrong("\(field).number") }
        return BadgeProfile.File(
            number, isoIdentifier: try file.isoIdentifier.map { try word($0, "\(field).isoIdentifier") }, mode: mode,
            rights: try word(file.rights, "\(field).rights"), try content(file, field))
    }

    private func content(_ file: BadgeDocument.File, _ field: String) throws -> BadgeProfile.File.Content {
        let size = file.size ?? 0
        guard (0...0xFF_FFFF).contains(size) else { throw wrong("\(field).size") }
        switch file.type {
        case "standard", "backup":
            // What is written, then zeros up to the size.
            let written = try bytes(file.content ?? "", "\(field).content")
            let rest = [UInt8](repeating: 0, count: max(size - written.count, 0))
            return .data(written + rest, isBackup: file.type == "backup")
        case "value":
            guard let value = file.value, let lower = file.lower, let upper = file.upper else {
                throw wrong("\(field).value")
            }
            let flags = try bytes(file.flags ?? "00", "\(field).flags", count: 1)[0]
            return .value(value, lower: lower, upper: upper, flags: flags)
        case "linear", "cyclic":
            guard let most = file.most, (1...0xFF_FFFF).contains(most) else { throw wrong("\(field).most") }
            return .records(size: size, most: most, isCyclic: file.type == "cyclic")
        default: throw wrong("\(field).type")
        }
    }
}
