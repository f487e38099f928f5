// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSEDocuments
import Foundation
import GRDB
import Testing

@testable import FSE

@Suite struct RegisterTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/register/numbers.sqlite"
    }

    private func binding(_ numbers: ClosedRange<Int>, content: UInt8 = 1, issuer: String = "8A") -> LotRecord.Binding {
        .init(
            issuer: issuer,
            entries: numbers.map { .init(number: $0, digest: [UInt8](repeating: content, count: 32)) })
    }

    private func sign(
        _ numbers: ClosedRange<Int>, in register: NumberingRegister, at time: Int64 = 100
    ) throws {
        for entry in binding(numbers).entries {
            try register.keep(.init(cms: [UInt8(entry.number)], time: time), of: entry, issuer: "8A")
        }
    }

    @Test func isTheOwnersAlone() throws {
        let register = try NumberingRegister(path: path)
        _ = try register.open(binding(1...1))
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(folder.path + "/register") == 0o700)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/register") {
            #expect(try mode(folder.path + "/register/" + file) == 0o600, "\(file)")
        }
        withExtendedLifetime(register) {}
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(throws: RegisterError.notPrivate("numbers.sqlite")) { try NumberingRegister(path: path) }
    }

    @Test func refusesAFolderOfOthers() throws {
        let open = folder.path + "/open"
        try FileManager.default.createDirectory(
            atPath: open, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        #expect(throws: RegisterError.notPrivate("open")) { try NumberingRegister(path: open + "/numbers.sqlite") }
    }

    @Test func servesOneProcessAtATime() throws {
        let register = try NumberingRegister(path: path)
        #expect(throws: RegisterError.inUse) { try NumberingRegister(path: path) }
        withExtendedLifetime(register) {}
    }

    @Test func isFreeAgainOnceClosedAndRefusesOtherProcesses() throws {
        do { _ = try NumberingRegister(path: path).open(binding(1...1)) }
        let register = try NumberingRegister(path: path)
        let script = """
            import sqlite3, sys
            try:
                sqlite3.connect(sys.argv[1], timeout=0).execute("SELECT count(*) FROM fse").fetchone()
                print("read")
            except sqlite3.OperationalError as error:
                print(error)
            """
        let other = try Shell.run("/usr/bin/env", ["python3", "-c", script, path])
        #expect(other.output == "database is locked\n")
        withExtendedLifetime(register) {}
    }

    @Test func survivesAPowerCutByItsSettings() throws {
        let register = try NumberingRegister(path: path)
        let (journal, synchronous) = try register.database.inDatabase { database in
            (
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(database, sql: "PRAGMA synchronous")
            )
        }
        #expect(journal == "wal")
        #expect(synchronous == 2)
    }

    @Test func refusesAFileThatIsNoDatabase() throws {
        _ = try NumberingRegister(path: path)
        try Data(repeating: 0x41, count: 4_096).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        #expect(throws: RegisterError.storage(code: 26)) { try NumberingRegister(path: path) }
    }

    @Test func findsTheSameLotAgain() throws {
        do {
            let register = try NumberingRegister(path: path)
            #expect(try register.open(binding(1...3)) == LotRecord(number: 1, previous: nil, signed: []))
            try sign(1...2, in: register)
        }
        let register = try NumberingRegister(path: path)
        #expect(try register.open(binding(1...3)) == LotRecord(number: 1, previous: nil, signed: [1, 2]))
        #expect(try register.signature(of: 2, issuer: "8A") == .init(cms: [2], time: 100))
        #expect(try register.signature(of: 3, issuer: "8A") == nil)
    }

    @Test func bindsAllNumbersOrNone() throws {
        let register = try NumberingRegister(path: path)
        _ = try register.open(binding(1...3))
        try register.abandonLot(1, of: "8A")
        #expect(throws: RegisterError.alreadyInLot(number: 3, lot: 1)) { try register.open(binding(3...5)) }
        #expect(try register.lastNumber(of: "8A") == 3)
        #expect(throws: RegisterError.boundToOtherContent(number: 3)) { try register.open(binding(3...5, content: 2)) }
        #expect(try register.open(binding(7...9)).number == 2)
    }

    @Test func keepsIssuersApart() throws {
        let register = try NumberingRegister(path: path)
        #expect(try register.open(binding(5...6)).number == 1)
        #expect(try register.open(binding(1...2, issuer: "8B")).number == 1)
        #expect(try register.lastNumber(of: "8B") == 2)
    }

    @Test func neverGoesBack() throws {
        let register = try NumberingRegister(path: path)
        _ = try register.open(binding(5...6))
        try register.abandonLot(1, of: "8A")
        #expect(throws: RegisterError.notAfterLast(number: 1, last: 6)) { try register.open(binding(1...2)) }
    }

    @Test func keepsASignatureOnce() throws {
        let register = try NumberingRegister(path: path)
        _ = try register.open(binding(1...1))
        try sign(1...1, in: register)
        #expect(throws: RegisterError.notBound(number: 1)) { try sign(1...1, in: register) }
        #expect(throws: RegisterError.notBound(number: 2)) { try sign(2...2, in: register) }
    }

    @Test func keepsNoSignatureForOtherContent() throws {
        let register = try NumberingRegister(path: path)
        _ = try register.open(binding(1...1))
        let other = LotRecord.Entry(number: 1, digest: [UInt8](repeating: 9, count: 32))
        #expect(throws: RegisterError.notBound(number: 1)) {
            try register.keep(.init(cms: [1], time: 1), of: other, issuer: "8A")
        }
    }

    @Test func movesTheClockForwardOnly() throws {
        let register = try NumberingRegister(path: path)
        _ = try register.open(binding(1...2))
        try sign(1...1, in: register, at: 100)
        #expect(throws: RegisterError.clockBeforeLastSignature) { try sign(2...2, in: register, at: 99) }
        #expect(try register.lastSigningTime(of: "8A") == 100)
        #expect(try register.signature(of: 2, issuer: "8A") == nil)
    }

    @Test func closesOnlyWhatIsSigned() throws {
        let register = try NumberingRegister(path: path)
        _ = try register.open(binding(1...2))
        try sign(1...1, in: register)
        let digest = [UInt8](repeating: 7, count: 32)
        #expect(throws: RegisterError.notBound(number: 2)) { try register.close(lot: 1, digest: digest, issuer: "8A") }
        try sign(2...2, in: register)
        try register.close(lot: 1, digest: digest, issuer: "8A")
        #expect(try register.signature(of: 1, issuer: "8A") == nil)
        #expect(try register.open(binding(3...3)).previous == .init(lot: 1, digest: digest))
    }

    /// Whatever program opens the file.
    @Test(arguments: [
        "UPDATE fse SET digest = zeroblob(32) WHERE number = 1", "UPDATE fse SET number = 9 WHERE number = 1",
        "DELETE FROM fse", "DELETE FROM lot", "UPDATE fse SET signatureDigest = zeroblob(32) WHERE number = 1",
        "UPDATE clock SET lastSigningTime = 1",
        "INSERT INTO fse (issuer, number, digest, lot) VALUES ('8A', 1, zeroblob(32), 1)",
        "INSERT INTO lot (issuer, number, state, first, last) VALUES ('8A', 2, 'open', 4, 4)",
    ])
    func holdsItsRulesInTheFileItself(statement: String) throws {
        let register = try NumberingRegister(path: path)
        _ = try register.open(binding(1...2))
        try sign(1...1, in: register)
        #expect(throws: DatabaseError.self) { try register.database.write { try $0.execute(sql: statement) } }
    }
}
