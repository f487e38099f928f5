// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import SecretMemory
import Testing

@testable import AuditTrail

/// A clock that tests turn.
final class TestClock: AuditClock {
    /// 2026-11-28T18:49:03.123Z.
    var utc: Int64 = 1_795_891_743_123
    var uptime: Int64 = 5_000
    var isTrusted = true

    var moment: AuditMoment { AuditMoment(utc: utc, uptime: uptime, isTrusted: isTrusted) }

    func pass(_ seconds: Int64) {
        utc += seconds * 1000
        uptime += seconds * 1000
    }
}

/// A trail in a folder of its own.
final class TrailBench {
    /// Removed with its value; nil where another process made the folder.
    private let owned: TemporaryFolder?
    let path: String
    let clock = TestClock()
    var policy = AuditPolicy()
    var probe: ((AuditStep, Int) -> AuditStep.Fate)?

    init() throws {
        let folder = try TemporaryFolder()
        owned = folder
        path = folder.file("audit")
        policy.sealRecords = 8
    }

    /// In a folder that another process made and removes.
    init(at path: String) throws {
        owned = nil
        self.path = path
        policy.sealRecords = 8
    }

    var temporary: TemporaryFolder { get throws { try #require(owned) } }

    /// Opens the trail, as the next start of a program would.
    func open() throws(AuditError) -> AuditTrail {
        let folder = try AuditFolder(path, isOwned: true)
        folder.probe = probe
        return try AuditTrail(folder, policy: policy, clock: clock)
    }

    static let doctor = AuditPerson.professional(unsafe NationalIdentifier("899700010038").unsafelyUnwrapped)
    static let nurse = AuditPerson.professional(unsafe NationalIdentifier("899700010046").unsafelyUnwrapped)
    static let kiosk = unsafe AuditPlace("kiosk-1").unsafelyUnwrapped

    static func entry(
        _ operation: AuditOperation = .sessionOpen, by person: AuditPerson = doctor, reference: AuditReference? = nil
    ) -> AuditEntry {
        AuditEntry(operation, by: person, at: kiosk, means: .badge, level: .substantial, reference: reference)
    }

    /// A trail of three days, closed: intents, outcomes, events, an unknown end that was settled.
    func writeThreeDays() throws {
        for day in 0..<3 {
            let trail = try open()
            for (index, operation) in [AuditOperation.sessionOpen, .cardSign].enumerated() {
                let id = try trail.begin(
                    TrailBench.entry(
                        operation, by: index == 0 ? TrailBench.doctor : TrailBench.nurse,
                        reference: index == 0 ? .number(UInt32(day)) : .digest(AuditDigest(of: [UInt8(day)]))))
                clock.pass(3)
                try trail.end(id, index == 0 ? .done : .failed(.cardRemoved))
            }
            try trail.note(TrailBench.entry(.sessionLock), .done)
            if day == 1 {
                let id = try trail.begin(TrailBench.entry(.badgeEnrol))
                try trail.end(id, .unknown(.communication))
                try trail.settle(id, .done)
            }
            try trail.close()
            clock.pass(86_400)
        }
    }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

    /// Names of the files of records, oldest first.
    var files: [String] { get throws { AuditNames.files(try names).map(\.name) } }

    func lines(_ name: String) throws -> [String] {
        try String(contentsOfFile: path + "/" + name, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    var lines: [String] { get throws { try files.flatMap { try lines($0) } } }

    func verify(_ expectation: AuditExpectation = AuditExpectation()) throws -> AuditReport {
        try AuditVerification.run(path: path, expecting: expectation)
    }

    func permissions(_ name: String) throws -> Int { try temporary.permissions(path + "/" + name) }
}

/// Runs the checker that shares nothing with us but the format.
enum AuditCheck {
    /// For each folder what it says, `ok` when nothing is wrong.
    static func run(_ folders: [String], key: String? = nil) throws -> [String: String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appending(path: "Interop/audit-check")
        process.arguments = (key.map { ["--key", $0] } ?? []) + folders
        let out = Pipe()
        process.standardOutput = out
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try out.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let rows = text.split(separator: "\n").map { $0.split(separator: "\t", maxSplits: 1).map(String.init) }
        return Dictionary(rows.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $0 + $1 }
    }
}
