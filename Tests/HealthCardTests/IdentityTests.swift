// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import HealthCard
import ISO7816
import Testing

@Suite struct RecognitionByATRTests {
    /// Answers to reset published for these cards, and batches that differ where batches do.
    @Test(arguments: [
        ("3BAC00402A001225006480000310009000", CardIdentity.Generation.cps3, CardIdentity.Interface.contact),
        ("3BAC00402A001225006480000311009000", .cps3, .contact),
        ("3B8F80010031B86404B0ECC1739401808290000E", .cps3, .contactless),
        ("3B9B188001001225006480040100009044", .cps4, .contact),
        ("3B9B188001001225006480000401009044", .cps4, .contact),
        ("3BDC18FF00001225006480000401009000", .cps4, .contact),
    ])
    func suggests(text: String, generation: CardIdentity.Generation, interface: CardIdentity.Interface) throws {
        let atr = try ATR(parsing: #require([UInt8](hexadecimal: text)))
        #expect(atr.suggestedCard?.generation == generation)
        #expect(atr.suggestedCard?.interface == interface)
    }

    /// A CPS2ter, a bank card, a DESFire behind a reader.
    @Test(arguments: [
        "3BAC00402A001225006480820212009000", "3B6500002063CB6800", "3B8180018080",
    ])
    func suggestsNothingForOthers(text: String) throws {
        let atr = try ATR(parsing: #require([UInt8](hexadecimal: text)))
        #expect(atr.suggestedCard == nil)
    }
}

@Suite struct SerialNumberTests {
    @Test func readsTheNumber() throws {
        let file = try #require([UInt8](hexadecimal: "5A0A8025000001990000010F"))
        #expect(try SerialNumber(parsing: file).digits == "99000001")
    }

    @Test(arguments: ["", "5A0A8025000001990000", "5A0A8025000002990000010F", "5B0A8025000001990000010F"])
    func refusesOtherIssuersAndLengths(text: String) throws {
        let file = try #require([UInt8](hexadecimal: text))
        #expect(throws: CardError.unsupportedCard("EF.SN")) { try SerialNumber(parsing: file) }
    }
}

@Suite struct CardFamilyTests {
    @Test func hasARuleForEveryFamilyNamedOrNot() {
        for family in CardFamily.allCases {
            for isNamed in [true, false] {
                #expect(FamilyRule.rule(family, isNamed: isNamed) != nil)
            }
            #expect(CardFamily(code: Int(family.code) ?? -1) == family)
        }
        #expect(CardFamily(code: 4) == nil)
        #expect(CardFamily(code: -1) == nil)
    }

    @Test func refusalsSayWhy() {
        for rule in FamilyRule.all where !rule.signsFSE {
            #expect(rule.reason != .none)
        }
    }

    @Test func nobodyUnnamedSigns() {
        #expect(!FamilyRule.all.contains { !$0.isNamed && $0.signsFSE })
    }
}
