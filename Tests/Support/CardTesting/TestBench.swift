// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import CardCrypto
internal import CardProfiles
public import Foundation
internal import ISO7816
public import SecretMemory
public import VirtualCardPlugs
public import VirtualCards

/// A virtual card in a loopback reader.
public final class TestBench {
    /// The readers; the card is in `TEST 0`.
    public let service: LoopbackReaderService
    /// The card.
    public let card: VirtualCard
    /// Faults for the face that is in the reader.
    public let plan = FaultPlan()
    /// The reader's name.
    public static let reader = "TEST 0"

    /// The folder of card profiles of this checkout.
    public static let cards = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../Cards").standardizedFileURL

    /// Puts the contact face of a profile into the reader, or its contactless face.
    public init(_ profile: String, contactless: Bool = false, seed: UInt64 = 1) throws {
        let loaded = try CardProfile(folder: TestBench.cards.appendingPathComponent(profile))
        card = try VirtualCard(loaded, random: SeededRandom(seed: seed))
        service = LoopbackReaderService(readers: [TestBench.reader])
        let face = contactless ? card.contactless : card.contact
        guard let face else { throw CardError.transport(.noCard) }
        try service.insert(FaultyFace(face, plan: plan), into: TestBench.reader)
    }

    /// A connection that counts.
    public func connect() throws -> CountingConnection {
        CountingConnection(try service.connect(to: TestBench.reader))
    }

    /// Digits as a secret.
    public static func pin(_ digits: String) -> SecretBytes {
        SecretBytes(copying: Array(digits.utf8).span)
    }
}
