// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CPSFacade
import CardTesting
import CertificateTrust
import FSEDocuments
import Foundation
import HealthCard
import SecretMemory
import VirtualCards

/// A practice with one card in its reader.
struct Practice {
    /// 2026-11-20T18:00:00Z.
    static let time: Int64 = 1_795_197_600
    static let contactProfiles = ["cps3-medecin", "cps4-medecin", "cps4-t0"]

    let bench: TestBench
    let card: CPSCard
    let identifier: String

    init(_ profile: String, contactless: Bool = false) throws {
        bench = try TestBench(profile, contactless: contactless)
        card = try CPSReaders(bench.service).open()
        identifier = try card.certificate(contactless ? .technical : .signature).commonName
    }

    static var pin: SecretBytes { TestBench.pin("1234") }
    static func options(_ scheme: CertificateTrust.SignatureScheme = .pkcs1) -> SigningOptions {
        SigningOptions(scheme: scheme, signingTime: time)
    }

    /// An FSE of this card's holder, for one of its activities.
    func document(
        activity: Int = 0, issuer: String? = nil, sector: String? = nil, replaced: Bool = false
    ) throws -> FSEPayload {
        let place = bench.card.profile.practice.activities[activity]
        let nir = "2852075123456"
        let key = NIR.key(of: nir).map { $0 < 10 ? "0\($0)" : "\($0)" } ?? ""
        let replacement =
            replaced
            ? #", "name": "DR TESTDUPONT", "replaced": {"identifier": "899700010012", "name": "DR TESTMARTIN"}"# : ""
        let text = """
            {
              "schema": "fse-open/1", "accredited": false, "number": 7, "date": "2026-11-20",
              "issuer": {"identifier": "\(issuer ?? identifier)", "structure": "\(place.structureIdentifier)",
                "sector": "\(sector ?? place.sector)"\(replacement)},
              "beneficiary": {"nir": "\(nir)", "key": "\(key)", "birthDate": "1985-03-31", "rank": 1},
              "insured": {"nir": "\(nir)", "key": "\(key)"},
              "coverage": {"nature": "10", "exoneration": "0"},
              "acts": [{"table": "NGAP", "code": "G", "coefficient": 100, "quantity": 1, "date": "2026-11-20",
                "unitPrice": 3000, "amount": 3000}],
              "totals": {"acts": 3000, "compulsory": 2100, "complementary": 0, "patient": 900},
              "patientProof": {"kind": "none"}
            }
            """
        return .document(try FSEDocument(Array(text.utf8)))
    }

    /// Who signed, by the signature alone.
    func signer(of signature: [UInt8], over content: [UInt8]) throws -> String? {
        try CMSVerification.verify(signature, of: content, trust: Practice.trust(), at: .claimedSigningTime)
            .signer.subject.commonName
    }

    static func trust() throws -> TrustStore {
        func files(_ folder: String) throws -> [[UInt8]] {
            let folder = TestBench.cards.appendingPathComponent("pki/" + folder)
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .map { Array(try Data(contentsOf: folder.appendingPathComponent($0))) }
        }
        return try TrustStore(
            roots: files("roots"), intermediates: files("intermediates"), revocationLists: files("crl"))
    }

    /// Presentations of a PIN and signatures that the card has seen.
    var used: [Int] {
        let statistics = bench.card.statistics
        return [statistics.verifications, statistics.privateOperations.values.reduce(0, +)]
    }
}

extension CardCertificate {
    fileprivate var commonName: String {
        get throws { try X509Certificate(der: der).subject.commonName ?? "" }
    }
}

/// The code and the tries of what a call throws; nil when it throws nothing.
func refusal(_ call: () throws -> Void) -> CPSFailure? {
    do {
        try call()
        return nil
    } catch {
        return error as? CPSFailure
    }
}
