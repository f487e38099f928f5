// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import CardCrypto
import CardTesting
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCards

/// What a card lists beyond certificates, and how often it is asked for it.
@Suite struct CardObjectTests {
    private func recognised(_ connection: CountingConnection) throws -> ProfessionalCard {
        _ = try connection.begin(patience: .seconds(1))
        return try ProfessionalCard.recognise(connection.atr, over: connection.channel())
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"]) func listsPublicKeysOnce(profile: String) throws {
        let connection = try TestBench(profile).connect()
        let card = try recognised(connection)
        let listed = try card.publicKeyObjects()
        #expect(Set(listed.map(\.role)) == [.signature, .authentication])
        for key in listed {
            #expect(try card.key(key.role).identifier == key.identifier)
            #expect(key.modulusBits == 2048)
        }
        connection.restart()
        #expect(try card.publicKeyObjects() == listed)
        #expect(connection.commands.isEmpty)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"]) func tellsUsesOfKeys(profile: String) throws {
        let card = try recognised(TestBench(profile).connect())
        let signature = try card.key(.signature)
        #expect(signature.signs)
        #expect(!signature.decrypts)
        let authentication = try card.key(.authentication)
        #expect(authentication.signs)
        #expect(authentication.decrypts)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"]) func givesPublicKeysFromCertificatesOnce(profile: String) throws
    {
        let connection = try TestBench(profile).connect()
        let card = try recognised(connection)
        let key = try card.publicKey(.authentication)
        #expect(try card.publicKey(.signature) != key)
        connection.restart()
        #expect(try card.publicKey(.authentication) == key)
        #expect(connection.commands.isEmpty)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"]) func namesTheApplicationOfEveryObject(profile: String) throws {
        let objects = try recognised(TestBench(profile).connect()).objects()
        #expect(objects.contains { $0.label == "CPS_SIT_FACT" })
        #expect(objects.allSatisfy { $0.application == "CPS" })
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"], [PINRole.holder, .unblocking])
    func tellsTriesWithOneExchange(profile: String, role: PINRole) throws {
        let bench = try TestBench(profile)
        bench.set { snapshot in
            snapshot.pin.left = 2
            snapshot.puk.left = 7
        }
        try bench.insert()
        let connection = try bench.connect()
        let card = try recognised(connection)
        connection.restart()
        let state = try card.tries(role)
        #expect(connection.commands.count == 1)
        #expect(state.triesLeft == (role == .holder ? 2 : 7))
        #expect(state.maximumTries == (role == .holder ? 3 : 10))
        #expect(state.usesLeft == nil)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"]) func takesAVerifiedPINForFull(profile: String) throws {
        let connection = try TestBench(profile).connect()
        let card = try recognised(connection)
        try card.verify(.holder, TestBench.pin("1234"))
        connection.restart()
        #expect(try card.tries(.holder).triesLeft == 3)
        #expect(connection.commands.count == 1)
    }

    @Test func tellsNoTriesContactless() throws {
        let card = try recognised(TestBench("cps3-medecin", contactless: true).connect())
        #expect(throws: CardError.self) { try card.tries(.holder) }
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"]) func writesWhatHostsMayWrite(profile: String) throws {
        let bench = try TestBench(profile)
        let card = try recognised(bench.connect())
        let object = try #require(try card.objects().first { $0.isModifiable })
        try card.verify(.holder, TestBench.pin("1234"))
        let before = try card.read(object)
        try card.write([0x30, 0x01, 0x42], to: object)
        let after = try card.read(object)
        #expect(after.count == before.count)
        #expect(after.starts(with: [0x30, 0x01, 0x42]))
        #expect(after.dropFirst(3).allSatisfy { $0 == 0 })
        #expect(throws: CardError.self) { try card.write([UInt8](repeating: 1, count: before.count + 1), to: object) }
        // The PIN still holds: a signature follows in the same transaction.
        _ = try card.sign(.message([1]), .pkcs1(.sha256), with: .signature)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"]) func writesNothingElse(profile: String) throws {
        let card = try recognised(TestBench(profile).connect())
        try card.verify(.holder, TestBench.pin("1234"))
        for object in try card.objects() where !object.isModifiable {
            #expect(throws: CardError.self) { try card.write([0], to: object) }
        }
    }
}
