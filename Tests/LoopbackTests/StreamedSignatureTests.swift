// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import CardCrypto
import CardTesting
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCardPlugs

/// Signatures over messages that were hashed in parts and not kept.
@Suite struct StreamedSignatureTests {
    private func signer(_ connection: CountingConnection) throws -> ProfessionalCard {
        _ = try connection.begin(patience: .seconds(1))
        let card = try ProfessionalCard.recognise(connection.atr, over: connection.channel())
        try card.verify(.holder, TestBench.pin("1234"))
        return card
    }

    @Test(
        arguments: [
            ("cps3-medecin", SignatureScheme.pkcs1(.sha256)), ("cps3-medecin", .pkcs1(.sha1)),
            ("cps4-medecin", .pkcs1(.sha256)), ("cps4-medecin", .pss(.sha256)),
        ], [1, 64, 65, 1000])
    func signsLikeTheWholeMessage(of card: (profile: String, scheme: SignatureScheme), count: Int) throws {
        let function: HashFunction = card.scheme == .pkcs1(.sha1) ? .sha1 : .sha256
        let message = [UInt8](repeating: 0x5A, count: count)
        var hash = MessageHash(function)
        for byte in message { hash.update([byte]) }
        let signer = try signer(TestBench(card.profile).connect())
        let signature = try signer.sign(.streamed(hash), card.scheme, with: .signature)
        let padding: SignaturePadding = card.scheme == .pss(.sha256) ? .pss : .pkcs1
        #expect(
            try signer.publicKey(.signature)
                .verifies(signature, digest: function.digest(message), function, padding))
    }

    /// A card that takes no ready digest gets the last bytes, though the message is gone.
    @Test(arguments: [1, 64, 65, 1000]) func hashesOnACardThatWantsTo(count: Int) throws {
        let bench = try TestBench("cps3-medecin")
        let message = [UInt8](repeating: 0x5A, count: count)
        let connection = try bench.connect()
        let signer = try signer(connection)
        _ = try signer.key(.signature)
        _ = try signer.certificate(.signature)
        _ = try signer.sign(.message([1]), .pkcs1(.sha256), with: .signature)
        // With the environment set, the next command is PSO CDS.
        bench.plan.addForNextCommand(.status(.incorrectData))
        connection.restart()
        let signature = try signer.sign(
            .streamed(MessageHash(.sha256, of: message)), .pkcs1(.sha256), with: .signature)
        #expect(connection.commands.contains { $0.hasPrefix("002A90A0") }, "\(connection.commands)")
        #expect(
            try signer.publicKey(.signature)
                .verifies(signature, digest: HashFunction.sha256.digest(message), .sha256, .pkcs1))
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"]) func refusesAnotherHashThanTheSchemes(profile: String) throws {
        let signer = try signer(TestBench(profile).connect())
        #expect(throws: CardError.unsupportedOperation("message hashed otherwise")) {
            try signer.sign(.streamed(MessageHash(.sha1, of: [1])), .pkcs1(.sha256), with: .signature)
        }
    }
}
