// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import PostgreSQLClient
internal import RoamingSessions

/// The tables of a fleet's store, and how they came to be what they are.
enum PostgreSQLSchema {
    /// Brings a database up to date; one program at a time.
    static func migrate(_ connection: PostgreSQLConnection) throws {
        try connection.execute("BEGIN")
        do {
            try connection.execute("SELECT pg_advisory_xact_lock(\(lock))")
            try connection.execute("CREATE TABLE IF NOT EXISTS caducee_schema (version integer NOT NULL)")
            let known = try connection.execute("SELECT max(version) FROM caducee_schema").first?.integer(0) ?? 0
            guard known <= migrations.count else { throw StoreFailure.newer(version: Int(known)) }
            for (number, statements) in migrations.enumerated().dropFirst(Int(max(known, 0))) {
                try connection.execute(statements)
                try connection.execute(
                    "INSERT INTO caducee_schema (version) VALUES ($1)", [.integer(Int64(number + 1))])
            }
            try connection.execute("COMMIT")
        } catch {
            if connection.isOpen { try connection.execute("ROLLBACK") }
            throw error
        }
    }

    // "caducee" in hexadecimal: any number that others do not use.
    private static let lock: Int64 = 0x63_61_64_75_63_65_65

    // Rows name the transaction that wrote them: readers ask for those that no snapshot of theirs can have shown.
    private static let migrations = [
        """
        CREATE TABLE badge (
            number bytea PRIMARY KEY CHECK (length(number) = 16),
            person text NOT NULL,
            mode smallint NOT NULL CHECK (mode IN (1, 2)),
            ends bigint,
            denied boolean NOT NULL,
            changed_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint
        );
        CREATE TABLE person (
            person text PRIMARY KEY,
            identifier bytea CHECK (length(identifier) = 16),
            second_factor bigint,
            means text,
            badge bytea CHECK (length(badge) = 16),
            kiosk text,
            version bigint NOT NULL,
            revoked bigint,
            changed_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
            CHECK ((identifier IS NULL) = (second_factor IS NULL) AND (identifier IS NULL) = (means IS NULL))
        );
        CREATE TABLE failure (badge bytea NOT NULL CHECK (length(badge) = 16), at bigint NOT NULL);
        CREATE INDEX failure_badge ON failure (badge);
        CREATE INDEX person_changed ON person (changed_in);
        CREATE INDEX badge_changed ON badge (changed_in) WHERE denied;
        """,
        // Tickets: who gave their word for a session, and the keys to verify that with.
        """
        ALTER TABLE person ADD COLUMN ticket_kiosk text, ADD COLUMN ticket bytea CHECK (length(ticket) = 64);
        CREATE TABLE kiosk (name text PRIMARY KEY, key bytea NOT NULL CHECK (length(key) = 32));
        """,
    ]
}
