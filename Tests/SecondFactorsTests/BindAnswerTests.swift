// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SecondFactors

@Suite struct BindAnswerTests {
    private static func windows(_ code: String) -> String {
        "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data \(code), v2580"
    }

    @Test(arguments: [
        (BindAnswer(code: 0, policyError: nil, words: ""), SecondFactorOutcome.right),
        (BindAnswer(code: 0, policyError: 2, words: ""), .expired),
        (BindAnswer(code: 0, policyError: 1, words: ""), .locked),
        (BindAnswer(code: 49, policyError: nil, words: ""), .wrong),
        (BindAnswer(code: 49, policyError: 0, words: ""), .expired),
        (BindAnswer(code: 49, policyError: 1, words: ""), .locked),
        (BindAnswer(code: 49, policyError: 9, words: ""), .wrong),
        (BindAnswer(code: 49, policyError: nil, words: windows("52e")), .wrong),
        (BindAnswer(code: 49, policyError: nil, words: windows("525")), .wrong),
        (BindAnswer(code: 49, policyError: nil, words: windows("775")), .locked),
        (BindAnswer(code: 49, policyError: nil, words: windows("533")), .locked),
        (BindAnswer(code: 49, policyError: nil, words: windows("701")), .locked),
        (BindAnswer(code: 49, policyError: nil, words: windows("532")), .expired),
        (BindAnswer(code: 49, policyError: nil, words: windows("773")), .expired),
        (BindAnswer(code: 49, policyError: nil, words: windows("7750")), .wrong),
        (BindAnswer(code: 49, policyError: nil, words: windows("")), .wrong),
        (BindAnswer(code: 49, policyError: nil, words: "data 775"), .wrong),
        (BindAnswer(code: 19, policyError: nil, words: "Exceed password retry limit."), .locked),
        (BindAnswer(code: 32, policyError: nil, words: ""), .wrong),
        (BindAnswer(code: 48, policyError: nil, words: ""), .wrong),
        (BindAnswer(code: 10, policyError: nil, words: ""), .unavailable(.directory(code: 10))),
        (BindAnswer(code: 14, policyError: nil, words: ""), .unavailable(.directory(code: 14))),
        (BindAnswer(code: 53, policyError: nil, words: windows("775")), .unavailable(.directory(code: 53))),
    ])
    func means(answer: BindAnswer, outcome: SecondFactorOutcome) {
        #expect(answer.outcome == outcome)
    }

    private static let name = "uid=a,dc=b"

    @Test(arguments: [
        (IdentityProof.sameName, "dn:uid=a,dc=b", true), (.sameName, "dn:UID=A, dc=b", true), (.sameName, "", false),
        (.sameName, "dn:", false), (.sameName, "dn:uid=b,dc=b", false), (.sameName, "u:a", false),
        (.sameName, "uid=a,dc=b", false), (.somebody, "dn:uid=b,dc=b", true), (.somebody, "u:SITE\\a", true),
        (.somebody, "", false), (.somebody, "dn:", false), (.somebody, "u:", false), (.somebody, "x:a", false),
        (.notAsked, "", true),
    ])
    func proves(proof: IdentityProof, identity: String, isEnough: Bool) {
        #expect(proof.accepts(identity, boundAs: BindAnswerTests.name) == isEnough)
    }
}
