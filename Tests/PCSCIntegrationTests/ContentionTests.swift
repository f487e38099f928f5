// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import Foundation
import ISO7816
import PCSCTransport
import Testing

extension PCSCIntegrationTests {
    @Suite struct Contention {
        @Test func keepsAnotherContextOutDuringATransaction() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let (ours, theirs) = (try bench.connect(), try bench.connect())
            #expect(try ours.begin(patience: .seconds(1)) == .undisturbed)
            #expect { try theirs.begin(patience: .zero) } throws: { busy($0) }
            let first = try ours.count()
            #expect { try theirs.begin(patience: .milliseconds(100)) } throws: { busy($0) }
            #expect(try ours.count() == first + 1)
            ours.end(.leave)
            #expect(try theirs.begin(patience: .seconds(1)) == .undisturbed)
            theirs.end(.leave)
        }

        @Test func waitsForAnotherProcessAndThenTakesTheCard() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let foreign = try ForeignProcess(at: bench.reader)
            let connection = try bench.connect()
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order("begin") == "00000000")
            let release = Thread {
                usleep(300_000)
                foreign.order("end")
            }
            release.start()
            #expect(try connection.begin(patience: .seconds(8)) == .undisturbed)
            // Ours now: the other process waits until we end.
            until { release.isFinished }
            foreign.start("begin")
            #expect(try connection.count() >= 1)
            connection.end(.leave)
            #expect(foreign.line() == "00000000")
            // A process killed while it holds a card that is being pulled out can leave pcscd 1.9.9 blind to the next card.
            #expect(foreign.order("end") == "00000000")
        }

        @Test func everyCallAnswersWhileAnotherProcessHoldsTheCard() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let foreign = try ForeignProcess(at: bench.reader)
            let (kept, closed, reset) = (try bench.connect(), try bench.connect(), try bench.connect())
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order("begin") == "00000000")
            // Had any of these waited for the other process, the test would never end: it lets go afterwards.
            #expect { try kept.begin(patience: .milliseconds(300)) } throws: { busy($0) }
            #expect { try bench.connect() } throws: { busy($0) }
            #expect { try bench.connect() } throws: { busy($0) }
            #expect { try kept.count() } throws: { busy($0) }
            #expect(try bench.readers.readers().contains { $0.name == bench.reader && $0.card == .present })
            closed.disconnect(.leave)
            reset.disconnect(.reset)
            #expect(foreign.order("transmit 0084000001").hasPrefix("00000000"))
            #expect(foreign.order("end") == "00000000")
            // The reset that was asked for meanwhile is done now, and told to whoever stayed.
            until { bench.card.resets > 1 }
            // The service raises the flag after the reset, without a lock.
            usleep(100_000)
            #expect(try kept.begin(patience: .seconds(2)) == .afterReset)
            kept.end(.leave)
        }

        @Test func namesTheHolderOnlyWhenItCanBeNoOther() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let connection = try bench.connect()
            let foreign = try ForeignProcess(at: bench.reader)
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order("begin") == "00000000")
            #expect {
                try connection.begin(patience: .zero)
            } throws: {
                guard case .transport(.busy(let holder)) = $0 as? CardError else { return false }
                return holder?.hasSuffix("(\(foreign.pid))") == true
            }
            let third = try ForeignProcess(at: bench.reader)
            #expect(throws: CardError.transport(.busy(holder: nil))) { try connection.begin(patience: .zero) }
            withExtendedLifetime(third) {}
            #expect(foreign.order("end") == "00000000")
        }

        @Test func tellsACardInExclusiveUseAsBusy() throws {
            let bench = try Bench(2)
            defer { bench.clear() }
            let foreign = try ForeignProcess(at: bench.reader)
            #expect(foreign.order("connect-exclusive") == "00000000")
            #expect { try bench.connect() } throws: { busy($0) }
            #expect(foreign.order("disconnect") == "00000000")
            #expect(try bench.connect().reader == bench.reader)
        }

        @Test(arguments: ["reset", "disconnect-reset"])
        func tellsAResetByAnotherProcessOnce(how: String) throws {
            let bench = try Bench(3)
            defer { bench.clear() }
            let foreign = try ForeignProcess(at: bench.reader)
            let connection = try bench.connect()
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            try connection.verify()
            connection.end(.leave)
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order(how) == "00000000")
            #expect(try connection.begin(patience: .seconds(1)) == .afterReset)
            #expect(try connection.isVerified() == false)
            connection.end(.leave)
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            connection.end(.leave)
        }

        @Test func tellsAResetAfterHavingBeenRefusedMeanwhile() throws {
            let bench = try Bench(3)
            defer { bench.clear() }
            let foreign = try ForeignProcess(at: bench.reader)
            let connection = try bench.connect()
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order("begin") == "00000000")
            #expect(foreign.order("reset") == "00000000")
            #expect { try connection.begin(patience: .milliseconds(100)) } throws: { busy($0) }
            #expect { try connection.begin(patience: .zero) } throws: { busy($0) }
            #expect(foreign.order("end") == "00000000")
            #expect(try connection.begin(patience: .seconds(1)) == .afterReset)
            connection.end(.leave)
        }

        @Test func tellsAForeignResetAlsoAfterOneOfOurs() throws {
            let bench = try Bench(3)
            defer { bench.clear() }
            let foreign = try ForeignProcess(at: bench.reader)
            let connection = try bench.connect()
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            connection.end(.reset)
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order("reset") == "00000000")
            #expect(try connection.begin(patience: .seconds(1)) == .afterReset)
            connection.end(.leave)
        }

        @Test func refusesAnExchangeOutsideATransactionAfterAReset() throws {
            let bench = try Bench(3)
            defer { bench.clear() }
            let foreign = try ForeignProcess(at: bench.reader)
            let connection = try bench.connect()
            _ = try connection.count()
            #expect(foreign.order("connect") == "00000000")
            #expect(foreign.order("reset") == "00000000")
            let before = bench.card.total
            #expect(throws: CardError.transport(.cardReset)) { try connection.count() }
            #expect(bench.card.total == before)
            #expect(try connection.count() == 1)
        }
    }
}

/// The fault of a card that somebody else holds, whoever that is.
func busy(_ error: any Error) -> Bool {
    guard case .transport(.busy) = error as? CardError else { return false }
    return true
}
