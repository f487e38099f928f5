// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardTesting
import CardToken
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCards

/// Wrong PINs, the guard, the block and the way out: at each step our counters are the card's.
@Suite struct TryGuardTests {
    static let profiles = ["cps3-medecin", "cps4-medecin", "cps4-t0"]

    @Test(arguments: profiles)
    func countsWithTheCardFromTheFirstErrorToTheUnblocking(profile: String) throws {
        let bench = try TestBench(profile)
        let token = try HealthCardToken(bench.connect())
        try expect(3, 10, token, bench)
        #expect(throws: wrong(2)) { try token.verify(.holder, TestBench.pin("0000")) }
        try expect(2, 10, token, bench)
        #expect(throws: wrong(1)) { try token.changePIN(from: TestBench.pin("0000"), to: TestBench.pin("4321")) }
        try expect(1, 10, token, bench)
        let sent = bench.card.statistics.verifications
        let guarded = TokenError.card(.tryGuard(.holder, triesLeft: 1))
        #expect(throws: guarded) { try token.verify(.holder, TestBench.pin("1234")) }
        #expect(throws: guarded) { try token.changePIN(from: TestBench.pin("1234"), to: TestBench.pin("4321")) }
        #expect(throws: guarded) {
            try token.signingSession(.signature, .pkcs1(.sha256), TestBench.pin("1234"), uptime: { .zero })
        }
        #expect(bench.card.statistics.verifications == sent)
        try expect(1, 10, token, bench)
        let blocked = TokenError.card(.pinBlocked(.holder))
        #expect(throws: blocked) { try token.verify(.holder, TestBench.pin("0000"), consent: .given) }
        try expect(0, 10, token, bench)
        let sentToBlock = bench.card.statistics.verifications
        #expect(throws: blocked) { try token.verify(.holder, TestBench.pin("1234"), consent: .given) }
        #expect(bench.card.statistics.verifications == sentToBlock)
        #expect(throws: TokenError.card(.wrongPIN(.unblocking, triesLeft: 9))) {
            try token.unblockPIN(with: TestBench.pin("00000000"), to: TestBench.pin("4321"))
        }
        try expect(0, 9, token, bench)
        try token.unblockPIN(with: TestBench.pin(CardWork.puk), to: TestBench.pin("4321"))
        #expect(bench.holds("4321"))
        try expect(3, 10, token, bench)
        try token.verify(.holder, TestBench.pin("4321"))
        try token.changePIN(from: TestBench.pin("4321"), to: TestBench.pin("12345678"))
        #expect(bench.holds("12345678"))
        try expect(3, 10, token, bench)
    }

    @Test(arguments: profiles)
    func lastTryIsGivenBackByTheRightPIN(profile: String) throws {
        let bench = try TestBench(profile)
        bench.set { $0.pin.left = 1 }
        let token = try HealthCardToken(bench.connect())
        try token.verify(.holder, TestBench.pin("1234"), consent: .given)
        try expect(3, 10, token, bench)
    }

    @Test(arguments: profiles)
    func guardsTheUnblockingCodeAtThreeTries(profile: String) throws {
        let bench = try TestBench(profile)
        bench.set { snapshot in
            snapshot.pin.left = 0
            snapshot.puk.left = 3
        }
        let token = try HealthCardToken(bench.connect())
        let guarded = TokenError.card(.tryGuard(.unblocking, triesLeft: 3))
        #expect(throws: guarded) {
            try token.unblockPIN(with: TestBench.pin(CardWork.puk), to: TestBench.pin("4321"))
        }
        try expect(0, 3, token, bench)
        try token.unblockPIN(with: TestBench.pin(CardWork.puk), to: TestBench.pin("4321"), consent: .given)
        try expect(3, 10, token, bench)
    }

    @Test func guardsTheUsesOfTheUnblockingCode() throws {
        let bench = try TestBench("cps3-medecin")
        bench.set { $0.puk.uses = 5 }
        let token = try HealthCardToken(bench.connect())
        #expect(try token.pinState(.unblocking).usesLeft == 5)
        #expect(throws: TokenError.card(.tryGuard(.unblocking, triesLeft: 5))) {
            try token.unblockPIN(with: TestBench.pin(CardWork.puk), to: TestBench.pin("4321"))
        }
        bench.set { $0.puk.uses = 0 }
        #expect(throws: TokenError.card(.pinBlocked(.unblocking))) {
            try token.unblockPIN(with: TestBench.pin(CardWork.puk), to: TestBench.pin("4321"), consent: .given)
        }
    }

    @Test(arguments: profiles, ["123", "123456789", "12a4", "", "12 4"])
    func refusesWhatIsNoPINBeforeSendingIt(profile: String, digits: String) throws {
        let bench = try TestBench(profile)
        let token = try HealthCardToken(bench.connect())
        let format = TokenError.card(.pinFormat(.holder, digits: 4...8))
        #expect(throws: format) { try token.verify(.holder, TestBench.pin(digits)) }
        #expect(throws: format) { try token.changePIN(from: TestBench.pin("1234"), to: TestBench.pin(digits)) }
        #expect(throws: format) {
            try token.unblockPIN(with: TestBench.pin(CardWork.puk), to: TestBench.pin(digits))
        }
        #expect(bench.card.statistics.verifications == 0)
        try expect(3, 10, token, bench)
    }

    private func wrong(_ left: Int) -> TokenError { .card(.wrongPIN(.holder, triesLeft: left)) }

    private func expect(
        _ pin: Int, _ puk: Int, _ token: HealthCardToken, _ bench: TestBench,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let told = [try token.pinState(.holder).triesLeft, try token.pinState(.unblocking).triesLeft]
        #expect(told == [pin, puk], sourceLocation: sourceLocation)
        let held = bench.card.snapshot
        #expect([held.pin.left, held.puk.left] == [pin, puk], sourceLocation: sourceLocation)
    }
}
