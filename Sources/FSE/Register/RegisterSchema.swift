// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// The register's tables.
///
/// Triggers hold what must never change, whatever program opens the file.
enum RegisterSchema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        return migrator
    }()

    private static let version1 = """
        CREATE TABLE lot (
            issuer TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'abandoned')),
            first INTEGER NOT NULL,
            last INTEGER NOT NULL CHECK (last >= first),
            previous INTEGER,
            previousDigest BLOB,
            digest BLOB CHECK (state <> 'closed' OR length(digest) = 32),
            manifestDigest BLOB,
            manifestSignature BLOB,
            manifestTime INTEGER,
            PRIMARY KEY (issuer, number)
        ) STRICT;
        CREATE UNIQUE INDEX oneOpenLot ON lot (issuer) WHERE state = 'open';

        CREATE TABLE fse (
            issuer TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999999999),
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            lot INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'bound' CHECK (state IN ('bound', 'signed', 'inLot')),
            signature BLOB,
            signatureDigest BLOB CHECK (state = 'bound' OR length(signatureDigest) = 32),
            time INTEGER CHECK (state = 'bound' OR time IS NOT NULL),
            PRIMARY KEY (issuer, number),
            FOREIGN KEY (issuer, lot) REFERENCES lot (issuer, number)
        ) STRICT;
        CREATE INDEX fseOfLot ON fse (issuer, lot, number);

        CREATE TABLE clock (issuer TEXT PRIMARY KEY, lastSigningTime INTEGER NOT NULL) STRICT;

        CREATE TRIGGER fseBoundForEver BEFORE UPDATE OF issuer, number, digest, lot ON fse
            BEGIN SELECT RAISE(ABORT, 'a bound number does not move'); END;
        CREATE TRIGGER fseKept BEFORE DELETE ON fse
            BEGIN SELECT RAISE(ABORT, 'a bound number is kept'); END;
        CREATE TRIGGER fseSignedOnce BEFORE UPDATE OF signatureDigest, time ON fse
            WHEN OLD.state <> 'bound'
            BEGIN SELECT RAISE(ABORT, 'a signed FSE keeps its signature'); END;
        CREATE TRIGGER lotKept BEFORE DELETE ON lot
            BEGIN SELECT RAISE(ABORT, 'a lot number is kept'); END;
        CREATE TRIGGER clockForward BEFORE UPDATE ON clock
            WHEN NEW.lastSigningTime < OLD.lastSigningTime
            BEGIN SELECT RAISE(ABORT, 'signing time goes forward'); END;
        """
}
