// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardTesting
import CardToken
import HealthCard
import SecretMemory
import VirtualCardPlugs
import VirtualCards

/// What products do with a card, each from a new connection on.
enum CardWork: String, CaseIterable, Sendable {
    case identify, contents, privateContents, sign, authenticate, changePIN, unblockPIN

    static let oldPIN = "1234"
    static let newPIN = "87654"
    static let puk = "12345678"
    static let message: [UInt8] = Array("TEST".utf8)

    /// Does it and returns the signature, if it makes one; `pin` is the one that the card holds.
    @discardableResult
    func run(_ token: HealthCardToken, pin: String = oldPIN) throws(TokenError) -> [UInt8]? {
        switch self {
        case .identify: _ = try token.summary()
        case .contents: _ = try token.contents()
        case .privateContents: _ = try token.privateContents(TestBench.pin(pin))
        case .sign: return try signature(token, .signature, pin)
        case .authenticate: return try signature(token, .authentication, pin)
        case .changePIN: try token.changePIN(from: TestBench.pin(pin), to: TestBench.pin(CardWork.newPIN))
        case .unblockPIN:
            try token.unblockPIN(with: TestBench.pin(CardWork.puk), to: TestBench.pin(CardWork.newPIN))
        }
        return nil
    }

    private func signature(_ token: HealthCardToken, _ role: KeyRole, _ pin: String) throws(TokenError) -> [UInt8] {
        try token.sign(.message(CardWork.message), .pkcs1(.sha256), with: role, TestBench.pin(pin))
    }

    /// Brings the card into the state that the work is for, two tries left so that a lost one shows.
    func prepare(_ bench: TestBench) {
        bench.set { snapshot in
            snapshot.pin.value = .init(Array(CardWork.oldPIN.utf8))
            snapshot.pin.left = self == .unblockPIN ? 0 : 2
            snapshot.puk.left = 9
            snapshot.puk.uses = 100
        }
    }

    /// How many commands it takes from the connection on when nothing goes wrong.
    func commands(_ bench: TestBench) throws -> Int {
        prepare(bench)
        try bench.insert()
        try run(HealthCardToken(bench.connect()))
        return bench.plan.commands
    }
}
