// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import Foundation
import ISO7816
import PCSCTransport
import SecretMemory
import Testing

extension PCSCIntegrationTests {
    @Suite struct Losses {
        @Test func tellsRemovalDuringAnExchange() throws {
            let bench = try Bench(0)
            defer { bench.clear() }
            let connection = try bench.connect()
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            for _ in 0..<3 { _ = try connection.count() }
            bench.card.removeAtCommand(1)
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.count() }
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.count() }
            connection.end(.reset)
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.begin(patience: .zero) }
        }

        @Test func tellsRemovalBetweenTransactions() throws {
            let bench = try Bench(0)
            let connection = try bench.connect()
            bench.clear()
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.begin(patience: .seconds(1)) }
        }

        @Test(arguments: [false, true])
        func neverGoesOnWithAnotherCard(isResetByAnother: Bool) throws {
            let bench = try Bench(1)
            let connection = try bench.connect()
            bench.clear()
            let other = TinyCard(atr: TinyCard.cps4)
            #expect(other.insert(at: bench.port))
            defer {
                other.remove()
                try? bench.wait(for: .empty)
            }
            try bench.wait(for: .present)
            if isResetByAnother {
                // In the service, the reset of the new card takes the place of the removal of the old one.
                let foreign = try ForeignProcess(at: bench.reader)
                #expect(foreign.order("connect") == "00000000")
                #expect(foreign.order("reset") == "00000000")
            }
            let before = other.total
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.begin(patience: .seconds(1)) }
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.count() }
            #expect(other.total == before)
        }

        @Test func cancelsAWaitFromAnotherThread() throws {
            let bench = try Bench(1)
            defer { bench.clear() }
            let known = try bench.readers.readers()
            let readers = bench.readers
            Thread {
                usleep(200_000)
                readers.cancel()
            }.start()
            #expect(throws: CardError.cancelled) { try readers.changes(since: known, patience: .seconds(3600)) }
            #expect(try readers.changes(since: known, patience: .milliseconds(50)) == known)
        }

        @Test func findsTheServiceAgainAfterItWasKilled() throws {
            let bench = try Bench(0)
            let connection = try bench.connect()
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            bench.service.kill(andRestart: false)
            #expect(throws: CardError.transport(.serviceUnavailable)) { try connection.count() }
            #expect(throws: CardError.transport(.serviceUnavailable)) { try connection.begin(patience: .zero) }
            connection.disconnect(.reset)
            #expect(throws: CardError.transport(.serviceUnavailable)) { try bench.readers.readers() }
            #expect(throws: CardError.transport(.serviceUnavailable)) { try bench.readers.connect(to: bench.reader) }
            bench.service.restart()
            until { (try? bench.readers.readers().count) ?? 0 >= bench.service.readers.count }
            #expect(bench.card.insert(at: bench.port))
            defer { bench.clear() }
            try bench.wait(for: .present)
            let again = try bench.connect()
            #expect(try again.begin(patience: .seconds(1)) == .undisturbed)
            #expect(try again.count() >= 1)
            again.end(.leave)
        }

        @Test func aWatchLivesThroughARestart() throws {
            let bench = try Bench(0)
            let known = try bench.readers.readers()
            #expect(known.contains { $0.card == .present })
            let service = bench.service
            Thread {
                usleep(200_000)
                service.kill(andRestart: true)
            }.start()
            // Either the new service is there at once, or its absence is told and the next call finds it.
            var states = known
            until {
                do {
                    states = try bench.readers.changes(since: known, patience: .seconds(2))
                } catch {
                    #expect(error as? CardError == .transport(.serviceUnavailable))
                }
                return states != known
            }
            until { (try? bench.readers.readers().count) ?? 0 >= bench.service.readers.count }
            #expect(bench.card.insert(at: bench.port))
            defer { bench.clear() }
            try bench.wait(for: .present)
        }

        @Test func answersWhileTheServiceIsFrozen() throws {
            let bench = try Bench(0)
            let connection = try bench.connect()
            let pid = try #require(bench.service.pid)
            kill(pid, SIGSTOP)
            // A signal takes its time: until then a thread of pcscd may still answer.
            until { isStopped(pid) }
            // Were one of these to wait for the service, the test would never come to wake it.
            #expect { try connection.begin(patience: .milliseconds(200)) } throws: { busy($0) }
            #expect(throws: CardError.transport(.serviceUnavailable)) { try bench.readers.readers() }
            kill(pid, SIGCONT)
            defer { bench.clear() }
            #expect(try connection.begin(patience: .seconds(5)) == .undisturbed)
            connection.end(.leave)
            #expect(try bench.readers.readers().contains { $0.name == bench.reader && $0.card == .present })
        }

        @Test func tellsAFullServiceFromAForbiddenOne() throws {
            let bench = try Bench(0)
            defer { bench.clear() }
            var held: [PCSCReaderService] = []
            var refusal: (any Error)?
            for _ in 0..<220 where refusal == nil {
                let next = PCSCReaderService()
                do {
                    _ = try next.readers()
                    held.append(next)
                } catch {
                    refusal = error
                }
            }
            // SCARD_E_SERVER_TOO_BUSY; pcscd itself says SCARD_W_SECURITY_VIOLATION, as for a user whom polkit refuses.
            #expect(refusal as? CardError == .transport(.communication(code: 0x8010_0031)))
            held.removeAll()
            until { (try? PCSCReaderService().readers()) != nil }
            #expect(try bench.readers.readers().count >= bench.service.readers.count)
        }

        @Test func leaksNeitherDescriptorsNorThreadsNorContexts() throws {
            let isLong = ProcessInfo.processInfo.environment["CADUCEE_TEST_ALL"] == "1"
            let bench = try Bench(0)
            defer { bench.clear() }
            var random = SeededNumbers(seed: 20_261_121)
            let other = try bench.connect()
            func cycle() throws {
                let connection = try bench.connect()
                switch random.next() % 8 {
                case 0: break
                case 1: connection.disconnect(.reset)
                case 2:
                    _ = try other.begin(patience: .seconds(1))
                    #expect { try connection.begin(patience: .zero) } throws: { busy($0) }
                    other.end(.leave)
                case 3:
                    _ = try connection.begin(patience: .seconds(1))
                    #expect { try connection.begin(patience: .zero) } throws: { !busy($0) }
                case 4:
                    #expect(throws: CardError.self) { try connection.exchange([0x00]) }
                    connection.disconnect(.leave)
                case 5:
                    #expect(throws: CardError.transport(.noReader)) { try bench.readers.connect(to: "absent") }
                    #expect(throws: CardError.transport(.noCard)) {
                        try bench.readers.connect(to: bench.service.readers[3])
                    }
                case 6:
                    _ = try PCSCReaderService().readers()
                default:
                    _ = try connection.begin(patience: .seconds(1))
                    _ = try connection.count()
                    connection.end(random.next() % 2 == 0 ? .leave : .reset)
                    connection.disconnect(.leave)
                    connection.disconnect(.reset)
                }
            }
            for _ in 0..<20 { try cycle() }
            let before = Resources.now
            // Twice as many as pcscd has contexts for.
            for _ in 0..<(isLong ? 1000 : 200) * 2 { try cycle() }
            until { Resources.now.threads <= before.threads && Resources.now.files <= before.files }
            #expect(Resources.now.files <= before.files)
            #expect(Resources.now.threads <= before.threads)
            #expect(try bench.readers.readers().count >= bench.service.readers.count)
        }
    }
}

/// What this process holds of the system.
struct Resources {
    var files: Int
    var threads: Int

    static var now: Resources {
        func count(_ folder: String) -> Int {
            (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? 0
        }
        return Resources(files: count("/proc/self/fd"), threads: count("/proc/self/task"))
    }
}

/// Repeatable numbers (xorshift).
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state >> 8
    }
}

/// Whether every thread of a process is stopped by a signal (proc(5), third field of stat).
private func isStopped(_ pid: pid_t) -> Bool {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    return !tasks.isEmpty
        && tasks.allSatisfy { task in
            let stat = (try? String(contentsOfFile: "/proc/\(pid)/task/\(task)/stat", encoding: .utf8)) ?? ""
            // The second field, the name, may hold spaces: it ends with the last parenthesis.
            return stat.split(separator: ")").last?.hasPrefix(" T") == true
        }
}
