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

/// Exchanges at the PC/SC boundary do not vary, so they are asserted; the established middleware needs 49, 18, 29, 41.
@Suite struct ExchangeCountTests {
    @Test(arguments: [
        ("cps3-medecin", false, 15), ("cps3-medecin", true, 8), ("cps4-medecin", false, 11), ("cps4-t0", false, 14),
    ])
    func identifies(profile: String, contactless: Bool, most: Int) throws {
        let bench = try TestBench(profile, contactless: contactless)
        let connection = try bench.connect()
        let token = try HealthCardToken(connection)
        let summary = try token.summary()
        #expect(connection.commands.count <= most, "\(connection.commands)")
        #expect(summary.identity.serial.digits == (profile == "cps4-t0" ? "99001006" : summary.identity.serial.digits))
        if !contactless {
            #expect(summary.pin?.triesLeft == 3)
            #expect(summary.puk?.triesLeft == 10)
            #expect(summary.pinDigits == 4...8)
        }
        #expect(summary.label.hasPrefix("CPX IAS"))
    }

    @Test(arguments: [
        ("cps3-medecin", KeyRole.signature, SignatureScheme.pkcs1(.sha256), 4, 2),
        ("cps3-medecin", .authentication, .pkcs1(.sha256), 3, 2),
        ("cps4-medecin", .signature, .pkcs1(.sha256), 2, 1), ("cps4-medecin", .signature, .pss(.sha256), 2, 1),
        ("cps4-medecin", .authentication, .pkcs1(.sha256), 3, 2),
        ("cps4-medecin", .authentication, .pss(.sha256), 2, 1), ("cps4-t0", .signature, .pkcs1(.sha256), 3, 2),
        ("cps4-t0", .authentication, .pkcs1(.sha256), 4, 3),
    ])
    func signs(profile: String, role: KeyRole, scheme: SignatureScheme, each: Int, kept: Int) throws {
        let bench = try TestBench(profile)
        let connection = try bench.connect()
        let card = try recognised(connection)
        _ = try card.certificate(role)
        _ = try card.key(role)
        try card.verify(.holder, TestBench.pin("1234"))
        _ = try card.sign(.message([1, 2, 3]), scheme, with: role)
        connection.restart()
        _ = try card.sign(.message([4, 5, 6]), scheme, with: role)
        #expect(connection.restart().count <= kept)
        card.beginTransaction(afterReset: false)
        _ = try card.sign(.message([7, 8, 9]), scheme, with: role)
        #expect(connection.commands.count <= each, "\(connection.commands)")
    }

    @Test func authenticatesContactlessWithoutPIN() throws {
        let bench = try TestBench("cps3-medecin", contactless: true)
        let connection = try bench.connect()
        let card = try recognised(connection)
        _ = try card.certificate(.technical)
        _ = try card.sign(.message([1]), .pkcs1(.sha256), with: .technical)
        connection.restart()
        _ = try card.sign(.message([2]), .pkcs1(.sha256), with: .technical)
        #expect(connection.restart().count == 1)
        card.beginTransaction(afterReset: false)
        _ = try card.sign(.message([3]), .pkcs1(.sha256), with: .technical)
        #expect(connection.commands.count == 2)
    }

    private func recognised(_ connection: CountingConnection) throws -> ProfessionalCard {
        _ = try connection.begin(patience: .seconds(1))
        return try ProfessionalCard.recognise(connection.atr, over: connection.channel())
    }
}
