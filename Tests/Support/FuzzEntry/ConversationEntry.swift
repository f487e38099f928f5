// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import CardCrypto
internal import CardToken
internal import HealthCard
internal import ISO7816
internal import SecretMemory
internal import VirtualCardPlugs
internal import VirtualCards

/// What a host does with a card from its insertion on.
public enum ConversationEntry {
    /// How far a conversation came.
    public struct Outcome: Hashable, Sendable {
        /// The card was recognised.
        public var isRecognised = false
        /// Its free contents were read.
        public var showsContents = false
        /// A signature was made and checked, or a cryptogram deciphered.
        public var usesKeys = false
    }

    /// Plays a script to the end: `card show`, then what a verified PIN opens.
    @discardableResult
    public static func run(_ script: ConversationScript) -> Outcome {
        guard let connection = try? ScriptedConnection(script) else { return Outcome() }
        return run(connection, isOver: { connection.isOver })
    }

    private static func run(_ connection: any CardConnection, isOver: () -> Bool) -> Outcome {
        var outcome = Outcome()
        guard let token = try? HealthCardToken(connection, patience: .zero) else { return outcome }
        outcome.isRecognised = true
        outcome.showsContents = (try? token.contents()) != nil
        let steps: [() throws -> Bool] = [
            {
                _ = try token.objects().map { object in try? token.read(object.label) }; return false
            },
            {
                _ = try token.challenge(); return false
            },
            {
                _ = try token.privateContents(pin("1234"), consent: .given); return false
            },
            {
                _ = try token.sign(.message([1]), .pkcs1(.sha256), with: .signature, pin("1234")); return true
            },
            {
                _ = try token.sign(.message([2]), .pss(.sha256), with: .authentication, pin("1234")); return true
            },
            {
                _ = try token.decipher([UInt8](repeating: 1, count: 256), pin("1234")); return true
            },
            {
                try token.changePIN(from: pin("1234"), to: pin("5678")); return false
            },
            {
                try token.unblockPIN(with: pin("12345678"), to: pin("1234"), consent: .given); return false
            },
            {
                _ = try session(token); return true
            },
        ]
        for step in steps where !isOver() {
            if (try? step()) == true { outcome.usesKeys = true }
        }
        return outcome
    }

    private static func session(_ token: HealthCardToken) throws -> [UInt8] {
        let session = try token.signingSession(.signature, .pkcs1(.sha256), pin("1234")) { .zero }
        defer { session.close() }
        _ = try session.sign([3])
        return try session.sign([4])
    }

    private static func pin(_ digits: String) -> SecretBytes {
        SecretBytes(copying: Array(digits.utf8).span)
    }
}

extension ConversationEntry {
    /// The script of a whole conversation with a virtual card.
    ///
    /// - Parameter profile: a folder of Cards.
    public static func record(_ profile: String, contactless: Bool = false) throws -> ConversationScript {
        let card = try VirtualCard(Fixtures.card(profile), random: SeededRandom(seed: 1))
        let service = LoopbackReaderService(readers: ["TEST 0"])
        guard let face = contactless ? card.contactless : card.contact else { throw CardError.transport(.noCard) }
        try service.insert(face, into: "TEST 0")
        let connection = RecordingConnection(try service.connect(to: "TEST 0"))
        _ = run(connection, isOver: { false })
        return connection.script
    }
}
