// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import AuditTrail
import CardCrypto
import Foundation
import KioskDesk
import RoamingSessions
import SecretMemory
import Testing

/// A kiosk before a store in memory, with a trail on disk.
final class KioskBench {
    let store = MemoryStore()
    let time: HandTime
    let folder: String
    let desk: KioskDesk
    let runner: KioskRunner
    private let told: Told

    /// What the kiosk had done.
    final class Told {
        var outputs: [KioskRunner.KioskOutput] = []
    }

    static let person = PersonIdentifier("899700010038")
    static let badge = BadgeNumber([UInt8](repeating: 1, count: 16))

    init(_ name: String = "urgences-1", store: MemoryStore? = nil) throws {
        let store = store ?? self.store
        time = HandTime(store)
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        let trail = try AuditTrail(path: folder, clock: MachineClock(isTrusted: true))
        let seed = SecretBytes(copying: [UInt8](repeating: UInt8(name.utf8.reduce(0, &+)), count: 32).span)
        let told = Told()
        desk = KioskDesk(
            try #require(KioskName(name)), SessionPolicy(), at: try #require(AuditPlace(name)),
            key: try Ed25519PrivateKey(seed: seed), trail: trail, lastRecord: 0, time: time
        ) { () throws(StoreFailure) in
            if store.isCut { throw .unavailable("cut off") }
            return store
        }
        runner = KioskRunner(desk, show: { _ in }, perform: { told.outputs.append($0) })
        self.told = told
        desk.begin()
    }

    func enrol() throws {
        let person = try #require(Self.person)
        try store.enrol(Enrolment(badge: #require(Self.badge), person: person, mode: .ev2))
        // As a kiosk learns it within a minute.
        store.time += 60_000
        turn()
    }

    func turn() { runner.turn(waiting: 0) }

    func tap() throws {
        runner.tell(.tap(Tap(BadgeReading(badge: try #require(Self.badge), mode: .ev2))))
    }

    func signIn() throws { runner.tell(.cardProved(try #require(Self.person))) }

    var isOpen: Bool {
        if case .open = runner.machine.base { true } else { false }
    }

    var isLocked: Bool {
        if case .locked = runner.machine.base { true } else { false }
    }

    var awaitsCode: Bool {
        if case .code = runner.machine.overlay { true } else { false }
    }

    var outputs: [KioskRunner.KioskOutput] { told.outputs }

    /// Operation, result and reason of every announced operation, in the order of their ends.
    func audited() throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
        let lines = try files.sorted().flatMap { file in
            try String(contentsOfFile: folder + "/" + file, encoding: .utf8).split(separator: "\n")
        }
        let records = try lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        var announced: [Int: String] = [:]
        var ends: [String] = []
        for record in records {
            let (number, what) = (record["n"] as? Int ?? 0, record["what"] as? String ?? "")
            let result = [record["result"] as? String, record["reason"] as? String].compactMap(\.self)
            switch record["kind"] as? String {
            case "intent": announced[number] = what
            case "outcome":
                ends.append(([announced[record["intent"] as? Int ?? 0] ?? "?"] + result).joined(separator: " "))
            case "event": ends.append(([what] + result).joined(separator: " "))
            default: continue
            }
        }
        return ends
    }
}
