// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CMSSigning
import CardCrypto
import CardTesting
import CardToken
import CertificateTrust
import FSE
import FSEDocuments
import Foundation
import HealthCard
import ISO7816
import SecretMemory
import VirtualCards

/// A doctor with a card, a PIN, a register and folders for FSE.
final class Practice {
    /// 2026-11-20T18:00:00Z.
    static let time: Int64 = 1_795_197_600

    let card: VirtualCard
    let certificate: X509Certificate
    private let pin: String
    private let folder: TemporaryFolder
    private let activity: HolderBinding.Activity

    /// The doctor of a card, who bills for the card's first activity.
    init(_ card: VirtualCard, pin: String = CardWork.oldPIN) throws {
        self.card = card
        self.pin = pin
        folder = try TemporaryFolder()
        guard let material = card.profile.keys[.signature], let activity = card.profile.practice.activities.first else {
            throw CardError.malformed("profile")
        }
        certificate = try X509Certificate(der: material.certificate)
        self.activity = HolderBinding.Activity(
            number: activity.number, mode: "00", structure: activity.structureIdentifier,
            sector: activity.sector)
    }

    var identifier: String { certificate.subject.commonName ?? "" }
    var outputs: String { folder.file("out") }

    /// Writes documents for a range of numbers and reads them as a lot.
    func plan(_ numbers: ClosedRange<Int>) throws -> LotPlan {
        let paths = try numbers.map { number in
            let path = folder.file("patient-\(number).json")
            try Data(document(number).utf8).write(to: URL(filePath: path))
            return path
        }
        let holder = try HolderBinding(certificateIdentifier: identifier, activities: [activity], chosen: nil)
        return try LotPlan(files: paths, holder: holder)
    }

    /// Signs with whatever card the token found; the doctor's PIN goes to the doctor's card only.
    func sign(
        _ plan: LotPlan, _ token: HealthCardToken, progress: @escaping (LotProgress) -> Void = { _ in }
    ) throws -> LotOutcome {
        let found = try X509Certificate(der: token.certificate(.signature).der)
        guard found.subject.commonName == identifier else { throw CardError.cardSwapped }
        let session = try token.signingSession(
            .signature, .pkcs1(.sha256), TestBench.pin(pin), uptime: { .zero })
        defer { session.close() }
        return try sign(plan, SessionKey(session, found), progress: progress)
    }

    func sign(
        _ plan: LotPlan, _ key: SessionKey, progress: @escaping (LotProgress) -> Void = { _ in }
    ) throws -> LotOutcome {
        let register = try NumberingRegister(path: folder.file("register/numbers.sqlite"))
        return try LotSigner(key: key, register: register, folder: outputs)
            .run(plan, clock: { Practice.time }, progress: progress)
    }

    /// The signatures that are in the folder, by number.
    func signatures() throws -> [Int: [UInt8]] {
        var found: [Int: [UInt8]] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: outputs)) ?? [] where name.hasSuffix(".p7s") {
            guard let number = Int(name.dropFirst(4).dropLast(4)) else { continue }
            found[number] = Array(try Data(contentsOf: URL(filePath: outputs + "/" + name)))
        }
        return found
    }

    /// Who signed an FSE by its signature, and whom the signed document names.
    func signerAndIssuer(_ number: Int) throws -> (signer: String?, issuer: String) {
        let digits = String(number)
        let base = outputs + "/fse-" + String(repeating: "0", count: 9 - digits.count) + digits
        let content = Array(try Data(contentsOf: URL(filePath: base + ".json")))
        let signature = Array(try Data(contentsOf: URL(filePath: base + ".p7s")))
        let verified = try CMSVerification.verify(
            signature, of: content, trust: Practice.trust(), at: .claimedSigningTime)
        return (verified.signer.subject.commonName, try FSEDocument(content).issuer.identifier)
    }

    func verification() throws -> VerificationReport {
        FSEVerifier(trust: try Practice.trust()).verify([outputs])
    }

    private static func trust() throws -> TrustStore {
        func files(_ folder: String) throws -> [[UInt8]] {
            let folder = TestBench.cards.appendingPathComponent("pki/" + folder)
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .map { Array(try Data(contentsOf: folder.appendingPathComponent($0))) }
        }
        return try TrustStore(
            roots: files("roots"), intermediates: files("intermediates"), revocationLists: files("crl"))
    }

    private func document(_ number: Int) -> String {
        let nir = "2852075123456"
        let key = NIR.key(of: nir).map { $0 < 10 ? "0\($0)" : "\($0)" } ?? ""
        return """
            {
              "schema": "fse-open/1", "accredited": false, "number": \(number), "date": "2026-11-20",
              "issuer": {"identifier": "\(identifier)", "structure": "\(activity.structure)", "sector": "\(activity.sector)"},
              "beneficiary": {"nir": "\(nir)", "key": "\(key)", "birthDate": "1985-03-31", "rank": 1},
              "insured": {"nir": "\(nir)", "key": "\(key)"},
              "coverage": {"nature": "10", "exoneration": "0"},
              "acts": [
                {"table": "NGAP", "code": "G", "coefficient": 100, "quantity": 1, "date": "2026-11-20", "unitPrice": 3000, "amount": 3000}
              ],
              "prescriber": {"identifier": "899700099999", "date": "2026-11-01"},
              "totals": {"acts": 3000, "compulsory": 2100, "complementary": 0, "patient": 900},
              "patientProof": {"kind": "vitale-mac", "value": "AAECAwQFBgc="}
            }
            """
    }
}

/// The card's signature key as a lot sees it.
struct SessionKey: SigningKey {
    let session: SigningSession
    let certificate: X509Certificate
    let intermediates: [X509Certificate] = []
    let scheme = CertificateTrust.SignatureScheme.pkcs1

    init(_ session: SigningSession, _ certificate: X509Certificate) {
        self.session = session
        self.certificate = certificate
    }

    func sign(_ signedAttributes: [UInt8]) throws -> [UInt8] {
        try session.sign(signedAttributes)
    }
}
