// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import CardToken
import Foundation
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCards

/// What a card shows: the commands that it takes, and fields as somebody read them in the profile's `card.json`.
@Suite struct ContentsTests {
    @Test func showsACPS3InOneSelectionPerFile() throws {
        let bench = try TestBench("cps3-medecin")
        // Over T=0 a length that nothing announces costs one 6Cxx; a certificate tells its own.
        let files =
            [
                "00A4090C063F0000015032", "00B0000000", "00B00000DB", "00A4090C063F0000015031", "00B0000028",
            ]
            + ["00A4090C063F0000017001", "00B0000000", "00B0000063", "00A4090C043F00D010", "00B0000000", "00B0000014"]
            + ["00A4090C063F0000017006", "00B0000000", "00B00000DF", "00A4090C063F000001D101", "00B0000000"]
            + ["00B0000040", "00A4090C063F000001D102", "00B0000000", "00B0000080", "00A4090C063F000001D103"]
            + ["00B0000000", "00B0000010", "00A4090C063F000001D104", "00B0000000", "00B000000C"]
            + ["00A4090C063F0000017005", "00B0000000", "00B0000088"]
        let expected =
            ["00A4040C088025000001FF0100", "00B09C000C", "0020000100", "00A4090C023F00"]
            + ["00CB3FFF0A4D087006BF810202A080", "00C000001C"] + files
            + ["00A4090C063F000001A001"] + bench.reads("00", .signature)
            + ["00A4090C063F000001A002"] + bench.reads("00", .authentication)
        #expect(try commands(bench) == expected)
    }

    @Test func showsACPS3WithoutContactsInOneSelectionPerFile() throws {
        let bench = try TestBench("cps3-medecin", contactless: true)
        let expected =
            ["00A4040C088025000001FF0100", "00B09C000C", "00A40904063F000002503200", "00B0000034"]
            + ["00A40904063F000002503100", "00B0000018", "00A40904063F000002700600", "00B0000021"]
            + ["00A40904063F000002700500", "00B000003E", "00A40904063F000002A00300"] + bench.reads("00", .technical)
        #expect(try commands(bench) == expected)
    }

    @Test func showsACPS4InOneSelectionPerFile() throws {
        let bench = try TestBench("cps4-medecin")
        let expected =
            ["01A4040C088025000001FF0100", "01A4080002D00300", "01B000000C", "01200001", "01200002"]
            + ["01A40800040001503200", "01B0000031", "01A40800040001503100", "01B0000028", "01A40800040001700100"]
            + ["01B0000063", "01A40800040001700600", "01B0000000", "01B0010000", "01B002009C"]
            + ["01A40800040001D10100", "01B0000040", "01A40800040001D10200", "01B0000080", "01A40800040001D10300"]
            + ["01B0000010", "01A40800040001D10400", "01B000000C", "01A40800040001700500", "01B0000088"]
            + ["01A40800040001A00100"] + bench.reads("01", .signature)
            + ["01A40800040001A00200"] + bench.reads("01", .authentication)
        #expect(try commands(bench) == expected)
    }

    @Test func showsACPS4OverBytesInOneSelectionPerFile() throws {
        let bench = try TestBench("cps4-t0")
        let files =
            ["01A408000400015032", "01B0000000", "01B0000031", "01A408000400015031", "01B0000028"]
            + ["01A408000400017001", "01B0000000", "01B0000063", "01A408000400017006", "01B0000000", "01B0010000"]
            + ["01B0020000", "01B002003C", "01A40800040001D101", "01B0000000", "01B0000040", "01A40800040001D102"]
            + ["01B0000000", "01B0000080", "01A40800040001D103", "01B0000000", "01B0000010", "01A40800040001D104"]
            + ["01B0000000", "01B000000C", "01A408000400017005", "01B0000000", "01B0000088"]
        let expected =
            ["01A4040C088025000001FF0100", "01A4080002D003", "01B000000C", "0120000100", "0120000200"] + files
            + ["01A40800040001A001"] + bench.reads("01", .signature)
            + ["01A40800040001A002"] + bench.reads("01", .authentication)
        #expect(try commands(bench) == expected)
    }

    @Test func readsTheFieldsOfACPS3() throws {
        let bench = try TestBench("cps3-medecin")
        let token = try HealthCardToken(bench.connect())
        let contents = try token.contents()
        #expect(contents.summary.identity.serial.digits == "99001001")
        #expect(contents.summary.identity.generation == .cps3)
        #expect(contents.summary.identity.interface == .contact)
        #expect(contents.summary.label == "CPX IAS")
        #expect(contents.summary.manufacturer == "TEST CADUCEE")
        #expect(contents.summary.lastUpdate == "20260105080000Z")
        #expect(contents.summary.pinDigits == 4...8)
        #expect(contents.summary.pukDigits == 8...8)
        #expect(contents.summary.pin == PINState(role: .holder, triesLeft: 3, maximumTries: 3))
        #expect(
            contents.summary.puk == PINState(role: .unblocking, triesLeft: 10, maximumTries: 10, usesLeft: 100))
        #expect(contents.update == .complete(start: "20260105080000", end: "20260105080100"))
        expect(contents.holder, "DR NOA TESTMARTIN", "SM26")
        try expectCertificates(contents, of: "cps3-medecin")
        let privates = try token.privateContents(TestBench.pin("1234"))
        #expect(privates.activities.map(\.number) == [1])
        expect(privates.activities.first, "00", "CABINET DU DR TESTMARTIN", "499700010012001", "SA07")
        #expect(privates.billing?.starts(with: [0xF0, 0x03, 0x80, 0x01, 0x01]) == true)
    }

    @Test func readsTheFieldsOfACPS4() throws {
        let bench = try TestBench("cps4-medecin")
        let token = try HealthCardToken(bench.connect())
        let contents = try token.contents()
        #expect(contents.summary.identity.serial.digits == "99001003")
        #expect(contents.summary.identity.generation == .cps4)
        #expect(contents.summary.label == "CPX IAS")
        #expect(contents.summary.manufacturer == "TEST CADUCEE")
        #expect(contents.summary.lastUpdate == "20260105080000Z")
        #expect(contents.summary.pinDigits == 4...8)
        #expect(contents.summary.pukDigits == 8...8)
        #expect(contents.summary.pin == PINState(role: .holder, triesLeft: 3, maximumTries: 3))
        #expect(contents.summary.puk == PINState(role: .unblocking, triesLeft: 10, maximumTries: 10))
        #expect(contents.update == .none)
        expect(contents.holder, "DR CAMILLE TESTDUPONT", "SM54")
        try expectCertificates(contents, of: "cps4-medecin")
        let privates = try token.privateContents(TestBench.pin("1234"))
        #expect(privates.activities.map(\.number) == [1, 3])
        expect(privates.activities.first, "00", "CABINET DU DR TESTDUPONT", "499700010038001", "SA07")
        expect(privates.activities.last, "01", "HOPITAL TEST CADUCEE", "1990000010", "SA01")
        #expect(privates.billing?.starts(with: [0xF0, 0x03, 0x80, 0x01, 0x01]) == true)
    }

    private func commands(_ bench: TestBench) throws -> [String] {
        let connection = try bench.connect()
        _ = try HealthCardToken(connection).contents()
        return connection.commands
    }

    private func expect(_ holder: HolderData, _ name: String, _ speciality: String) {
        #expect(holder.name == name)
        #expect(holder.validity == "20311231")
        #expect(holder.languages == ["fr"])
        #expect(holder.speciality == speciality)
    }

    private func expect(
        _ activity: Activity?, _ mode: String, _ name: String, _ structure: String, _ sector: String
    ) {
        #expect(activity?.mode == mode)
        #expect(activity?.structureName == name)
        #expect(activity?.structureIdentifier == structure)
        #expect(activity?.sector == sector)
    }

    private func expectCertificates(_ contents: CardToken.CardContents, of profile: String) throws {
        #expect(contents.certificates.map(\.role) == [.signature, .authentication])
        #expect(
            contents.certificates.map(\.label) == [
                "Certificat de Signature CPS", "Certificat d'Authentification CPS",
            ])
        for (certificate, name) in zip(contents.certificates, ["sig.der", "aut.der"]) {
            let file = TestBench.cards.appendingPathComponent(profile).appendingPathComponent("keys/" + name)
            #expect(certificate.der == Array(try Data(contentsOf: file)))
        }
    }
}

extension TestBench {
    /// The READs of a certificate: whole pieces of 256 bytes, then exactly what its DER header says.
    fileprivate func reads(_ cla: String, _ role: CardKeyRole) -> [String] {
        let count = card.profile.keys[role]?.certificate.count ?? 0
        return stride(from: 0, to: count, by: 256).map { offset in
            let expected = UInt8(truncatingIfNeeded: min(256, count - offset))
            return cla + "B0" + [UInt8(offset >> 8), 0, expected].hexadecimal
        }
    }
}
