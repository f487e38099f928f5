// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardProfiles
import Foundation
import ISO7816
import Testing
import VirtualCards

/// A card with short words for what tests say to it.
final class CardUnderTest {
    let card: VirtualCard
    let face: any VirtualCardFace

    init(
        _ profile: String, contactless: Bool = false, _ change: (inout CardProfile) -> Void = { _ in }
    ) throws {
        var description = try CardProfile(folder: repository.appendingPathComponent("Cards/\(profile)"))
        change(&description)
        card = try VirtualCard(description, random: SeededRandom(seed: 7))
        face = contactless ? try #require(card.contactless) : card.contact
        face.powerOn()
    }

    /// A CPS4 whose ChipDoc applet is selected on channel 1.
    static func chipDoc(
        _ profile: String = "transcript-cps4", _ change: (inout CardProfile) -> Void = { _ in }
    ) throws -> CardUnderTest {
        let card = try CardUnderTest(profile, change)
        #expect(card("01A4040C088025000001FF0100") == "9000")
        return card
    }

    /// Hexadecimal in, hexadecimal out.
    func callAsFunction(_ command: String) -> String {
        face.respond(to: [UInt8](hexadecimal: command) ?? []).hexadecimal
    }

    /// The status word of a command.
    func status(_ command: String) -> String { String(self(command).suffix(4)) }
}
