// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardTesting
import CardToken
import HealthCard
import ISO7816
import SecretMemory
import Testing

/// Keeps files in memory, and can lie about them.
final class MemoryStore: PublicFileStore {
    var files: [PublicFile: [UInt8]] = [:]
    private(set) var forgotten: [String] = []

    func content(of file: PublicFile) -> [UInt8]? { files[file] }
    func keep(_ content: [UInt8], of file: PublicFile) { files[file] = content }

    func forget(serial: String) {
        forgotten.append(serial)
        files = files.filter { $0.key.serial != serial }
    }
}

@Suite struct PublicFileStoreTests {
    @Test(arguments: ["cps3-medecin", "cps4-medecin", "cps4-t0"])
    func readsPublicFilesOnce(profile: String) throws {
        let bench = try TestBench(profile)
        let store = MemoryStore()
        let cold = try bench.connect()
        let first = try HealthCardToken(cold, store: store).contents()
        let warm = try bench.connect()
        let second = try HealthCardToken(warm, store: store).contents()
        #expect(first == second)
        #expect(warm.commands.count < cold.commands.count / 2, "\(warm.commands)")
    }

    @Test func neverKeepsWhatAPINGuards() throws {
        let bench = try TestBench("cps4-medecin")
        let store = MemoryStore()
        let token = try HealthCardToken(bench.connect(), store: store)
        let opened = try token.privateContents(TestBench.pin("1234"))
        #expect(opened.activities.count == 2)
        let secrets = opened.activities.map(\.raw) + [opened.billing ?? []]
        for content in store.files.values {
            #expect(!secrets.contains(content))
        }
        #expect(!store.files.keys.contains { $0.path.hasPrefix("0001D12") || $0.path == "0001D130" })
        #expect(!store.files.keys.contains { $0.path == "0001D107" }, "CPS_DATA is written by hosts")
    }

    @Test func dropsACertificateThatSignaturesBelie() throws {
        let bench = try TestBench("cps4-medecin")
        let store = MemoryStore()
        let genuine = try HealthCardToken(bench.connect(), store: store).certificate(.signature).der
        let other = try HealthCardToken(TestBench("cps4-infirmier").connect()).certificate(.signature).der
        for (file, content) in store.files where content == genuine { store.files[file] = other }
        let token = try HealthCardToken(bench.connect(), store: store)
        #expect(try token.certificate(.signature).der == other)
        // Whoever asked may have named the wrong certificate already: this signature is not handed out, the next one is.
        #expect(throws: TokenError.card(.signatureMismatch)) {
            try token.sign(.message([1, 2, 3]), .pkcs1(.sha256), with: .signature, TestBench.pin("1234"))
        }
        #expect(store.forgotten == ["99001003"])
        #expect(try token.certificate(.signature).der == genuine)
        _ = try token.sign(.message([1, 2, 3]), .pkcs1(.sha256), with: .signature, TestBench.pin("1234"))
    }
}
