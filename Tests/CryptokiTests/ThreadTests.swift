// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardAccess
import CardCrypto
import CardTesting
import Cryptoki
import ISO7816
import ModuleSettings
import Testing
import VirtualCardPlugs
import VirtualCards

/// Many threads, one card.
@Suite struct ThreadTests {
    @Test(arguments: ["cps3-medecin", "cps4-medecin"])
    func signTogetherWhileOthersResetTheCard(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let sessions = try (0..<6).map { _ in try bench.session() }
        try bench.login(sessions[0], "1234")
        let key = try bench.object(sessions[0], "CPS_PRIV_AUT")
        let (library, service) = (bench.library, bench.service)
        let judge = try bench.publicKey(.authentication)
        let (modulus, exponent) = (judge.modulus, judge.exponent)
        let threads = sessions.enumerated().map { number, session in
            Background { () -> [ReturnCode] in
                (0..<10).map { round in
                    let data = [UInt8(number), UInt8(round)]
                    return code {
                        try library.beginSigning(session, .rsa, key: key)
                        guard case .bytes(let signature) = try library.sign(session, data, .bytes(256)) else {
                            throw ReturnCode.generalError
                        }
                        let judge = try RSAPublicKey(modulus: modulus, exponent: exponent)
                        #expect(judge.verifiesPKCS1(Array(signature), block: data))
                    }
                }
            }
        }
        var resets = 0
        while !threads.allSatisfy(\.isOver), resets < 1000 {
            // While somebody signs, nobody can reset.
            if (try? service.disturb(CryptokiBench.reader)) != nil { resets += 1 }
            pause(milliseconds: 5)
        }
        for thread in threads { #expect(thread.value(within: 60)?.allSatisfy { $0 == .ok } == true) }
        #expect(bench.card.snapshot.pin.left == 3)
        // One presentation for each reset at most, and the first.
        #expect(bench.presentations <= resets + 1)
        #expect(bench.card.statistics.privateOperations[.authentication] == 60)
    }

    @Test func loginOnceTogether() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let sessions = try (0..<6).map { _ in try bench.session() }
        let library = bench.library
        let threads = sessions.map { session in
            Background { code { try library.login(session, .user, TestBench.pin("1234")) } }
        }
        let codes = threads.compactMap { $0.value() }
        #expect(codes.count { $0 == .ok } == 1)
        #expect(codes.count { $0 == .userAlreadyLoggedIn } == 5)
        #expect(bench.presentations == 1)
    }
}
