// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import BadgeAccess
internal import CardCommands
public import CardToolSupport
internal import DESFire
internal import Foundation
internal import RoamingSessions
internal import TOMLReading

/// What a site says of its badges, its keys and its store: `badges.toml` (docs/badges.md).
public struct SiteFile: Sendable {
    /// Where it was read from.
    public let path: String
    let site: BadgeSite
    let keys: KeyPlace
    let cardKey: BadgeSite.CardKey
    let store: StorePlace
    /// The folder of the audit trail; nothing that changes anything is done without one.
    let audit: String?
    /// Who may declare a badge lost for somebody else.
    let supervisors: [PersonIdentifier]
    /// This workstation, in the audit trail.
    let place: String

    /// Where the site's keys are.
    enum KeyPlace: Hashable, Sendable {
        case testFile(String)
        case token(module: String, label: String, prefix: String, pinFile: String)
    }

    /// Where enrolments are.
    enum StorePlace: Hashable, Sendable {
        case sqlite(String)
        case postgreSQL(String)
    }

    /// The file that is read when none is named.
    public static let standard = "/etc/caducee/badges.toml"

    /// Reads a site's file; the first thing wrong with it is told with its line.
    ///
    /// - Throws: exit 65.
    public init(path: String) throws(Failure) {
        self.path = path
        let values = try SiteFile.values(path)
        func fail(_ key: String) -> Failure {
            Failure(.inputInvalid, SiteMessage.wrongValue(path: path, key: key) as any Message)
        }
        func text(_ key: String) throws(Failure) -> String {
            guard case .string(let text) = values[key] else { throw fail(key) }
            return text
        }
        func number(_ key: String, _ standard: Int) throws(Failure) -> Int {
            guard let value = values[key] else { return standard }
            guard case .integer(let number) = value, (0...255).contains(number) else { throw fail(key) }
            return number
        }
        func flag(_ key: String) throws(Failure) -> Bool {
            guard let value = values[key] else { return false }
            guard case .boolean(let flag) = value else { throw fail(key) }
            return flag
        }
        let content: BadgeSite.Content =
            values["site.existing_bytes"] == nil ? .caducee : .existing(count: try number("site.existing_bytes", 0))
        guard let identifier = UInt32(try text("site.application"), radix: 16),
            let application = try? ApplicationID(identifier)
        else { throw fail("site.application") }
        do {
            site = try BadgeSite(
                name: Array(try text("site.name").utf8), application: application,
                readKey: UInt8(try number("site.read_key", 1)), file: UInt8(try number("site.file", 1)),
                content: content, allowsEV1: try flag("site.allows_ev1"))
        } catch let failure as Failure {
            throw failure
        } catch {
            guard case .layout(let field) = error as? BadgeFailure else { throw fail("site") }
            throw fail("site.\(field)")
        }
        if values["site.card_key"] == nil {
            cardKey = .factory
        } else {
            guard let kind = BadgeSite.CardKey(rawValue: try text("site.card_key")) else { throw fail("site.card_key") }
            cardKey = kind
        }
        if values["keys.test_file"] != nil {
            keys = .testFile(try text("keys.test_file"))
        } else {
            keys = .token(
                module: try text("keys.module"), label: try text("keys.token"), prefix: try text("keys.prefix"),
                pinFile: try text("keys.pin_file"))
        }
        if values["store.sqlite"] != nil {
            store = .sqlite(try text("store.sqlite"))
        } else {
            store = .postgreSQL(try text("store.postgresql"))
        }
        audit = values["audit.folder"] == nil ? nil : try text("audit.folder")
        place = values["audit.place"] == nil ? "poste" : try text("audit.place")
        var supervisors: [PersonIdentifier] = []
        if case .strings(let names)? = values["supervisors.persons"] {
            for name in names {
                guard let person = PersonIdentifier(name) else { throw fail("supervisors.persons") }
                supervisors.append(person)
            }
        }
        self.supervisors = supervisors
    }

    private static let known: Set<String> = [
        "site.name", "site.application", "site.read_key", "site.file", "site.existing_bytes", "site.allows_ev1",
        "site.card_key",
        "keys.test_file", "keys.module", "keys.token", "keys.prefix", "keys.pin_file", "store.sqlite",
        "store.postgresql", "audit.folder", "audit.place", "supervisors.persons",
    ]

    private static func values(_ path: String) throws(Failure) -> [String: TOMLValue] {
        var reader = TOMLReader(try InputFile.read(path, limit: 65_536))
        var values: [String: TOMLValue] = [:]
        var table = ""
        while true {
            let statement: TOMLReader.Statement?
            do throws(TOMLFault) {
                statement = try reader.next()
            } catch {
                throw Failure(.inputInvalid, SiteMessage.badLine(path: path, line: reader.line) as any Message)
            }
            switch statement {
            case nil: return values
            case .table(let name): table = name
            case .pair(let key, let value):
                let full = "\(table).\(key)"
                guard known.contains(full), values.updateValue(value, forKey: full) == nil else {
                    throw Failure(
                        .inputInvalid, SiteMessage.badLine(path: path, line: reader.statementLine) as any Message)
                }
            }
        }
    }
}
