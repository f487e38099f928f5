// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import Cryptoki
import ISO7816
import ModuleSettings
import Testing
import VirtualCardPlugs
import VirtualCards

/// What a card holds under which name, and who sees it when; names and identifiers from the reference, not from us.
@Suite struct ObjectTests {
    /// A card's face with what it lists.
    struct Holdings: Sendable, CustomTestStringConvertible {
        let profile: String
        var isContactless = false
        let open: [String]
        let hidden: [String]

        var testDescription: String { isContactless ? profile + " contactless" : profile }
    }

    static let holder = ["CPS_ID_CARD", "CPS_NAME_PS", "CPS_LANG_PS", "CPS_INFO_PS", "CPS_DATA"]
    static let certificates = ["Certificat de Signature CPS", "Certificat d'Authentification CPS"]
    static let previous = ["ATR", "ID", "ICC", "NAME", "LANG", "PSINFO", "DIRAMO"].map { "CPS2TER_" + $0 }
    static let keys = ["CPS_PRIV_SIG", "CPS_PRIV_AUT"]
    static let publicKeys = ["CPS_PUB_SIG", "CPS_PUB_AUT"]

    static let all = [
        Holdings(
            profile: "transcript-cps3", open: publicKeys + ["CPS_CERT_SIG", "CPS_CERT_AUT"] + holder,
            hidden: keys + [
                "CPS_ACTIVITY_01_PS", "CPS_ACTIVITY_02_PS", "CPS_SIT_FACT", "CPS2TER_ACTIVITY_01_PS",
                "CPS2TER_ACTIVITY_02_PS",
            ]),
        Holdings(
            profile: "transcript-cps4", open: publicKeys + ["CPS_CERT_SIG", "CPS_CERT_AUT"] + holder + previous,
            hidden: keys + [
                "CPS_ACTIVITY_01_PS", "CPS_ACTIVITY_02_PS", "CPS_SIT_FACT", "CPS2TER_ACTIVITY_01_PS",
            ]),
        Holdings(
            profile: "cps3-medecin", open: publicKeys + certificates + holder,
            hidden: keys + ["CPS_ACTIVITY_01_PS", "CPS_SIT_FACT", "CPS2TER_ACTIVITY_01_PS"]),
        Holdings(
            profile: "cps4-medecin", open: publicKeys + certificates + holder + previous,
            hidden: keys + [
                "CPS_ACTIVITY_01_PS", "CPS_ACTIVITY_03_PS", "CPS_SIT_FACT", "CPS2TER_ACTIVITY_01_PS",
                "CPS2TER_ACTIVITY_03_PS",
            ]),
        Holdings(
            profile: "cps3-medecin", isContactless: true,
            open: [
                "CPS_PRIV_TECH_AUT", "Certificat Technique CPS", "Cle publique - Certificat Technique CPS", "CPS_DATA",
            ], hidden: []),
    ]

    @Test(arguments: all)
    func showsPrivateObjectsUnderALoginOnly(_ holdings: Holdings) throws {
        let bench = try CryptokiBench(holdings.profile, contactless: holdings.isContactless)
        let session = try bench.session()
        #expect(try bench.labels(session).sorted() == holdings.open.sorted())
        guard !holdings.isContactless else { return }
        try bench.login(session, "1234")
        let objects = try bench.find(session)
        #expect(try bench.labels(session).sorted() == (holdings.open + holdings.hidden).sorted())
        for label in holdings.hidden {
            #expect(try bench.value(session, bench.object(session, label), CKA_PRIVATE) == [1])
        }
        try bench.library.logout(session)
        #expect(try bench.labels(session).sorted() == holdings.open.sorted())
        // A handle that was seen under the login opens nothing after it.
        var refused = 0
        for object in objects
        where code({ try bench.value(session, object, CKA_LABEL) }) == .objectHandleInvalid { refused += 1 }
        #expect(refused == holdings.hidden.count)
    }

    @Test(arguments: [
        ("cps3-medecin", false, "E828BD080F8025000001FF0010", "01", "02"),
        ("cps4-medecin", false, "E828BD080F8025000001FF0010", "10", "20"),
    ])
    func identifiesKeysAsTheCardDoes(
        profile: String, contactless: Bool, application: String, signature: String, authentication: String
    ) throws {
        let bench = try CryptokiBench(profile, contactless: contactless)
        let session = try bench.session(pin: "1234")
        let wanted = [
            "CPS_PRIV_SIG": signature, "CPS_PUB_SIG": signature, "Certificat de Signature CPS": signature,
            "CPS_PRIV_AUT": authentication, "CPS_PUB_AUT": authentication,
            "Certificat d'Authentification CPS": authentication,
        ]
        for (label, ending) in wanted {
            let object = try bench.object(session, label)
            #expect(try bench.value(session, object, CKA_ID).hexadecimal == application + ending, "\(label)")
        }
    }

    @Test func marksTheEndOfMadeUpLabelsInCompatMode() throws {
        let bench = try CryptokiBench("cps3-medecin", .compat, contactless: true)
        let session = try bench.session()
        let keys = try bench.labels(session, [Attribute(CKA_CLASS, number: CKO_PUBLIC_KEY)])
        #expect(keys == ["Cle publique - Certificat Technique CPS\0"])
        let key = try bench.object(session, TestKey.technical.rawValue)
        #expect(try bench.value(session, key, CKA_ID).last == 0x03)
        #expect(try bench.value(session, key, CKA_PRIVATE) == [0])
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"], [[1, 3, 16], Array(1...16), [7]])
    func listsActivitiesWithTheirHoles(profile: String, numbers: [Int]) throws {
        let bench = try CryptokiBench(
            profile,
            altering: { profile in
                guard let first = profile.practice.activities.first else { return }
                profile.practice.activities = numbers.map { number in
                    var activity = first
                    activity.number = number
                    return activity
                }
            })
        let session = try bench.session(pin: "1234")
        let labels = try bench.labels(session, [Attribute(CKA_CLASS, number: CKO_DATA)])
        let wanted = numbers.map { ($0 < 10 ? "0" : "") + "\($0)_PS" }
        for prefix in ["CPS_ACTIVITY_", "CPS2TER_ACTIVITY_"] {
            #expect(labels.filter { $0.hasPrefix(prefix) } == wanted.map { prefix + $0 })
        }
        for label in labels { #expect(try !bench.value(session, bench.object(session, label), CKA_VALUE).isEmpty) }
    }

    @Test(arguments: ModuleSettings.Mode.allCases)
    func givesNoObjectOfTheCardBefore(mode: ModuleSettings.Mode) throws {
        let bench = try CryptokiBench("cps4-medecin", mode)
        let object = try bench.object(bench.session(), "CPS_NAME_PS")
        let other = try CryptokiBench.card("cps3-pharmacien")
        try bench.service.swap(other.contact, in: CryptokiBench.reader)
        let session = try bench.session()
        #expect(code { try bench.value(session, object, CKA_LABEL) } == .objectHandleInvalid)
        #expect(try bench.labels(session).contains("CPS_NAME_PS"))
    }
}
