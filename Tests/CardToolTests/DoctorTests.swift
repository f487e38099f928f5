// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import Foundation
import ISO7816
import Testing

@testable import CardToolSupport

@Suite struct DoctorTests {
    struct FakeMachine: Machine {
        var system = "Test OS"
        var environment = ["LANG": "fr_FR.UTF-8"]
        var secondsSince1970 = 1_800_000_000
        var isClockSynchronised: Bool? = true
        var user = "test"
        var groups = ["test"]
        var paths: Set<String> = ["/run/pcscd/pcscd.comm", "/usr/sbin/pcscd", "/usr/lib/pcsc/drivers/ifd-ccid.bundle"]
        var unwritable: Set<String> = []

        func exists(_ path: String) -> Bool { paths.contains(path) }
        func isWritable(_ path: String) -> Bool { !unwritable.contains(path) }
    }

    /// How it ended, and the checks that were not ok.
    private func run(_ machine: FakeMachine, _ service: FakeReaders) throws -> (ExitStatus, [String]) {
        let capture = Capture()
        let status = capture.context(service, json: true).run(Doctor(machine, version: "1").run)
        let data = try object(capture.text().out)["data"] as? [String: Any]
        let checks = try #require(data?["checks"] as? [[String: Any]])
        #expect(checks.filter { $0["level"] as? String == "failed" }.allSatisfy { $0["hint"] is String })
        return (
            status,
            checks.filter { $0["level"] as? String != "ok" }.compactMap { check in
                [check["check"], check["level"]].compactMap { $0 as? String }.joined(separator: " ")
            }
        )
    }

    @Test func aHealthyMachineIsOK() throws {
        let (status, others) = try run(FakeMachine(), FakeReaders([.holding("A")]))
        #expect(status == .ok)
        #expect(others.isEmpty)
    }

    @Test func warningsDoNotFail() throws {
        var machine = FakeMachine()
        machine.environment = ["LANG": "C"]
        machine.isClockSynchronised = false
        machine.paths.remove("/usr/lib/pcsc/drivers/ifd-ccid.bundle")
        let (status, others) = try run(machine, FakeReaders([.empty("A")]))
        #expect(status == .ok)
        #expect(others == ["card warning", "driver warning", "locale warning", "clock warning"])
    }

    @Test func aMissingSocketIsAMissingService() throws {
        var machine = FakeMachine()
        machine.paths.remove("/run/pcscd/pcscd.comm")
        let away = FakeReaders(steps: [.failure(.transport(.serviceUnavailable))])
        let (status, others) = try run(machine, away)
        #expect(status == .serviceUnavailable)
        #expect(others == ["socket failed", "service failed"])
    }

    @Test func theSocketOfTheEnvironmentIsUsed() throws {
        var machine = FakeMachine()
        machine.environment["PCSCLITE_CSOCK_NAME"] = "/private/comm"
        #expect(try run(machine, FakeReaders([.holding("A")])).1 == ["socket failed"])
        machine.paths.insert("/private/comm")
        #expect(try run(machine, FakeReaders([.holding("A")])).1.isEmpty)
    }

    @Test func aClosedSocketIsRefusedAccess() throws {
        var machine = FakeMachine()
        machine.unwritable = ["/run/pcscd/pcscd.comm"]
        let (status, _) = try run(machine, FakeReaders(steps: [.failure(.transport(.accessDenied))]))
        #expect(status == .accessDenied)
    }

    @Test func noReaderIsAFailure() throws {
        #expect(try run(FakeMachine(), FakeReaders([])).0 == .noReader)
    }

    @Test func aMuteCardIsAFailure() throws {
        #expect(
            try run(FakeMachine(), FakeReaders([ReaderState(name: "A", card: .mute)])).0 == .communicationError)
    }

    @Test(arguments: [0, 1_700_000_000, 5_000_000_000])
    func anImpossibleClockIsAFailure(_ seconds: Int) throws {
        var machine = FakeMachine()
        machine.secondsSince1970 = seconds
        #expect(try run(machine, FakeReaders([.holding("A")])).0 == .clockUntrusted)
    }

    @Test func theFirstFailureDecides() throws {
        var machine = FakeMachine()
        machine.secondsSince1970 = 0
        #expect(try run(machine, FakeReaders([])).0 == .noReader)
    }

    @Test func readsTheRealMachine() {
        let machine = ThisMachine()
        #expect(!machine.groups.isEmpty)
        #expect(machine.exists("/dev/null"))
        #expect(machine.isWritable("/dev/null"))
        #expect(!machine.exists("/nonexistent"))
    }
}
