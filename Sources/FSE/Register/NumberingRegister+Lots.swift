// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB

extension NumberingRegister {
    /// Binds a lot's numbers to their contents, or finds that very lot again after an interruption.
    ///
    /// Everything or nothing: either all numbers are new and follow the issuer's last, or they are exactly those of
    /// the issuer's open lot, each with the same content.
    public func open(_ binding: LotRecord.Binding) throws(RegisterError) -> LotRecord {
        try transaction { database in
            if let lot = try Self.resumed(binding, database) { return lot }
            return try Self.begun(binding, database)
        }
    }

    /// The lot that `open` would find again, without binding anything; nil if it would begin a new one.
    public func interrupted(_ binding: LotRecord.Binding) throws(RegisterError) -> LotRecord? {
        try transaction { database in
            if let lot = try Self.resumed(binding, database) { return lot }
            try Self.requireFreshNumbers(binding, database)
            return nil
        }
    }

    /// Gives up an interrupted lot: its numbers stay bound, and no lot will hold them.
    public func abandonLot(_ number: Int, of issuer: String) throws(RegisterError) {
        try transaction { database in
            try database.execute(
                sql: "UPDATE lot SET state = 'abandoned' WHERE issuer = ? AND number = ? AND state = 'open'",
                arguments: [issuer, number])
        }
    }

    private static func resumed(_ binding: LotRecord.Binding, _ database: Database) throws -> LotRecord? {
        guard
            let open = try Row.fetchOne(
                database, sql: "SELECT * FROM lot WHERE issuer = ? AND state = 'open'", arguments: [binding.issuer])
        else { return nil }
        let (number, first, last) = (open["number"] as Int, open["first"] as Int, open["last"] as Int)
        let rows = try Row.fetchAll(
            database, sql: "SELECT number, digest, state FROM fse WHERE issuer = ? AND lot = ? ORDER BY number",
            arguments: [binding.issuer, number])
        let kept = rows.map { LotRecord.Entry(number: $0["number"], digest: $0.bytes("digest")) }
        guard kept.map(\.number) == binding.entries.map(\.number) else {
            throw RegisterError.interruptedLot(number: number, first: first, last: last)
        }
        for (old, new) in zip(kept, binding.entries) where old != new {
            throw RegisterError.boundToOtherContent(number: new.number)
        }
        let previous = (open["previous"] as Int?).map { LotRecord.Link(lot: $0, digest: open.bytes("previousDigest")) }
        let signed = rows.filter { $0["state"] as String != "bound" }.map { $0["number"] as Int }
        return LotRecord(number: number, previous: previous, signed: Set(signed))
    }

    private static func requireFreshNumbers(_ binding: LotRecord.Binding, _ database: Database) throws {
        for entry in binding.entries {
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT digest, lot FROM fse WHERE issuer = ? AND number = ?",
                    arguments: [binding.issuer, entry.number])
            else { continue }
            guard row.bytes("digest") == entry.digest else {
                throw RegisterError.boundToOtherContent(number: entry.number)
            }
            throw RegisterError.alreadyInLot(number: entry.number, lot: row["lot"])
        }
        if let first = binding.entries.first, let last = try lastNumber(of: binding.issuer, database),
            first.number <= last
        {
            throw RegisterError.notAfterLast(number: first.number, last: last)
        }
    }

    static func begun(_ binding: LotRecord.Binding, _ database: Database) throws -> LotRecord {
        try requireFreshNumbers(binding, database)
        guard let first = binding.entries.first, let last = binding.entries.last else {
            throw RegisterError.notBound(number: 0)
        }
        let highest = try Int.fetchOne(
            database, sql: "SELECT MAX(number) FROM lot WHERE issuer = ?", arguments: [binding.issuer])
        let number = (highest ?? 0) + 1
        let previous = try Row.fetchOne(
            database,
            sql: "SELECT number, digest FROM lot WHERE issuer = ? AND state = 'closed' ORDER BY number DESC LIMIT 1",
            arguments: [binding.issuer]
        ).map { LotRecord.Link(lot: $0["number"], digest: $0.bytes("digest")) }
        try database.execute(
            sql: """
                INSERT INTO lot (issuer, number, state, first, last, previous, previousDigest)
                VALUES (?, ?, 'open', ?, ?, ?, ?)
                """,
            arguments: [
                binding.issuer, number, first.number, last.number, previous?.lot, previous?.digest.databaseValue,
            ])
        let insert = try database.makeStatement(
            sql: "INSERT INTO fse (issuer, number, digest, lot) VALUES (?, ?, ?, ?)")
        for entry in binding.entries {
            try insert.execute(arguments: [binding.issuer, entry.number, entry.digest.databaseValue, number])
        }
        return LotRecord(number: number, previous: previous, signed: [])
    }
}
