// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardAccess
import Cryptoki
import ISO7816
import ModuleSettings
import Testing
import VirtualCardPlugs
import VirtualCards

/// The one object that hosts may write.
@Suite struct DataTests {
    static let profiles = ["cps3-medecin", "cps4-medecin", "cps4-t0"]

    private func write(
        _ bench: CryptokiBench, _ session: SessionHandle, _ label: String, _ template: [Attribute]
    ) throws -> ReturnCode {
        let object = try bench.object(session, label)
        return code { try bench.library.setAttributes(session, object, template) }
    }

    @Test(arguments: profiles, ModuleSettings.Mode.allCases)
    func writesAndPads(profile: String, mode: ModuleSettings.Mode) throws {
        let bench = try CryptokiBench(profile, mode)
        let session = try bench.session(pin: "1234")
        let object = try bench.object(session, "CPS_DATA")
        let size = try bench.value(session, object, CKA_VALUE).count
        #expect(try bench.value(session, object, CKA_MODIFIABLE) == [1])
        for value in [[1, 2, 3], [], [UInt8](repeating: 9, count: size)] as [[UInt8]] {
            #expect(try write(bench, session, "CPS_DATA", [Attribute(UInt(CKA_VALUE), value)]) == .ok)
            let padded = value + [UInt8](repeating: 0, count: size - value.count)
            #expect(try bench.value(session, object, CKA_VALUE) == padded)
        }
        let long = Attribute(UInt(CKA_VALUE), [UInt8](repeating: 9, count: size + 1))
        #expect(try write(bench, session, "CPS_DATA", [long]) == .deviceMemory)
        #expect(try bench.value(session, object, CKA_VALUE).allSatisfy { $0 == 9 })
    }

    @Test(arguments: profiles)
    func refusesEverythingElse(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session(pin: "1234")
        let value = Attribute(UInt(CKA_VALUE), [1])
        for label in ["CPS_NAME_PS", "CPS_PRIV_SIG", "Certificat de Signature CPS", "CPS_ACTIVITY_01_PS"] {
            #expect(try write(bench, session, label, [value]) == .attributeReadOnly)
        }
        #expect(try write(bench, session, "CPS_DATA", [Attribute(CKA_LABEL, text: "X")]) == .attributeReadOnly)
        #expect(
            try write(bench, session, "CPS_DATA", [value, Attribute(CKA_PRIVATE, flag: true)]) == .attributeReadOnly)
        let reader = try bench.session(readWrite: false)
        #expect(try write(bench, reader, "CPS_DATA", [value]) == .sessionReadOnly)
    }

    @Test(arguments: profiles)
    func seesWhatAnotherProcessWrote(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session()
        let object = try bench.object(session, "CPS_DATA")
        // The length first, as hosts do: what it left in memory serves the question that follows, and no later one.
        _ = try bench.library.attributes(session, object, [.init(UInt(CKA_VALUE), lengthOnly: true)])
        let before = try bench.value(session, object, CKA_VALUE)
        let other = Library(ModuleSettings(), readers: bench.service)
        defer { other.close() }
        let otherSession = try other.openSession(0, isReadWrite: true)
        try other.beginSearch(otherSession, [Attribute(CKA_LABEL, text: "CPS_DATA")])
        let theirs = try #require(try other.nextObjects(otherSession, count: 1).first)
        try other.setAttributes(otherSession, theirs, [Attribute(UInt(CKA_VALUE), [0x77])])
        let after = try bench.value(session, object, CKA_VALUE)
        #expect(after != before && after.first == 0x77)
    }

    @Test func forgetsPrivateContentsWithTheLogin() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let session = try bench.session(pin: "1234")
        let object = try bench.object(session, "CPS_ACTIVITY_01_PS")
        let content = try bench.value(session, object, CKA_VALUE)
        try bench.library.logout(session)
        #expect(code { try bench.value(session, object, CKA_VALUE) } == .objectHandleInvalid)
        try bench.login(session, "1234")
        bench.exchanges.restart()
        #expect(try bench.value(session, object, CKA_VALUE) == content)
        #expect(!bench.exchanges.commands.isEmpty)
    }

    @Test func refusesACardThatIsHalfWritten() throws {
        let marker = try #require([UInt8](hexadecimal: "EC0B8107202401011200008200"))
        for mode in ModuleSettings.Mode.allCases {
            let bench = try CryptokiBench("cps3-medecin", mode, altering: { $0.actualisation = marker })
            #expect(code { try bench.library.tokenInformation(0) } == .ok)
            #expect(code { try bench.session() } == .updateInterrupted)
            #expect(ReturnCode.updateInterrupted.rawValue == 0x8000_0001)
        }
    }
}
