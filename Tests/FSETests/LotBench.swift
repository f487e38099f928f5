// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CMSSigning
import CardCrypto
import CertificateTrust
import FSEDocuments
import Foundation

@testable import FSE

/// A key of the test PKI that counts, and fails when told to.
final class TestKey: SigningKey {
    struct Removed: Error {}

    let certificate: X509Certificate
    let intermediates: [X509Certificate]
    let scheme: SignatureScheme
    private let key: RSAPrivateKey
    private(set) var uses = 0
    /// The use that throws, from 1.
    var failingUse: Int?
    var onUse: (Int) -> Void = { _ in }

    init(_ name: String = "signer", _ scheme: SignatureScheme = .pkcs1) throws {
        certificate = try X509Certificate(der: LotBench.fixture(name + ".crt.der"))
        intermediates = [try X509Certificate(der: LotBench.fixture("intermediate.crt.der"))]
        key = try RSAPrivateKey(pem: LotBench.fixture(name + ".key.pem"))
        self.scheme = scheme
    }

    func sign(_ signedAttributes: [UInt8]) throws -> [UInt8] {
        uses += 1
        onUse(uses)
        if uses == failingUse { throw Removed() }
        let digest = HashFunction.sha256.digest(signedAttributes)
        return switch scheme {
        case .pkcs1: try key.signedPKCS1(HashFunction.sha256.digestInfoPrefix + digest)
        case .pss: try key.signedPSS(digest: digest, .sha256, random: SystemRandom())
        }
    }
}

/// Folders, inputs, register and key of a lot.
final class LotBench {
    /// 2026-11-20T18:00:00Z.
    static let time: Int64 = 1_795_197_600
    static let activity = HolderBinding.Activity(
        number: 1, mode: "00", structure: Sample.structure, sector: "SA07")

    let folder: TemporaryFolder
    let key: TestKey

    var inputs: String { folder.path + "/in" }
    var outputs: String { folder.path + "/out" }
    var registerPath: String { folder.path + "/register/numbers.sqlite" }

    init(_ numbers: ClosedRange<Int> = 1...3, key: TestKey? = nil, at folder: TemporaryFolder? = nil) throws {
        self.folder = try folder ?? TemporaryFolder()
        self.key = try key ?? TestKey()
        try FileManager.default.createDirectory(atPath: inputs, withIntermediateDirectories: true)
        try addInputs(numbers)
    }

    static func fixture(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: Sample.root.appending(path: "Tests/Fixtures/PKI/" + name)))
    }

    static func trust() throws -> TrustStore {
        try TrustStore(roots: [fixture("root.crt.pem")], revocationLists: [fixture("crls.pem")])
    }

    func addInputs(_ numbers: ClosedRange<Int>, _ changes: (String, String)...) throws {
        for number in numbers {
            var text = String(decoding: try Sample.document(number: number), as: UTF8.self)
            for (from, to) in changes { text = text.replacingOccurrences(of: from, with: to) }
            try Data(text.utf8).write(to: URL(filePath: input(number)))
        }
    }

    func input(_ number: Int) -> String { inputs + "/patient-\(number).json" }

    func plan(_ numbers: ClosedRange<Int> = 1...3) throws -> LotPlan {
        try LotPlan(files: numbers.map(input), holder: Self.holder())
    }

    static func holder(_ activities: [HolderBinding.Activity] = [activity], chosen: Int? = nil) throws -> HolderBinding
    {
        try HolderBinding(certificateIdentifier: Sample.issuer, activities: activities, chosen: chosen)
    }

    func register() throws -> NumberingRegister { try NumberingRegister(path: registerPath) }

    func sign(
        _ numbers: ClosedRange<Int> = 1...3, at time: Int64 = time,
        progress: @escaping (LotProgress) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> LotOutcome {
        let signer = try LotSigner(key: key, register: register(), folder: outputs)
        return signer.run(try plan(numbers), clock: { time }, progress: progress, isCancelled: isCancelled)
    }

    func output(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: outputs + "/" + name))) }

    func verify(_ name: String? = nil) throws -> VerificationReport {
        FSEVerifier(trust: try Self.trust()).verify([name.map { outputs + "/" + $0 } ?? outputs])
    }

    /// A signature by any key of the test PKI, whatever its certificate is worth.
    func signature(
        of content: [UInt8], by name: String, mimeType: String = MediaType.document
    ) throws -> [UInt8] {
        let key = try TestKey(name)
        let signer = try CAdESSigner(
            certificate: key.certificate, intermediates: key.intermediates, scheme: key.scheme)
        return try signer.sign(content: content, mimeType: mimeType, signingTime: Self.time) { try key.sign($0) }
    }

    /// Writes a container again with its entries changed, checksums right.
    func rewrite(_ name: String, _ change: (inout [(name: String, bytes: [UInt8])]) throws -> Void) throws {
        let path = outputs + "/" + name
        let archive = try ZIPReader(path: path)
        var entries: [(name: String, bytes: [UInt8])] = []
        for entry in archive.entries { entries.append((entry.name, try archive.content(of: entry).bytes)) }
        try change(&entries)
        try FileManager.default.removeItem(atPath: path)
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        var writer = ZIPWriter(to: file, time: Self.time)
        for entry in entries { try writer.add(entry.name, entry.bytes) }
        try writer.finish()
    }
}
