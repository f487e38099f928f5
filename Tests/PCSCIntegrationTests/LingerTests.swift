// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import Foundation
import ISO7816
import PCSCTransport
import Testing

extension PCSCIntegrationTests {
    /// A host that is alone and works in bursts keeps the card for a moment after each transaction.
    @Suite struct Lingering {
        private func connect(_ bench: Bench, lingering: Duration) throws -> any CardConnection {
            try PCSCReaderService(connectPatience: .seconds(2), lingering: lingering).connect(to: bench.reader)
        }

        /// Short transactions until one goes on where the last one ended; false when none of many does.
        private func reachesContinuation(_ connection: any CardConnection, attempts: Int = 2000) throws -> Bool {
            for _ in 0..<attempts {
                let start = try connection.begin(patience: .seconds(1))
                _ = try connection.count()
                connection.end(.leave)
                if start == .continued { return true }
            }
            return false
        }

        @Test func goesOnWhereTheLastTransactionOfABurstEnded() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let connection = try connect(bench, lingering: .seconds(60))
            #expect(try reachesContinuation(connection))
            #expect(try connection.begin(patience: .zero) == .continued)
            connection.end(.leave)
            // Its own connection holds the card for another of the same process as well.
            #expect { try bench.connect() } throws: { busy($0) }
        }

        @Test func neverLingersUnlessAskedTo() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let connection = try bench.connect()
            #expect(try reachesContinuation(connection, attempts: 200) == false)
        }

        @Test func neverLingersBesideAnotherClient() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let foreign = try ForeignProcess(at: bench.reader)
            let connection = try connect(bench, lingering: .seconds(60))
            #expect(try reachesContinuation(connection, attempts: 200) == false)
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order("begin") == "00000000")
            #expect(foreign.order("end") == "00000000")
        }

        @Test func letsGoOfItselfAfterAMoment() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let connection = try connect(bench, lingering: .milliseconds(50))
            #expect(try reachesContinuation(connection))
            // Were the card not let go of, the other process would wait for ever, and this test with it.
            let foreign = try ForeignProcess(at: bench.reader)
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order("begin") == "00000000")
            #expect { try connection.begin(patience: .zero) } throws: { busy($0) }
            #expect(foreign.order("end") == "00000000")
            #expect(try connection.begin(patience: .seconds(5)) == .undisturbed)
            connection.end(.leave)
        }

        @Test func givesTheCardUpWhenClosed() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let connection = try connect(bench, lingering: .seconds(60))
            #expect(try reachesContinuation(connection))
            connection.disconnect(.leave)
            let foreign = try ForeignProcess(at: bench.reader)
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order("begin") == "00000000")
            #expect(foreign.order("end") == "00000000")
        }

        @Test func resetsTheCardAtTheEndOfAContinuedTransaction() throws {
            let bench = try Bench(3)
            defer { bench.clear() }
            let connection = try connect(bench, lingering: .seconds(60))
            #expect(try reachesContinuation(connection))
            #expect(try connection.begin(patience: .seconds(1)) == .continued)
            try connection.verify()
            connection.end(.reset)
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            #expect(try connection.isVerified() == false)
            connection.end(.leave)
        }

        @Test func tellsRemovalWhileTheCardLingers() throws {
            let bench = try Bench(0)
            defer { bench.clear() }
            let connection = try connect(bench, lingering: .seconds(60))
            #expect(try reachesContinuation(connection))
            bench.card.removeAtCommand(1)
            #expect(try connection.begin(patience: .seconds(1)) == .continued)
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.count() }
            connection.end(.leave)
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.begin(patience: .zero) }
        }

        @Test func tellsRemovalAfterTheCardWasLetGo() throws {
            let bench = try Bench(0)
            let connection = try connect(bench, lingering: .milliseconds(50))
            #expect(try reachesContinuation(connection))
            bench.clear()
            usleep(100_000)
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.begin(patience: .seconds(1)) }
        }

        @Test func tellsOfACardThatHasJustAnswered() throws {
            let bench = try Bench(0)
            defer { bench.clear() }
            let connection = try bench.connect()
            #expect(connection.hasJustAnswered == false)
            var isSeen = false
            until {
                isSeen = (try? connection.count()) != nil && connection.hasJustAnswered
                return isSeen
            }
            #expect(isSeen)
            usleep(100_000)
            #expect(connection.hasJustAnswered == false)
            bench.card.removeAtCommand(2)
            _ = try connection.count()
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.count() }
            #expect(connection.hasJustAnswered == false)
        }

        @Test func leavesNoThreadBehind() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let before = Resources.now
            for _ in 0..<20 {
                let connection = try connect(bench, lingering: .milliseconds(3))
                #expect(try reachesContinuation(connection))
            }
            let idle = try connect(bench, lingering: .milliseconds(3))
            #expect(try reachesContinuation(idle))
            // The helper of a connection that is open and not used goes as well.
            until { Resources.now.threads <= before.threads }
            #expect(Resources.now.threads <= before.threads)
            #expect(try reachesContinuation(idle))
        }
    }
}
