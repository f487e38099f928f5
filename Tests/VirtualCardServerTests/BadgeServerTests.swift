// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import ISO7816
import Testing

@testable import VirtualCardServer

@Suite("caducee-cards run, with badges")
struct BadgeServerTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let version: [UInt8] = [0x90, 0x60, 0, 0, 0]

    private func started(_ profile: String = "badge-ev1", more: [String] = []) throws -> RunningServer {
        let server = try RunningServer(profile, in: folder, isContactless: true, more: more)
        #expect(server.contact.accept())
        server.contact.message([0x01])
        return server
    }

    private func say(_ server: RunningServer, _ command: String) throws -> String? {
        server.contact.exchange(try #require([UInt8](hexadecimal: command)))?.hexadecimal.uppercased()
    }

    /// A badge has the second port of its seat, and nobody waits for the first.
    @Test func goesToTheContactlessPort() throws {
        let server = try started()
        #expect(server.contact.exchange([0x04]) == [UInt8](hexadecimal: "3B8180018080"))
        server.waitUntilReady()
        let status = try server.control().ask(#"{"verb":"status"}"#).cards?.first
        #expect(status?.contact == nil)
        #expect(status?.contactless == true)
        #expect(try say(server, "9060000000") == "04010101001A0591AF")
        let statistics = try server.control().ask(#"{"verb":"statistics"}"#).statistics
        #expect(statistics?.commands == 1)
        #expect(statistics?.pinTriesLeft == nil)
        #expect(try !server.control().ask(#"{"verb":"set","counter":"pin-tries","value":1}"#).ok)
        #expect(try !server.control().ask(#"{"verb":"remove","face":"contact"}"#).ok)
    }

    /// The usual face of a badge is its only one.
    @Test func meetsFaults() throws {
        let server = try started()
        let control = try server.control()
        #expect(try control.ask(#"{"verb":"fault","kind":"duplicate"}"#).ok)
        // The second of two equal commands: another command than AF while a chain is open.
        #expect(try say(server, "9060000000") == "91CA")
        #expect(try say(server, "9060000000") == "04010101001A0591AF")
        #expect(try control.ask(#"{"verb":"fault","kind":"field-loss"}"#).ok)
        #expect(try say(server, "90AF000000") == nil)
        #expect(server.contact.accept())
        server.contact.message([0x01])
        #expect(try say(server, "90AF000000") == "911C")
    }

    @Test func remembersAfterAKill() throws {
        do {
            let server = try started()
            #expect(try say(server, "90CA000005C0DE010F8100") == "9100")
            server.kill()
        }
        let server = try started()
        #expect(try say(server, "906A000000") == "01CAF5C0DE019100")
        let control = try server.control()
        let file = folder.file("saved")
        #expect(try control.ask(#"{"verb":"save","file":"\#(file)"}"#).ok)
        #expect(try say(server, "90CA000005C0DE020F8100") == "9100")
        #expect(try control.ask(#"{"verb":"load","file":"\#(file)"}"#).ok)
        #expect(server.contact.accept())
        server.contact.message([0x01])
        #expect(try say(server, "906A000000") == "01CAF5C0DE019100")
    }

    /// A killed server, at any moment of a transaction: all of it, or none.
    @Test func keepsTransactionsWhole() throws {
        for round in 1...4 {
            let folder = try TemporaryFolder()
            func begin() throws -> RunningServer {
                let server = try RunningServer("badge-ev1", in: folder, isContactless: true)
                #expect(server.contact.accept())
                server.contact.message([0x01])
                return server
            }
            let server = try begin()
            for command in [
                "90CA000005C0DE010F8100", "905A000003C0DE0100", "90CB0000070100EEEE08000000",
                "90CB0000070200EEEE08000000",
            ] { #expect(try say(server, command) == "9100") }
            let identifier = server.processIdentifier
            let deadline = Date(timeIntervalSinceNow: 0.015 * Double(round))
            Thread.detachNewThread {
                Thread.sleep(until: deadline)
                kill(identifier, SIGKILL)
            }
            var told: UInt8 = 0
            for number in UInt8(1)...255 {
                let value = [number].hexadecimal
                guard try say(server, "903D00000801000000010000\(value)00") == "9100",
                    try say(server, "903D00000802000000010000\(value)00") == "9100",
                    try say(server, "90C7000000") == "9100"
                else { break }
                told = number
            }
            server.kill()
            let after = try begin()
            #expect(try say(after, "905A000003C0DE0100") == "9100")
            let first = try say(after, "90BD0000070100000001000000")
            #expect(first == (try say(after, "90BD0000070200000001000000")))
            let found = try #require(first.flatMap { [UInt8](hexadecimal: $0) }?.first)
            #expect(found == told || found == told + 1)
        }
    }

    /// The badge of a CPS4 waits until it is asked for.
    @Test func keepsTheBadgeOfACPS4Outside() throws {
        // Both ports of a seat have to be free.
        var free: (RunningServer, FakeVPCD)?
        for _ in 0..<8 where free == nil {
            let server = try RunningServer("cps4-medecin", in: folder)
            if let other = FakeVPCD(port: server.contact.port + 1) { free = (server, other) }
        }
        let (server, other) = try #require(free)
        #expect(server.contact.accept())
        server.waitUntilReady()
        let control = try server.control()
        #expect(try control.ask(#"{"verb":"status"}"#).cards?.first?.contactless == false)
        #expect(try control.ask(#"{"verb":"insert","face":"contactless"}"#).ok)
        #expect(other.accept())
        other.message([0x01])
        #expect(other.exchange([0x04]) == [UInt8](hexadecimal: "3B8580018073C821100E"))
        #expect(other.exchange(Self.version)?.prefix(2) == [0x04, 0x81])
        #expect(other.exchange([0xFF, 0xCA, 0, 0, 0])?.count == 9)
    }

    @Test func refusesRatesThatAreNone() throws {
        let server = try RunningServer("badge-ev1", in: folder, more: ["--rate", "100"])
        #expect(server.exitCode == 64)
    }
}
