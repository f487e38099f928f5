// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardProfiles
import CardTesting
import Foundation
import ISO7816
import Testing
import VirtualCards

@testable import VirtualCardServer

@Suite("Stored card states")
struct StoredStateTests {
    let card: VirtualCard

    init() throws {
        let folder = URL(fileURLWithPath: TestCards.folder + "/transcript-cps3")
        card = try VirtualCard(CardProfile(folder: folder), random: SeededRandom(seed: 1))
    }

    @Test func comesBackAsItWas() throws {
        var snapshot = card.snapshot
        snapshot.pin.left = 1
        snapshot.puk.uses = 42
        let state = try StoredState(parsing: StoredState(snapshot, of: "x").encoded())
        var other = card.snapshot
        try state.apply(to: &other, of: "x")
        #expect(other == snapshot)
        #expect(other != card.snapshot)
    }

    @Test func refusesStateOfAnotherCard() throws {
        var snapshot = card.snapshot
        let state = StoredState(snapshot, of: "x")
        #expect(throws: ControlFailure("state of another card")) { try state.apply(to: &snapshot, of: "y") }
    }

    @Test(arguments: [
        #""left" : 3"#: #""left" : 16"#, #""format" : 1"#: #""format" : 2"#, #""0001D107" : "00"#: #""0001D107" : ""#,
        #""0001D107""#: #""0001""#, #""value" : "31"#: #""value" : "3"#,
    ])
    func refusesWhatNoCardHolds(original: String, spoilt: String) throws {
        let text = try String(decoding: StoredState(card.snapshot, of: "x").encoded(), as: UTF8.self)
        let changed = text.replacingOccurrences(of: original, with: spoilt)
        #expect(changed != text)
        var snapshot = card.snapshot
        #expect(throws: ControlFailure.self) {
            try StoredState(parsing: Array(changed.utf8)).apply(to: &snapshot, of: "x")
        }
    }

    @Test(arguments: ["", "{", "[]", "{}", "null"]) func refusesOtherFiles(text: String) {
        #expect(throws: ControlFailure.self) { try StoredState(parsing: Array(text.utf8)) }
    }
}
