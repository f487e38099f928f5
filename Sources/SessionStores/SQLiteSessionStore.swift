// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
public import RoamingSessions

extension SessionStores {
    /// The store of one kiosk: a file of SQLite, mode 0600, whose folder must exist.
    public static func sqlite(path: String) throws(StoreFailure) -> any SessionStore {
        DatabaseSessionStore(try SQLiteSessions(path: path))
    }
}

/// Sessions in a file; other processes of the same machine may open it too.
private final class SQLiteSessions: SessionDatabase {
    private let queue: DatabaseQueue
    private var seen: UInt64 = 0

    init(path: String) throws(StoreFailure) {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        do {
            // SQLite would make the file readable for all.
            if !FileManager.default.fileExists(atPath: path) {
                guard
                    FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
                else { throw StoreFailure.refused(path) }
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            // A session that was told to be open must not be forgotten by a power cut.
            try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try SQLiteSchema.migrator.migrate(queue)
            seen = try queue.read { try SQLiteRows($0).highestVersion() }
        } catch {
            throw StoreFailure(error)
        }
    }

    func transaction<Result>(_ body: (any SessionRows) throws -> Result) throws(StoreFailure) -> Result {
        do {
            return try queue.writeWithoutTransaction { database in
                var result: Result?
                try database.inTransaction(.immediate) {
                    result = try body(SQLiteRows(database))
                    return .commit
                }
                guard let result else { throw StoreFailure.corrupt("transaction") }
                return result
            }
        } catch {
            throw StoreFailure(error)
        }
    }

    func changes(waiting milliseconds: Int) throws(StoreFailure) -> [SessionChange] {
        do {
            let (changes, version) = try queue.read { try SQLiteRows($0).changes(since: self.seen) }
            seen = max(seen, version)
            return changes
        } catch {
            throw StoreFailure(error)
        }
    }
}

extension StoreFailure {
    init(_ error: any Error) {
        switch error {
        case let failure as StoreFailure: self = failure
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY: self = .unavailable("SQLite: busy")
        case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB:
            self = .corrupt("SQLite \(error.extendedResultCode.rawValue)")
        case let error as DatabaseError: self = .refused("SQLite \(error.extendedResultCode.rawValue)")
        default: self = .refused(String(describing: type(of: error)))
        }
    }
}

private enum SQLiteSchema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        migrator.registerMigration("2") { try $0.execute(sql: version2) }
        return migrator
    }()

    private static let version1 = """
        CREATE TABLE badge (
            number BLOB PRIMARY KEY CHECK (length(number) = 16),
            person TEXT NOT NULL,
            mode INTEGER NOT NULL CHECK (mode IN (1, 2)),
            ends INTEGER,
            denied INTEGER NOT NULL CHECK (denied IN (0, 1)),
            version INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE person (
            person TEXT PRIMARY KEY,
            identifier BLOB CHECK (length(identifier) = 16),
            secondFactor INTEGER,
            means TEXT,
            badge BLOB CHECK (length(badge) = 16),
            kiosk TEXT,
            version INTEGER NOT NULL,
            revoked INTEGER,
            CHECK ((identifier IS NULL) = (secondFactor IS NULL) AND (identifier IS NULL) = (means IS NULL))
        ) STRICT;
        CREATE TABLE failure (
            badge BLOB NOT NULL CHECK (length(badge) = 16),
            time INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX failureOfBadge ON failure (badge);
        CREATE INDEX personVersion ON person (version);
        """

    // Tickets: who gave their word for a session, and the keys to verify that with.
    private static let version2 = """
        ALTER TABLE person ADD COLUMN ticketKiosk TEXT;
        ALTER TABLE person ADD COLUMN ticket BLOB CHECK (length(ticket) = 64);
        CREATE TABLE kiosk (
            name TEXT PRIMARY KEY,
            key BLOB NOT NULL CHECK (length(key) = 32)
        ) STRICT;
        """
}
