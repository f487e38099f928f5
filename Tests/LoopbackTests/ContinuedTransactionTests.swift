// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import CardCrypto
import CardTesting
import CardToken
import HealthCard
import ISO7816
import SecretMemory
import Testing

/// A transaction that goes on where the last one ended finds the card as we left it; any other may not.
@Suite struct ContinuedTransactionTests {
    @Test(arguments: ["cps3-medecin", "cps4-medecin", "cps4-t0"])
    func setsTheEnvironmentOncePerTransactionOfTheService(profile: String) throws {
        let connection = LingeringConnection(try TestBench(profile).connect())
        let login = try HealthCardToken(connection).login(.holder, TestBench.pin("1234"), .kept)
        defer { login.end() }
        func sign(_ byte: UInt8) throws -> [String] {
            connection.inner.restart()
            _ = try login.perform { (card) throws(CardError) in
                try card.sign(.message([byte]), .pkcs1(.sha256), with: .authentication)
            }
            return connection.inner.restart()
        }
        _ = try sign(1)
        let alone = try sign(2)
        connection.lingers = true
        let first = try sign(3)
        let continued = try sign(4)
        connection.lingers = false
        let last = try sign(5)
        let after = try sign(6)
        #expect(isEnvironmentSet(alone))
        #expect(first.count == alone.count)
        #expect(!isEnvironmentSet(continued))
        #expect(!isEnvironmentSet(last))
        #expect(continued.count < alone.count)
        #expect(after.count == alone.count)
        #expect(isEnvironmentSet(after))
    }

    @Test func presentsThePINAgainAfterAResetOfOurOwnThatALingeringCardFollows() throws {
        let connection = LingeringConnection(try TestBench("cps3-medecin").connect())
        let token = try HealthCardToken(connection)
        connection.lingers = true
        let login = try token.login(.holder, TestBench.pin("1234"), .perOperation)
        for byte in 1...3 as ClosedRange<UInt8> {
            connection.inner.restart()
            _ = try login.perform { (card) throws(CardError) in
                try card.sign(.message([byte]), .pkcs1(.sha256), with: .authentication)
            }
            #expect(connection.inner.restart().contains { $0.dropFirst(2).hasPrefix("20") && $0.hasSuffix("**") })
        }
    }

    /// MANAGE SECURITY ENVIRONMENT, on whatever logical channel.
    private func isEnvironmentSet(_ commands: [String]) -> Bool {
        commands.contains { $0.dropFirst(2).hasPrefix("22") }
    }
}

/// Keeps the card between transactions, as the connection to pcscd does in a burst.
private final class LingeringConnection: CardConnection {
    let inner: CountingConnection
    var lingers = false
    private var isHeld = false

    init(_ inner: CountingConnection) {
        self.inner = inner
    }

    var reader: String { inner.reader }
    var atr: ATR { inner.atr }
    var transmission: TransmissionProtocol { inner.transmission }

    func begin(patience: Duration) throws(CardError) -> TransactionStart {
        if isHeld { return .continued }
        return try inner.begin(patience: patience)
    }

    func end(_ disposition: CardDisposition) {
        isHeld = lingers && disposition == .leave
        if !isHeld { inner.end(disposition) }
    }

    func disconnect(_ disposition: CardDisposition) {
        isHeld = false
        inner.disconnect(disposition)
    }

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        try inner.exchange(command)
    }
}
