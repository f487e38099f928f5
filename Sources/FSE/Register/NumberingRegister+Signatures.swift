// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust
internal import GRDB

extension NumberingRegister {
    /// Keeps the signature of a bound FSE and moves the issuer's clock forward.
    public func keep(
        _ signature: LotRecord.Signature, of entry: LotRecord.Entry, issuer: String
    ) throws(RegisterError) {
        try transaction { database in
            try Self.advanceClock(of: issuer, to: signature.time, database)
            try database.execute(
                sql: """
                    UPDATE fse SET state = 'signed', signature = ?, signatureDigest = ?, time = ?
                    WHERE issuer = ? AND number = ? AND digest = ? AND state = 'bound'
                    """,
                arguments: [
                    signature.cms.databaseValue, DigestAlgorithm.sha256.digest(signature.cms).databaseValue,
                    signature.time, issuer, entry.number, entry.digest.databaseValue,
                ])
            guard database.changesCount == 1 else { throw RegisterError.notBound(number: entry.number) }
        }
    }

    /// The kept signature of an FSE of an unfinished lot.
    public func signature(of number: Int, issuer: String) throws(RegisterError) -> LotRecord.Signature? {
        try transaction { database in
            try Row.fetchOne(
                database,
                sql: "SELECT signature, time FROM fse WHERE issuer = ? AND number = ? AND signature IS NOT NULL",
                arguments: [issuer, number]
            ).map { LotRecord.Signature(cms: $0.bytes("signature"), time: $0["time"]) }
        }
    }

    /// Keeps the signature over a lot's manifest.
    public func keepManifest(
        _ signature: LotRecord.Signature, digest: [UInt8], lot: Int, issuer: String
    ) throws(RegisterError) {
        try transaction { database in
            try Self.advanceClock(of: issuer, to: signature.time, database)
            try database.execute(
                sql: """
                    UPDATE lot SET manifestDigest = ?, manifestSignature = ?, manifestTime = ?
                    WHERE issuer = ? AND number = ? AND state = 'open'
                    """,
                arguments: [
                    digest.databaseValue, signature.cms.databaseValue, signature.time, issuer, lot,
                ])
            guard database.changesCount == 1 else { throw RegisterError.notBound(number: 0) }
        }
    }

    /// The kept signature over an unfinished lot's manifest, if it is over this manifest.
    public func manifestSignature(
        digest: [UInt8], lot: Int, issuer: String
    ) throws(RegisterError) -> LotRecord.Signature? {
        try transaction { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT manifestSignature, manifestTime FROM lot
                    WHERE issuer = ? AND number = ? AND manifestDigest = ? AND state = 'open'
                    """,
                arguments: [issuer, lot, digest.databaseValue]
            ).map { LotRecord.Signature(cms: $0.bytes("manifestSignature"), time: $0["manifestTime"]) }
        }
    }

    /// Finishes a lot whose file is safe on disk: the chain's next link is known, and the file holds the signatures.
    public func close(lot: Int, digest: [UInt8], issuer: String) throws(RegisterError) {
        try transaction { database in
            try database.execute(
                sql: """
                    UPDATE fse SET state = 'inLot', signature = NULL
                    WHERE issuer = ? AND lot = ? AND state = 'signed'
                    """,
                arguments: [issuer, lot])
            let unsigned = try Int.fetchOne(
                database, sql: "SELECT MIN(number) FROM fse WHERE issuer = ? AND lot = ? AND state = 'bound'",
                arguments: [issuer, lot])
            if let unsigned { throw RegisterError.notBound(number: unsigned) }
            try database.execute(
                sql: """
                    UPDATE lot SET state = 'closed', digest = ?, manifestSignature = NULL
                    WHERE issuer = ? AND number = ? AND state = 'open'
                    """,
                arguments: [digest.databaseValue, issuer, lot])
            guard database.changesCount == 1 else { throw RegisterError.notBound(number: 0) }
        }
    }

    private static func advanceClock(of issuer: String, to time: Int64, _ database: Database) throws {
        if let last = try lastSigningTime(of: issuer, database), time < last {
            throw RegisterError.clockBeforeLastSignature
        }
        try database.execute(
            sql: """
                INSERT INTO clock (issuer, lastSigningTime) VALUES (?, ?)
                ON CONFLICT (issuer) DO UPDATE SET lastSigningTime = excluded.lastSigningTime
                """,
            arguments: [issuer, time])
    }
}
