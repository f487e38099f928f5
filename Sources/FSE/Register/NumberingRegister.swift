// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB

/// Who bears which FSE number, for ever: an SQLite file that one process opens at a time.
///
/// A number is bound to the SHA-256 of its FSE, and to a lot, in one transaction before anything is signed. Whatever
/// kills the process afterwards, the same number can only go to the same content. Signatures of an unfinished lot are
/// kept here, so that none is lost and the resumed lot is the same, byte for byte.
public final class NumberingRegister: Sendable {
    let database: DatabaseQueue

    /// Opens or creates the register at `path`, mode 0600, in a folder of mode 0700 made if it does not exist.
    public init(path: String) throws(RegisterError) {
        try PrivateFile.requireFolder(URL(filePath: path).deletingLastPathComponent().path)
        try PrivateFile.requireFile(path)
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.foreignKeysEnabled = true
        // One process at a time: SQLite's own locks, which end with the process and which no child inherits.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            // GRDB relaxes synchronous to NORMAL with WAL, and a power cut may then undo commits: a number would be
            // free again after its FSE was signed.
            try database.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL; BEGIN EXCLUSIVE; COMMIT") }
            try RegisterSchema.migrator.migrate(database)
            self.database = database
        } catch {
            throw RegisterError(error)
        }
    }

    /// The time of the issuer's last signature, seconds since 1970.
    public func lastSigningTime(of issuer: String) throws(RegisterError) -> Int64? {
        try transaction { database in try Self.lastSigningTime(of: issuer, database) }
    }

    /// The issuer's highest number, or nil before the first.
    public func lastNumber(of issuer: String) throws(RegisterError) -> Int? {
        try transaction { database in try Self.lastNumber(of: issuer, database) }
    }

    /// One transaction, immediate, so that what was read still holds when it commits.
    func transaction<Value>(_ body: (Database) throws -> Value) throws(RegisterError) -> Value {
        do {
            return try database.writeWithoutTransaction { database in
                var value: Value?
                try database.inTransaction(.immediate) {
                    value = try body(database)
                    return .commit
                }
                guard let value else { throw RegisterError.storage(code: 0) }
                return value
            }
        } catch {
            throw RegisterError(error)
        }
    }

    static func lastSigningTime(of issuer: String, _ database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT lastSigningTime FROM clock WHERE issuer = ?", arguments: [issuer])
    }

    static func lastNumber(of issuer: String, _ database: Database) throws -> Int? {
        try Int.fetchOne(database, sql: "SELECT MAX(number) FROM fse WHERE issuer = ?", arguments: [issuer])
    }
}

extension RegisterError {
    init(_ error: any Error) {
        switch error {
        case let error as RegisterError: self = error
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY: self = .inUse
        case let error as DatabaseError: self = .storage(code: Int(error.extendedResultCode.rawValue))
        default: self = .storage(code: 0)
        }
    }
}
