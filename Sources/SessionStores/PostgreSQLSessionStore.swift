// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import PostgreSQLClient
public import RoamingSessions

extension SessionStores {
    /// The store of a fleet: a PostgreSQL server, 13 or later.
    ///
    /// - Parameters:
    ///   - target: a connection string of libpq, without a password in it.
    ///   - patience: for the connection and each answer, in milliseconds; a tap does not wait longer than that.
    public static func postgreSQL(_ target: String, patience: Int = 2_000) throws(StoreFailure) -> any SessionStore {
        let sessions = PostgreSQLSessions(target, patience: patience)
        try sessions.begin()
        return DatabaseSessionStore(sessions)
    }
}

/// Sessions on a server: each row locked while it is decided, news as wake-ups, rows as the truth.
private final class PostgreSQLSessions: SessionDatabase {
    private let target: String
    private let patience: Int
    private var connection: PostgreSQLConnection?
    /// Transactions from here on may not have been seen: the oldest one that was under way when we last looked.
    private var horizon: Int64 = 0

    init(_ target: String, patience: Int) {
        self.target = target
        self.patience = patience
    }

    /// Connects, and brings the tables up to date.
    func begin() throws(StoreFailure) {
        do {
            let connection = try connected()
            try PostgreSQLSchema.migrate(connection)
            horizon = try PostgreSQLRows(connection).horizon()
        } catch {
            throw failed(error)
        }
    }

    func transaction<Result>(_ body: (any SessionRows) throws -> Result) throws(StoreFailure) -> Result {
        for attempt in 1... {
            do {
                let connection = try connected()
                try connection.execute("BEGIN")
                do {
                    let result = try body(PostgreSQLRows(connection))
                    try connection.execute("COMMIT")
                    return result
                } catch {
                    if connection.isOpen { try connection.execute("ROLLBACK") }
                    throw error
                }
            } catch let failure as PostgreSQLFailure where failure.isTransient && attempt < 5 {
                continue
            } catch {
                throw failed(error)
            }
        }
        throw .unavailable("PostgreSQL")
    }

    func changes(waiting milliseconds: Int) throws(StoreFailure) -> [SessionChange] {
        do {
            let connection = try connected()
            _ = try connection.notifications(waiting: milliseconds)
            let rows = PostgreSQLRows(connection)
            // Read first, in one statement's view with the rows: what commits later has a number not below it.
            let next = try rows.horizon()
            let changes = try rows.changes(from: horizon)
            horizon = next
            return changes
        } catch {
            throw failed(error)
        }
    }

    private func connected() throws -> PostgreSQLConnection {
        if let connection, connection.isOpen { return connection }
        let fresh = try PostgreSQLConnection(target, patience: patience)
        try fresh.execute("SET application_name = 'caducee-kiosk'")
        try fresh.execute("LISTEN caducee_sessions")
        connection = fresh
        return fresh
    }

    private func failed(_ error: any Error) -> StoreFailure {
        switch error {
        case let failure as StoreFailure: return failure
        case PostgreSQLFailure.connection(let words):
            connection = nil
            return .unavailable(words)
        // Class 57: the server shuts down or is not ready yet; 53: it has no room for us.
        case PostgreSQLFailure.refused(let state, let words) where state.hasPrefix("57") || state.hasPrefix("53"):
            connection = nil
            return .unavailable("\(state) \(words)")
        case PostgreSQLFailure.refused(let state, let words): return .refused("\(state) \(words)")
        case PostgreSQLFailure.unexpected(let words): return .corrupt(words)
        default: return .refused(String(describing: type(of: error)))
        }
    }
}
