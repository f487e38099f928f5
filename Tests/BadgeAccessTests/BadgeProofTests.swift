// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import BadgeAccess
import DESFire
import ISO7816
import SecretMemory
import Testing
import VirtualCards

@Suite struct BadgeProofTests {
    @Test func provesWhatWasIssued() throws {
        let field = try BadgeField()
        let number = try Site.issuer().issue(on: field, card: Site.factory)
        field.again()
        let proof = try BadgeReader(Site.site(), Site.keys()).prove(field)
        #expect(proof.number == number)
        #expect(proof.strength == .ev2)
        #expect(proof.uid == [4, 0x7E, 0x57, 0, 0, 0, 1])
        #expect(proof.proximity == nil)
    }

    /// Select, two steps of authentication, one read: nothing else goes to the badge, and it stays so.
    @Test func needsNoFrameTooMany() throws {
        let field = try BadgeField()
        _ = try Site.issuer().issue(on: field, card: Site.factory)
        let reader = try BadgeReader(Site.site(), Site.keys())
        for _ in 0..<2 {
            field.again()
            _ = try reader.prove(field)
            #expect(field.commands.map { $0[1] } == [0x5A, 0x71, 0xAF, 0xBD])
            #expect(field.commands.map(\.count).reduce(0, +) == 76)
            #expect(field.answers.map(\.count).reduce(0, +) == 112)
        }
    }

    @Test func doesNotTakeAnIdentifierForAProof() throws {
        let reader = try BadgeReader(Site.site(), Site.keys())
        let original = try BadgeField(uid: 5)
        _ = try Site.issuer().issue(on: original, card: Site.factory)
        original.again()
        _ = try reader.prove(original)
        // The same UID, and nothing else.
        #expect(throws: BadgeFailure.foreign) { try reader.prove(BadgeField(uid: 5)) }
        // The same UID and application, made by somebody with other keys.
        let other = try BadgeIssuer(
            Site.site(), Site.keys(Site.keyFile.replacing("0011", with: "1111")), random: SeededRandom(seed: 7))
        let copy = try BadgeField(uid: 5)
        _ = try other.issue(on: copy, card: Site.factory)
        copy.again()
        #expect(throws: BadgeFailure.notAuthentic) { try reader.prove(copy) }
    }

    @Test func doesNotTakeABadgeOfAnotherSite() throws {
        let field = try BadgeField()
        _ = try Site.issuer().issue(on: field, card: Site.factory)
        field.again()
        let elsewhere = try BadgeReader(Site.site("CLINIQUE TEST"), Site.keys())
        #expect(throws: BadgeFailure.notAuthentic) { try elsewhere.prove(field) }
    }

    @Test func takesAnOldBadgeOnlyWhereTheSiteDoes() throws {
        let field = try BadgeField(.ev1)
        let number = try Site.issuer().issue(on: field, card: Site.factory)
        field.again()
        #expect(throws: BadgeFailure.weakerMode) { try BadgeReader(Site.site(), Site.keys()).prove(field) }
        let reader = try BadgeReader(Site.site(allowsEV1: true), Site.keys())
        field.again()
        let proof = try reader.prove(field)
        #expect(proof.strength == .ev1)
        #expect(proof.number == number)
        // The second time it begins with what the badge can.
        field.again()
        _ = try reader.prove(field)
        #expect(field.commands.map { $0[1] } == [0x5A, 0xAA, 0xAF, 0xBD])
    }

    /// A badge of the later generation is asked for that first: who sits in between cannot talk it down.
    @Test func doesNotForgetTheStrongerModeForAFailure() throws {
        let field = try BadgeField()
        _ = try Site.issuer().issue(on: field, card: Site.factory)
        field.again()
        field.alter = { number, answer in number == 2 ? [0x91, 0xAE] : answer }
        let reader = try BadgeReader(Site.site(allowsEV1: true), Site.keys())
        #expect(throws: BadgeFailure.notAuthentic) { try reader.prove(field) }
        #expect(field.commands.map { $0[1] } == [0x5A, 0x71, 0xAF])
    }

    @Test func readsBadgesThatOthersMade() throws {
        let field = try BadgeField()
        _ = try Site.issuer().issue(on: field, card: Site.factory)
        field.again()
        let site = try Site.site(content: .existing(count: 32))
        let first = try BadgeReader(site, Site.keys()).prove(field)
        field.again()
        #expect(try BadgeReader(site, Site.keys()).prove(field).number == first.number)
        #expect(first.number.count == 16)
    }

    @Test func sayThatABadgeLeft() throws {
        let field = try BadgeField()
        _ = try Site.issuer().issue(on: field, card: Site.factory)
        for command in 0..<4 {
            for isBefore in [true, false] {
                field.again()
                field.loss = (command, isBefore)
                #expect(throws: BadgeFailure.lost(.card(.transport(.cardRemoved)))) {
                    try BadgeReader(Site.site(), Site.keys()).prove(field)
                }
            }
        }
    }

    /// No bit of what comes back can be changed, and nothing of an earlier tap serves a later one.
    @Test func doesNotBelieveAlteredOrRepeatedAnswers() throws {
        let field = try BadgeField()
        let number = try Site.issuer().issue(on: field, card: Site.factory)
        field.again()
        let reader = try BadgeReader(Site.site(), Site.keys())
        _ = try reader.prove(field)
        let recorded = field.answers
        for place in 1..<recorded.count {
            field.again()
            field.alter = { $0 == place ? recorded[place] : $1 }
            #expect(throws: BadgeFailure.self, "\(place)") { try reader.prove(field) }
            for bit in 0..<recorded[place].count * 8 {
                field.again()
                field.alter = { at, answer in
                    guard at == place, bit / 8 < answer.count else { return answer }
                    var changed = answer
                    changed[bit / 8] ^= 1 << UInt8(bit % 8)
                    return changed
                }
                #expect(throws: BadgeFailure.self, "\(place) \(bit)") { try reader.prove(field) }
            }
            for length in 0..<recorded[place].count {
                field.again()
                field.alter = { $0 == place ? Array($1.prefix(length)) : $1 }
                #expect(throws: BadgeFailure.self, "\(place) \(length)") { try reader.prove(field) }
            }
        }
        field.again()
        #expect(try reader.prove(field).number == number)
    }
}
