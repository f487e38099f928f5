// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import ISO7816
import Testing

@testable import VirtualCardServer

@Suite("caducee-cards run")
struct ServerTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    // VERIFY of the CPS3 holder's PIN as T=0 carries it; 1234 is the PIN of the recorded card.
    private static let verify: [UInt8] = [0x00, 0x20, 0x00, 0x01, 0x04, 0x31, 0x32, 0x33, 0x34]
    private static let wrongPIN: [UInt8] = [0x00, 0x20, 0x00, 0x01, 0x04, 0x39, 0x39, 0x39, 0x39]
    private static let selectMaster: [UInt8] = [0x00, 0xA4, 0x09, 0x0C, 0x02, 0x3F, 0x00]

    private func started(_ profile: String = "transcript-cps4-t0", more: [String] = []) throws -> RunningServer {
        let server = try RunningServer(profile, in: folder, more: more)
        #expect(server.contact.accept())
        server.contact.message([0x01])
        #expect(server.contact.exchange([0x04])?.first == 0x3B)
        return server
    }

    @Test func saysReadyAndEndsCleanlyOnSIGTERM() throws {
        let server = try started()
        #expect(server.contact.exchange([0x04])?.first == 0x3B)
        server.waitUntilReady()
        server.terminate()
        #expect(try server.printed() == "ready\n")
        #expect(server.exitCode == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.file("ctl")))
    }

    @Test func endsWhileNoReaderIsThere() throws {
        let server = try RunningServer("transcript-cps4-t0", in: folder, isReaderThere: false)
        let status = try server.control().ask(#"{"verb":"status"}"#)
        #expect(status.cards?.first?.contact == false)
        server.terminate()
        #expect(server.exitCode == 0)
        #expect(try server.printed() == "")
    }

    @Test func controlSocketIsForItsOwnerOnly() throws {
        let server = try started()
        _ = try server.control()
        #expect(try folder.permissions(folder.file("ctl")) == 0o600)
    }

    @Test func quitEndsTheServer() throws {
        let server = try started()
        #expect(try server.control().ask(#"{"verb":"quit"}"#).ok)
        #expect(server.exitCode == 0)
    }

    @Test(arguments: [
        #"{"verb":"remove","card":"other"}"#, #"{"verb":"remove","face":"contactless"}"#, "nonsense",
        #"{"verb":"set","counter":"pin-tries","value":16}"#, #"{"verb":"swap","profile":"nowhere"}"#,
        #"{"verb":"load","file":"/nowhere"}"#, #"{"verb":"swap","profile":"transcript-cps4-t0"}"#,
    ])
    func refusalLeavesTheServerAsItWas(line: String) throws {
        let server = try started()
        let control = try server.control()
        let refused = try control.ask(line)
        #expect(!refused.ok)
        #expect(refused.error?.isEmpty == false)
        #expect(try control.ask(#"{"verb":"status"}"#).cards?.first?.contact == true)
        #expect(server.contact.exchange([0x04])?.first == 0x3B)
    }

    @Test func removesInsertsAndSwaps() throws {
        let server = try started()
        let control = try server.control()
        #expect(try control.ask(#"{"verb":"remove"}"#) == .done)
        #expect(server.contact.exchange([0x04]) == nil)
        #expect(try control.ask(#"{"verb":"status"}"#).cards?.first?.contact == false)
        #expect(try control.ask(#"{"verb":"insert"}"#) == .done)
        #expect(server.contact.accept())
        let before = server.contact.exchange([0x04])
        #expect(try control.ask(#"{"verb":"swap","profile":"transcript-cps3"}"#) == .done)
        #expect(server.contact.accept())
        #expect(server.contact.exchange([0x04]) != before)
        #expect(try control.ask(#"{"verb":"status"}"#).cards?.first?.card == "transcript-cps3")
    }

    @Test func faultStrikesAtItsCommand() throws {
        let server = try started("transcript-cps3")
        let control = try server.control()
        #expect(server.contact.exchange(Self.selectMaster) == [0x90, 0x00])
        #expect(try control.ask(#"{"verb":"fault","kind":"status","sw":"6F00","command":2}"#).ok)
        #expect(server.contact.exchange(Self.selectMaster) == [0x90, 0x00])
        #expect(server.contact.exchange(Self.selectMaster) == [0x6F, 0x00])
        #expect(server.contact.exchange(Self.selectMaster) == [0x90, 0x00])
        #expect(try control.ask(#"{"verb":"statistics"}"#).statistics?.faultsStruck == 1)
    }

    @Test func countsAndSetsAndLosesPINState() throws {
        let server = try started("transcript-cps3")
        let control = try server.control()
        #expect(server.contact.exchange(Self.wrongPIN) == [0x63, 0xC2])
        var counts = try #require(try control.ask(#"{"verb":"statistics"}"#).statistics)
        #expect(counts.pinTriesLeft == 2 && counts.verifications == 1 && counts.commands == 1)
        #expect(server.contact.exchange(Self.verify) == [0x90, 0x00])
        // An empty VERIFY tells whether the PIN is verified, and costs nothing.
        let ask: [UInt8] = [0x00, 0x20, 0x00, 0x01, 0x00]
        let verified = server.contact.exchange(ask)
        #expect(try control.ask(#"{"verb":"lose-pin"}"#).ok)
        #expect(server.contact.exchange(ask) != verified)
        #expect(try control.ask(#"{"verb":"set","counter":"pin-tries","value":1}"#).ok)
        #expect(server.contact.exchange(Self.wrongPIN) == [0x69, 0x83])
        counts = try #require(try control.ask(#"{"verb":"statistics"}"#).statistics)
        #expect(counts.pinTriesLeft == 0 && counts.verifications == 3)
    }

    @Test func savedStateComesBack() throws {
        let server = try started("transcript-cps3")
        let control = try server.control()
        let file = folder.file("saved")
        #expect(try control.ask(#"{"verb":"save","file":"\#(file)"}"#).ok)
        #expect(try folder.permissions(file) == 0o600)
        #expect(server.contact.exchange(Self.wrongPIN) == [0x63, 0xC2])
        #expect(try control.ask(#"{"verb":"load","file":"\#(file)"}"#).ok)
        #expect(try control.ask(#"{"verb":"statistics"}"#).statistics?.pinTriesLeft == 3)
    }

    @Test func triesSurviveTheServer() throws {
        do {
            let server = try started("transcript-cps3")
            #expect(server.contact.exchange(Self.wrongPIN) == [0x63, 0xC2])
            server.kill()
        }
        let server = try started("transcript-cps3")
        #expect(try server.control().ask(#"{"verb":"statistics"}"#).statistics?.pinTriesLeft == 2)
    }

    @Test func stateSurvivesAKillAtAnyMoment() throws {
        var last = 0
        for round in 1...8 {
            let server = try RunningServer("transcript-cps4-t0", in: folder)
            let control = try server.control()
            var (sent, told) = (last, last)
            let found = try control.ask(#"{"verb":"statistics"}"#).statistics?.pukUsesLeft
            if round > 1 { #expect(found == last) }
            let deadline = Date(timeIntervalSinceNow: 0.02 * Double(round))
            let identifier = server.processIdentifier
            Thread.detachNewThread {
                Thread.sleep(until: deadline)
                kill(identifier, SIGKILL)
            }
            while sent < 60_000 {
                sent += 1
                guard let answer = try? control.ask(#"{"verb":"set","counter":"puk-uses","value":\#(sent)}"#), answer.ok
                else { break }
                told = sent
            }
            // Its listener outlives its connections for a moment.
            server.kill()
            let after = try RunningServer("transcript-cps4-t0", in: folder)
            let uses = try #require(try after.control().ask(#"{"verb":"statistics"}"#).statistics?.pukUsesLeft)
            // What was acknowledged is on the disk; the one on its way may be.
            #expect((told...sent).contains(uses))
            last = uses
        }
    }

    @Test func traceNeverHoldsAPIN() throws {
        let trace = folder.file("trace")
        let server = try started("transcript-cps3", more: ["--trace", trace])
        #expect(server.contact.exchange(Self.verify) == [0x90, 0x00])
        server.terminate()
        #expect(server.exitCode == 0)
        let text = try String(contentsOfFile: trace, encoding: .utf8)
        #expect(text.contains(#""c": "0020000104********", "r": "9000""#))
        #expect(!text.contains("31323334"))
    }
}
