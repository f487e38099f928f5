// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import Cryptoki
import Testing

/// Searches by what clients search by.
@Suite struct SearchTests {
    private func bench() throws -> (CryptokiBench, SessionHandle) {
        let bench = try CryptokiBench("cps4-medecin")
        return (bench, try bench.session(pin: "1234"))
    }

    @Test func findsByClass() throws {
        let (bench, session) = try bench()
        let counts = [CKO_PRIVATE_KEY: 2, CKO_PUBLIC_KEY: 2, CKO_CERTIFICATE: 2]
        for (kind, count) in counts {
            #expect(try bench.find(session, [Attribute(CKA_CLASS, number: kind)]).count == count)
        }
        let all = try bench.find(session).count
        #expect(try bench.find(session, [Attribute(CKA_CLASS, number: CKO_DATA)]).count == all - 6)
        #expect(try bench.find(session, [Attribute(CKA_CLASS, number: CKO_SECRET_KEY)]) == [])
        #expect(try bench.find(session, [Attribute(UInt(CKA_CLASS), [3])]) == [])
    }

    @Test func findsByLabelIdentifierAndFlags() throws {
        let (bench, session) = try bench()
        let key = try bench.object(session, "CPS_PRIV_SIG")
        let identifier = Attribute(UInt(CKA_ID), try bench.value(session, key, CKA_ID))
        let kinds = try bench.find(session, [identifier]).map { try bench.value(session, $0, CKA_CLASS) }
        #expect(kinds == [CKO_PRIVATE_KEY, CKO_PUBLIC_KEY, CKO_CERTIFICATE].map { CryptokiBench.bytes(UInt($0)) })
        #expect(try bench.find(session, [identifier, Attribute(CKA_CLASS, number: CKO_PRIVATE_KEY)]) == [key])
        #expect(try bench.find(session, [Attribute(CKA_TOKEN, flag: false)]) == [])
        let all = try bench.find(session)
        #expect(try bench.find(session, [Attribute(CKA_TOKEN, flag: true)]) == all)
        let hidden = try bench.find(session, [Attribute(CKA_PRIVATE, flag: true)])
        let open = try bench.find(session, [Attribute(CKA_PRIVATE, flag: false)])
        #expect(hidden.count + open.count == all.count)
        #expect(!hidden.isEmpty && !open.isEmpty && Set(hidden).isDisjoint(with: open))
        #expect(try bench.find(session, [Attribute(CKA_LABEL, text: "CPS_PRIV")]) == [])
    }

    @Test func findsNothingByWhatObjectsLack() throws {
        let (bench, session) = try bench()
        let prime = [UInt8](repeating: 0, count: 128)
        #expect(try bench.find(session, [Attribute(UInt(CKA_PRIME_1), prime)]) == [])
        #expect(try bench.find(session, [Attribute(0x8000_1234, [])]) == [])
        #expect(try bench.find(session, [Attribute(CKA_CERTIFICATE_TYPE, number: CKC_X_509)]).count == 2)
    }

    @Test func keepsOneSearchPerSession() throws {
        let (bench, session) = try bench()
        let other = try bench.session()
        #expect(code { try bench.library.nextObjects(session, count: 1) } == .operationNotInitialized)
        #expect(code { try bench.library.endSearch(session) } == .operationNotInitialized)
        try bench.library.beginSearch(session, [])
        #expect(code { try bench.library.beginSearch(session, []) } == .operationActive)
        #expect(code { try bench.library.beginSearch(other, []) } == .ok)
        #expect(try bench.library.nextObjects(session, count: 0) == [])
        #expect(try bench.library.nextObjects(session, count: -1) == [])
        let first = try bench.library.nextObjects(session, count: 2)
        let rest = try bench.library.nextObjects(session, count: .max)
        #expect(first.count == 2 && Set(first).isDisjoint(with: rest))
        #expect(try bench.library.nextObjects(session, count: 1) == [])
        try bench.library.endSearch(session)
        #expect(code { try bench.library.beginSearch(session, []) } == .ok)
    }

    @Test func endsWithTheLogin() throws {
        let (bench, session) = try bench()
        try bench.library.beginSearch(session, [Attribute(CKA_CLASS, number: CKO_PRIVATE_KEY)])
        try bench.library.logout(session)
        #expect(code { try bench.library.nextObjects(session, count: 4) } == .operationNotInitialized)
    }
}
