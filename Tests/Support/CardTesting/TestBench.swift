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
    /// Faults for the face that is in the reader, counted from when it was put there.
    public private(set) var plan = FaultPlan()
    /// The reader's name.
    public static let reader = "TEST 0"

    private let face: any VirtualCardFace

    /// The folder of card profiles of this checkout.
    public static let cards = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../Cards").standardizedFileURL

    /// Puts the contact face of a profile into the reader, or its contactless face.
    ///
    /// The reader keeps power, so that whatever one process leaves on the card is there for the next.
    public init(_ profile: String, contactless: Bool = false, seed: UInt64 = 1) throws {
        let loaded = try CardProfile(folder: TestBench.cards.appendingPathComponent(profile))
        card = try VirtualCard(loaded, random: SeededRandom(seed: seed))
        service = LoopbackReaderService()
        service.addReader(TestBench.reader, keepsPower: true)
        guard let face = contactless ? card.contactless : card.contact else {
            throw CardError.transport(.noCard)
        }
        self.face = face
        try insert()
    }

    /// Puts the card in anew, freshly powered, with these faults only; `behind` may put something between.
    public func insert(
        _ faults: [FaultInjection] = [], behind: (any VirtualCardFace) -> any VirtualCardFace = { $0 }
    ) throws {
        plan = FaultPlan(faults)
        try service.insert(FaultyFace(behind(face), plan: plan), into: TestBench.reader)
    }

    /// A connection that counts.
    public func connect() throws -> CountingConnection {
        CountingConnection(try service.connect(to: TestBench.reader))
    }

    /// Changes what the card holds in its memory.
    public func set(_ change: (inout CardSnapshot) -> Void) {
        var snapshot = card.snapshot
        change(&snapshot)
        card.restore(snapshot)
    }

    /// Whether the card's PIN is this one now: looked up in its memory.
    public func holds(_ digits: String) -> Bool {
        Array(card.snapshot.pin.value) == Array(digits.utf8)
    }

    /// Digits as a secret.
    public static func pin(_ digits: String) -> SecretBytes {
        SecretBytes(copying: Array(digits.utf8).span)
    }
}
