// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import BadgeAccess
import DESFire
import ISO7816
import SecretMemory
import Testing
import VirtualCards

@Suite struct BadgeIssueTests {
    @Test func doesNotWriteTwice() throws {
        let field = try BadgeField()
        _ = try Site.issuer().issue(on: field, card: Site.factory)
        field.again()
        #expect(throws: BadgeFailure.alreadyIssued) { try Site.issuer().issue(on: field, card: Site.factory) }
    }

    @Test func givesEveryBadgeItsOwnNumberAndKeys() throws {
        let (first, second) = (try BadgeField(uid: 1), try BadgeField(uid: 2))
        let issuer = try Site.issuer()
        let numbers = [
            try issuer.issue(on: first, card: Site.factory), try issuer.issue(on: second, card: Site.factory),
        ]
        #expect(numbers[0] != numbers[1])
        let site = try Site.site()
        let keys = try Site.keys()
        let made = try [first, second].map { field in
            try keys.key(for: .read, site.input(for: .read, of: BadgeReader.uid(field)))
        }
        #expect(made[0].bytes != made[1].bytes)
    }

    /// The field goes at every frame of the issue: afterwards the badge proves itself whole, or not at all, and can be
    /// issued again.
    @Test func leavesNothingHalfDone() throws {
        let whole = try BadgeField()
        _ = try Site.issuer().issue(on: whole, card: Site.factory)
        let count = whole.commands.count
        #expect(count > 10)
        for command in 0..<count {
            for isBefore in [true, false] {
                let field = try BadgeField()
                field.loss = (command, isBefore)
                #expect(throws: BadgeFailure.lost(.card(.transport(.cardRemoved)))) {
                    try Site.issuer().issue(on: field, card: Site.factory)
                }
                field.again()
                let reader = try BadgeReader(Site.site(), Site.keys())
                // Only when the last answer alone was lost, the badge is whole; nobody was told its number, which the
                // same generator draws again here.
                let proof = try? reader.prove(field)
                #expect((proof != nil) == (command == count - 1 && !isBefore), "\(command) \(isBefore)")
                field.again()
                do {
                    _ = try Site.issuer().issue(on: field, card: Site.factory)
                } catch BadgeFailure.alreadyIssued {
                    field.again()
                    try Site.issuer().remove(from: field, card: Site.factory)
                    field.again()
                    _ = try Site.issuer().issue(on: field, card: Site.factory)
                }
                field.again()
                #expect(try reader.prove(field).strength == .ev2)
            }
        }
    }

    @Test func takesTheApplicationOff() throws {
        let field = try BadgeField()
        _ = try Site.issuer().issue(on: field, card: Site.factory)
        field.again()
        try Site.issuer().remove(from: field, card: Site.factory)
        field.again()
        #expect(throws: BadgeFailure.foreign) { try BadgeReader(Site.site(), Site.keys()).prove(field) }
    }

    @Test func saysWhatNoSiteCanHave() throws {
        #expect(throws: BadgeFailure.layout("name")) { try Site.site("TEST") }
        #expect(throws: BadgeFailure.layout("application")) {
            try BadgeSite(name: Array("CHU TEST".utf8), application: .card)
        }
        // The master key on a kiosk could rewrite every badge.
        #expect(throws: BadgeFailure.layout("read_key")) {
            try BadgeSite(name: Array("CHU TEST".utf8), application: ApplicationID(1), readKey: 0)
        }
        #expect(throws: BadgeFailure.layout("content")) { try Site.site(content: .existing(count: 7)) }
        #expect(throws: BadgeFailure.layout("content")) {
            try BadgeIssuer(Site.site(content: .existing(count: 16)), Site.keys())
        }
    }
}
