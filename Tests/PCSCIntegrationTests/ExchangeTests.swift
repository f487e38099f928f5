// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import ISO7816
import PCSCTransport
import SecretMemory
import Testing

extension PCSCIntegrationTests {
    @Suite struct Exchanges {
        @Test(arguments: [(TinyCard.cps3, TransmissionProtocol.t0), (TinyCard.cps4, .t1)])
        func connectsInTheProtocolOfTheATR(atr: [UInt8], expected: TransmissionProtocol) throws {
            let bench = try Bench(0, atr: atr)
            defer { bench.clear() }
            let connection = try bench.connect()
            #expect(connection.transmission == expected)
            #expect(connection.atr.bytes == atr)
            #expect(connection.reader == bench.reader)
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            let first = try connection.count()
            #expect(try connection.count() == first + 1)
            connection.end(.leave)
        }

        @Test(arguments: [256, 257, 32_768, 65_533])
        func carriesLongAnswers(count: Int) throws {
            let bench = try Bench(0)
            defer { bench.clear() }
            let connection = try bench.connect()
            let answer = try connection.exchange([0x00, 0xCB, UInt8(count >> 8), UInt8(count & 0xFF), 0x00, 0x00, 0x00])
            #expect(answer.count == count + 2)
            #expect(Array(answer) == (0..<count).map { UInt8(truncatingIfNeeded: $0) } + [0x90, 0x00])
        }

        @Test(arguments: [256, 65_528])
        func carriesLongCommands(count: Int) throws {
            let bench = try Bench(0)
            defer { bench.clear() }
            let connection = try bench.connect()
            let command =
                [0x00, 0xDB, 0x3F, 0xFF, 0x00, UInt8(count >> 8), UInt8(count & 0xFF)]
                + [UInt8](repeating: 0x5A, count: count)
            let answer = try connection.exchange(WipingBytes(command))
            #expect(Array(answer) == [UInt8(count >> 8), UInt8(count & 0xFF), 0x90, 0x00])
        }

        @Test func listsEveryReaderWithItsState() throws {
            let bench = try Bench(1)
            let states = try bench.readers.readers()
            #expect(Set(states.map(\.name)).isSuperset(of: bench.service.readers))
            #expect(states.first { $0.name == bench.reader }?.atr == TinyCard.cps4)
            let before = states.first { $0.name == bench.reader }?.eventCount ?? 0
            bench.clear()
            let after = try bench.readers.readers().first { $0.name == bench.reader }
            #expect(after?.card == .empty)
            #expect(after?.atr == nil)
            #expect((after?.eventCount ?? 0) > before)
        }

        @Test func refusesAReaderThatDoesNotExistAndAnEmptyOne() throws {
            let bench = try Bench(1)
            bench.clear()
            #expect(throws: CardError.transport(.noReader)) { try bench.readers.connect(to: "Lecteur Zéro") }
            #expect(throws: CardError.transport(.noCard)) { try bench.connect() }
        }

        @Test func forgetsVerifiedPINWhenTransactionEndsWithReset() throws {
            let bench = try Bench(1)
            defer { bench.clear() }
            let connection = try bench.connect()
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            try connection.verify()
            connection.end(.leave)
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            #expect(try connection.isVerified())
            connection.end(.reset)
            #expect(try connection.begin(patience: .seconds(1)) == .undisturbed)
            #expect(try connection.isVerified() == false)
            connection.end(.leave)
        }

        @Test func refusesUseAfterDisconnecting() throws {
            let bench = try Bench(1)
            defer { bench.clear() }
            let connection = try bench.connect()
            connection.disconnect(.reset)
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.begin(patience: .zero) }
            #expect(throws: CardError.transport(.cardRemoved)) { try connection.count() }
        }
    }
}
