// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CertificateTrust
import FSEDocuments
import Foundation
import Testing

@testable import FSE

@Suite struct LotSignerTests {
    @Test(arguments: SignatureScheme.allCases) func signsALotThatForeignToolsAccept(scheme: SignatureScheme) throws {
        let bench = try LotBench(key: TestKey("signer", scheme))
        let outcome = try bench.sign()
        #expect(outcome.stop == nil)
        #expect(outcome.signed == [1, 2, 3])
        #expect(outcome.notSigned.isEmpty)
        #expect(outcome.archive == bench.outputs + "/lot-001.asice")
        #expect(bench.key.uses == 4)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: bench.outputs).sorted() == [
                "fse-000000001.json", "fse-000000001.p7s", "fse-000000002.json", "fse-000000002.p7s",
                "fse-000000003.json", "fse-000000003.p7s", "lot-001.asice",
            ])
        let trust = bench.folder.path + "/trust.pem"
        try Data(LotBench.fixture("ca.pem") + LotBench.fixture("crls.pem")).write(to: URL(filePath: trust))
        for number in 1...3 {
            let base = bench.outputs + "/fse-00000000\(number)"
            let check = try Shell.run("/usr/bin/env", opensslVerify(base + ".p7s", base + ".json", trust))
            #expect(check.status == 0, "\(check.output)")
        }
        let archive = bench.outputs + "/lot-001.asice"
        let unzip = try Shell.run("/usr/bin/env", ["unzip", "-t", archive])
        #expect(unzip.status == 0, "\(unzip.output)")
        let script = Sample.root.appending(path: "Tests/Support/check_manifest.py").path
        let manifest = try Shell.run("/usr/bin/env", ["python3", script, archive])
        #expect(manifest.status == 0, "\(manifest.output)")
        let unpacked = bench.folder.path + "/unpacked"
        _ = try Shell.run("/usr/bin/env", ["unzip", "-q", archive, "-d", unpacked])
        let sealed = try Shell.run(
            "/usr/bin/env",
            opensslVerify(unpacked + "/META-INF/signature001.p7s", unpacked + "/META-INF/ASiCManifest001.xml", trust))
        #expect(sealed.status == 0, "\(sealed.output)")
        let report = try bench.verify()
        #expect(report.isValid, "\(report.findings)")
        #expect(report.items.count == 6)
    }

    /// The command line's cms has no option for revocation lists: it takes them from the file of the authorities.
    private func opensslVerify(_ signature: String, _ content: String, _ trust: String) -> [String] {
        [
            "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature, "-content", content,
            "-CAfile", trust, "-crl_check_all", "-attime", String(LotBench.time), "-out", "/dev/null",
        ]
    }

    @Test func signsTheCanonicalBytes() throws {
        let bench = try LotBench(1...1)
        _ = try bench.sign(1...1)
        #expect(try bench.output("fse-000000001.json") == FSEDocument(Sample.document(number: 1)).canonicalBytes)
    }

    @Test func keepsOutputsToTheOwner() throws {
        let bench = try LotBench(1...1)
        _ = try bench.sign(1...1)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(bench.outputs) == 0o700)
        for name in ["fse-000000001.json", "fse-000000001.p7s", "lot-001.asice"] {
            #expect(try mode(bench.outputs + "/" + name) == 0o600)
        }
        #expect(try mode(bench.registerPath) == 0o600)
    }

    @Test func chainsLots() throws {
        let bench = try LotBench(1...4)
        _ = try bench.sign(1...2)
        let second = try bench.sign(3...4)
        #expect(second.lot == 2)
        let report = try bench.verify()
        #expect(report.isValid, "\(report.findings)")
        #expect(report.lots.map(\.previous) == [nil, LotRecord.Link(lot: 1, digest: report.lots[0].digest)])
    }

    @Test func stopsWhereTheKeyFailsAndGoesOnThere() throws {
        let bench = try LotBench(1...3)
        bench.key.failingUse = 3
        let stopped = try bench.sign()
        guard case .key(let error)? = stopped.stop else { throw Unexpected() }
        #expect(error is TestKey.Removed)
        #expect(stopped.signed == [1, 2])
        #expect(stopped.notSigned == [3])
        #expect(stopped.archive == nil)
        let first = try bench.output("fse-000000001.p7s")
        bench.key.failingUse = nil
        let resumed = try bench.sign()
        #expect(resumed.stop == nil)
        #expect(resumed.lot == 1)
        #expect(bench.key.uses == 3 + 2)
        #expect(try bench.output("fse-000000001.p7s") == first)
        #expect(try bench.verify().isValid)
    }

    @Test func goesOnWhenOnlyTheManifestFailed() throws {
        let bench = try LotBench(1...2)
        bench.key.failingUse = 3
        let stopped = try bench.sign(1...2)
        #expect(stopped.signed == [1, 2])
        #expect(stopped.stop?.code == "lot.key")
        #expect(try bench.sign(1...2).archive != nil)
        #expect(bench.key.uses == 4)
    }

    @Test func stopsWhenCancelledWithAnExactAccount() throws {
        let bench = try LotBench(1...3)
        var count = 0
        let outcome = try bench.sign(progress: { if case .signed = $0 { count += 1 } }, isCancelled: { count == 2 })
        #expect(outcome.stop?.code == "lot.cancelled")
        #expect(outcome.signed == [1, 2])
        #expect(outcome.notSigned == [3])
    }

    @Test func neverSignsWhatChangedAfterValidation() throws {
        let bench = try LotBench(1...3)
        let plan = try bench.plan()
        try bench.addInputs(2...2, ("\"rank\": 1", "\"rank\": 2"))
        let signer = try LotSigner(key: bench.key, register: bench.register(), folder: bench.outputs)
        let outcome = signer.run(plan, clock: { LotBench.time })
        #expect(outcome.stop?.code == "lot.content-changed")
        #expect(outcome.signed == [1])
        #expect(bench.key.uses == 1)
    }

    @Test func neverBindsANumberToOtherContent() throws {
        let bench = try LotBench(1...2)
        bench.key.failingUse = 2
        _ = try bench.sign(1...2)
        try bench.addInputs(2...2, ("\"rank\": 1", "\"rank\": 2"))
        let outcome = try bench.sign(1...2)
        #expect(outcome.stop?.code == "register.bound-to-other-content")
        #expect(bench.key.uses == 2)
    }

    @Test func refusesFSEOfAFinishedLot() throws {
        let bench = try LotBench(1...3)
        _ = try bench.sign(1...2)
        #expect(try bench.sign(2...3).stop?.code == "register.already-in-lot")
        #expect(bench.key.uses == 3)
    }

    @Test func refusesToPassOverAnInterruptedLot() throws {
        let bench = try LotBench(1...4)
        bench.key.failingUse = 2
        _ = try bench.sign(1...2)
        bench.key.failingUse = nil
        #expect(try bench.sign(3...4).stop?.code == "register.interrupted-lot")
        try bench.register().abandonLot(1, of: Sample.issuer)
        let outcome = try bench.sign(3...4)
        #expect(outcome.lot == 2)
        #expect(try bench.verify("lot-002.asice").lots.first?.previous == nil)
    }

    @Test func doesNotTakeThePlaceOfOtherFiles() throws {
        let bench = try LotBench(1...1)
        try FileManager.default.createDirectory(atPath: bench.outputs, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(filePath: bench.outputs + "/fse-000000001.json"))
        #expect(try bench.sign(1...1).stop?.code == "lot.output-exists")
        #expect(bench.key.uses == 0)
        #expect(try bench.register().lastNumber(of: Sample.issuer) == nil)
    }

    @Test func signsNothingWhereAnotherLotHasTheName() throws {
        let bench = try LotBench(1...1)
        try FileManager.default.createDirectory(atPath: bench.outputs, withIntermediateDirectories: true)
        try Data("another issuer's".utf8).write(to: URL(filePath: bench.outputs + "/lot-001.asice"))
        #expect(try bench.sign(1...1).stop?.code == "lot.output-exists")
        #expect(bench.key.uses == 0)
        try FileManager.default.removeItem(atPath: bench.outputs + "/lot-001.asice")
        #expect(try bench.sign(1...1).lot == 1)
    }

    @Test(arguments: [
        (1_700_000_000 as Int64, "lot.clock-before-certificate"), (1_900_000_000, "lot.certificate-expired"),
    ])
    func refusesAClockOutsideTheCertificate(time: Int64, code: String) throws {
        let bench = try LotBench(1...1)
        #expect(try bench.sign(1...1, at: time).stop?.code == code)
        #expect(try bench.register().lastNumber(of: Sample.issuer) == nil)
    }

    @Test func refusesAClockBeforeTheLastSignature() throws {
        let bench = try LotBench(1...2)
        _ = try bench.sign(1...1)
        #expect(try bench.sign(2...2, at: LotBench.time - 1).stop?.code == "lot.clock-before-last-signature")
        #expect(try bench.sign(2...2, at: LotBench.time).stop == nil)
    }

    @Test func refusesTheKeyOfSomebodyElse() throws {
        let bench = try LotBench(1...1, key: TestKey("other"))
        #expect(try bench.sign(1...1).stop?.code == "lot.other-holder")
        #expect(bench.key.uses == 0)
    }

    @Test func signsB2BlocksByteForByte() throws {
        let bench = try LotBench(1...2)
        let block = B2Tests.block(ending: "\r\n")
        let path = bench.inputs + "/facture-000000003.b2"
        try Data(block).write(to: URL(filePath: path))
        let plan = try LotPlan(files: [bench.input(1), bench.input(2), path], holder: LotBench.holder())
        let signer = try LotSigner(key: bench.key, register: bench.register(), folder: bench.outputs)
        #expect(signer.run(plan, clock: { LotBench.time }).stop == nil)
        #expect(try bench.output("fse-000000003.b2") == block)
        let report = try bench.verify()
        #expect(report.isValid, "\(report.findings)")
        #expect(report.findings.contains { $0.code == .b2NotChecked && $0.field == "totals" })
    }

    struct Unexpected: Error {}
}
