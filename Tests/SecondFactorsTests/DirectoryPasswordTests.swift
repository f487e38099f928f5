// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import RoamingSessions
import SecondFactors
import SecretMemory
import Testing

/// Site passwords against OpenLDAP, and against servers that no directory should be.
@Suite(.enabled(if: HeldServers.areWanted, "needs slapd")) struct DirectoryPasswordTests {
    /// A check by one of the servers, which all are on 127.0.0.1.
    private func directory(
        _ server: String, odd: Bool = false, _ security: DirectorySettings.Security = .tls, trust: String = "ca.pem",
        proof: IdentityProof = .sameName, patience: Int = 10_000
    ) throws -> DirectoryPassword {
        try HostileSurroundings.set()
        let port = try (odd ? HeldServers.odd : HeldServers.slapd).get().port(server)
        let folder = try HeldServers.slapd.get().folder()
        let names = try #require(DirectoryNameTemplate("uid=%s,ou=people,dc=example,dc=org"))
        return DirectoryPassword(
            try #require(
                DirectorySettings(
                    host: "127.0.0.1", port: port, security: security, trustFile: "\(folder)/\(trust)", names: names,
                    proof: proof, patience: patience)))
    }

    @Test(arguments: [("tls", DirectorySettings.Security.tls), ("starttls", .startTLS)])
    func judges(server: String, security: DirectorySettings.Security) throws {
        let directory = try directory(server, security)
        #expect(directory.means == .sitePassword)
        #expect(directory.check("899700000001", "right-1") == .right)
        #expect(directory.check("899700000002", "éèü") == .right)
        #expect(directory.check("899700000001", "right-2") == .wrong)
        #expect(directory.check("899700000001", "right-1 ") == .wrong)
        #expect(directory.check("899700000001", "right-") == .wrong)
        // Another's password, nobody's, that of a person without one.
        #expect(directory.check("899700000002", "right-1") == .wrong)
        #expect(directory.check("899700009999", "right-1") == .wrong)
        #expect(directory.check("899700000007", "right-1") == .wrong)
        #expect(directory.check("899700000001", String(repeating: "a", count: 128)) == .wrong)
        #expect(!FileManager.default.fileExists(atPath: HostileSurroundings.keyLog))
    }

    @Test func tellsAccountsThatTakeNoPassword() throws {
        let directory = try directory("tls")
        #expect(directory.check("899700000003", "right-3") == .locked)
        #expect(directory.check("899700000004", "right-4") == .expired)
        #expect(directory.check("899700000005", "right-5") == .expired)
        for _ in 0..<4 { #expect(directory.check("899700000006", "wrong") == .wrong) }
        #expect(directory.check("899700000006", "right-6") == .locked)
    }

    /// What means something in a name means nothing in an identifier.
    @Test func staysInItsPlaceInTheDirectory() throws {
        let directory = try directory("tls")
        #expect(directory.check(name: " #a,\"b\"+<c>;=\\d ", SecretBytes("right-odd")) == .right)
        // Visitors are elsewhere, and there only.
        for name in [
            "visitor,ou=guests", "visitor\\,ou=guests", "visitor\\2cou=guests", "visitor+uid=visitor,ou=guests",
            "visitor", "*", "899700000001+uid=899700000001", "899700000001,ou=people,dc=example,dc=org", "%s",
            "\u{7f00}",
        ] {
            #expect(directory.check(name: name, SecretBytes("right-visitor")) == .wrong)
            #expect(directory.check(name: name, SecretBytes("right-1")) == .wrong)
        }
    }

    @Test(arguments: ["expired", "elsewhere", "nameless", "weak", "old"])
    func trustsNoOtherCertificate(server: String) throws {
        let directory = try directory(server)
        #expect(directory.check("899700000001", "right-1") == .unavailable(.notSecure))
    }

    @Test(arguments: [("tls", DirectorySettings.Security.tls), ("starttls", .startTLS)])
    func trustsNoOtherAuthority(server: String, security: DirectorySettings.Security) throws {
        let other = try directory(server, security, trust: "other-ca.pem")
        #expect(other.check("899700000001", "right-1") == .unavailable(.notSecure))
        let none = try directory(server, security, trust: "is-not-there.pem")
        #expect(none.check("899700000001", "right-1") == .unavailable(.trustFile))
        // A file, but without a certificate.
        let empty = try directory(server, security, trust: "authority.cnf")
        #expect(try #require(empty.check("899700000001", "right-1")).isUnavailable)
    }

    @Test func tellsServersThatAreNotThere() throws {
        #expect(try directory("nobody").check("899700000001", "right-1") == .unavailable(.unreachable))
        #expect(try directory("nobody", .startTLS).check("899700000001", "right-1") == .unavailable(.unreachable))
    }

    /// The same server gives the password a verdict in clear: it must not get it.
    @Test func neverSpeaksInClear() throws {
        #expect(try directory("clear", .startTLS).check("899700000001", "right-1") == .unavailable(.notSecure))
        #expect(try directory("clear").check("899700000001", "right-1") == .unavailable(.notSecure))
        for server in ["pretends", "injects"] {
            let outcome = try directory(server, odd: true, .startTLS, patience: 1_000).check("899700000001", "right-1")
            #expect(
                [.unavailable(.notSecure), .unavailable(.timeout)].contains(outcome), "\(server): \(outcome as Any)")
        }
    }

    @Test(arguments: ["hangs", "trickle", "silent"])
    func waitsNoLongerThanItWasTold(server: String) throws {
        let directory = try directory(server, odd: true, patience: 300)
        #expect(directory.check("899700000001", "right-1") == .unavailable(.timeout))
    }

    @Test func waitsNoLongerForStartTLS() throws {
        let directory = try directory("hangs", odd: true, .startTLS, patience: 300)
        #expect(directory.check("899700000001", "right-1") == .unavailable(.timeout))
    }

    @Test(arguments: [
        ("yes", SecondFactorOutcome.unavailable(.notNamed)), ("other", .unavailable(.notNamed)),
        ("user", .unavailable(.notNamed)), ("mute", .unavailable(.notNamed)), ("garbled", .unavailable(.malformed)),
        ("referral", .unavailable(.directory(code: 10))), ("busy", .unavailable(.directory(code: 51))),
        ("leaves", .unavailable(.unreachable)), ("locked-out", .locked),
    ])
    func believesNoSuccessAlone(server: String, outcome: SecondFactorOutcome) throws {
        #expect(try directory(server, odd: true).check("899700000001", "anything") == outcome)
    }

    @Test func takesNonsenseForNoAnswer() throws {
        let outcome = try directory("nonsense", odd: true, patience: 2_000).check("899700000001", "anything")
        #expect(try #require(outcome).isUnavailable)
    }

    @Test func asksForLessWhereTheSiteSaysSo() throws {
        #expect(try directory("user", odd: true, proof: .somebody).check("899700000001", "a") == .right)
        #expect(try directory("yes", odd: true, proof: .somebody).check("899700000001", "a") == .unavailable(.notNamed))
        #expect(
            try directory("mute", odd: true, proof: .somebody).check("899700000001", "a") == .unavailable(.notNamed))
        #expect(try directory("mute", odd: true, proof: .notAsked).check("899700000001", "a") == .right)
        #expect(try directory("tls", proof: .notAsked).check("899700000001", "wrong") == .wrong)
    }

    @Test func worksOnManyThreads() async throws {
        let directory = try directory("tls")
        let outcomes = await withTaskGroup(of: (Int, SecondFactorOutcome?).self) { group in
            for number in 0..<24 {
                group.addTask {
                    (number, directory.check("899700000001", number.isMultiple(of: 8) ? "wrong" : "right-1"))
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for number in 0..<24 {
            let outcome = outcomes[number] ?? nil
            #expect(outcome == (number.isMultiple(of: 8) ? .wrong : .right))
        }
    }
}
