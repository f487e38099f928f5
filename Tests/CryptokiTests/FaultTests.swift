// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardAccess
import CardCrypto
import CardTesting
import Cryptoki
import ISO7816
import ModuleSettings
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

/// Each command of a host's day goes wrong in each way, once: every call still ends with a code, nothing wrong comes
/// out, no try is lost, and the next day goes well.
@Suite struct FaultTests {
    static let faults: [Fault] = [
        .status(.noPreciseDiagnosis), .status(.securityStatusNotSatisfied), .truncate, .oversize(by: 7), .silence,
        .announcedReset, .reset, .remove, .endlessData,
    ]

    @Test(arguments: ["cps3-medecin", "cps4-medecin", "cps4-t0"], faults)
    func everyCallEndsWithACode(profile: String, fault: Fault) throws {
        let bench = try CryptokiBench(profile)
        let day = Day(bench, try bench.publicKey(.authentication))
        #expect(try day.pass() == .ok)
        let commands = bench.plan.commands
        #expect(commands > 50)
        // Every third command, beginning elsewhere for each fault: all are met by some fault.
        let start = 1 + (FaultTests.faults.firstIndex(of: fault) ?? 0) % 3
        for command in stride(from: start, through: commands, by: 3) {
            let bench = try CryptokiBench(profile)
            bench.plan.add(fault, at: .before(command: command))
            let day = Day(bench, try bench.publicKey(.authentication))
            #expect(try day.pass().rawValue <= 0x8000_0001, "\(command)")
            #expect(bench.plan.struck.count == 1, "\(command)")
            bench.plan.clear()
            if fault == .remove {
                try bench.service.insert(FaultyFace(bench.card.contact, plan: bench.plan), into: CryptokiBench.reader)
            }
            #expect(try day.pass() == .ok, "\(command)")
            #expect(bench.card.snapshot.pin.left == 3, "\(command)")
            #expect(try bench.foreignSignature() == .securityStatusNotSatisfied, "\(command)")
        }
    }
}

/// What a host does with a card from its first look to the last.
struct Day {
    private let bench: CryptokiBench
    private let judge: RSAPublicKey

    init(_ bench: CryptokiBench, _ judge: RSAPublicKey) {
        self.bench = bench
        self.judge = judge
    }

    /// One after the other until something fails; the code of that.
    func pass() throws -> ReturnCode {
        defer { _ = code { try bench.library.closeAllSessions(0) } }
        do {
            try work()
            return .ok
        } catch let code as ReturnCode {
            return code
        } catch is MissingObject {
            // A directory that was cut short lists fewer objects.
            return .generalError
        }
    }

    private func work() throws {
        _ = try bench.library.tokenInformation(0)
        let session = try bench.session()
        for object in try bench.find(session) { _ = try? bench.value(session, object, CKA_VALUE) }
        try bench.login(session, "1234")
        let activity = try bench.object(session, "CPS_ACTIVITY_01_PS")
        #expect(try bench.value(session, activity, CKA_VALUE).first == 0xEE)
        let message = Array("TEST".utf8)
        let signature = try bench.sign(session, .authentication, .rsa, message)
        #expect(judge.verifiesPKCS1(signature, block: message))
        try bench.sign(session)
        let cryptogram = try judge.encryptedPKCS1(WipingBytes(message), random: SystemRandom()) ?? []
        try bench.library.beginDecryption(session, .rsa, key: bench.object(session, "CPS_PRIV_AUT"))
        #expect(try bench.bytes(bench.library.decrypt(session, cryptogram, .bytes(256))) == message)
        #expect(try bench.library.random(session, count: 8).count == 8)
        try bench.library.logout(session)
    }
}
