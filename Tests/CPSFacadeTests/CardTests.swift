// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CPSFacade
import CardTesting
import CardToken
import CertificateTrust
import HealthCard
import Testing
import VirtualCardPlugs
import VirtualCards

/// Readers, and what a card shows.
@Suite struct CardTests {
    @Test func namesReadersWithAndWithoutCards() throws {
        let bench = try TestBench("cps4-medecin")
        bench.service.addReader("EMPTY")
        #expect(try CPSReaders(bench.service).names() == [TestBench.reader, "EMPTY"])
    }

    @Test func opensTheOnlyCardOrTheNamedOne() throws {
        let bench = try TestBench("cps4-medecin")
        bench.service.addReader("EMPTY")
        let readers = CPSReaders(bench.service)
        #expect(try readers.open().identity.serial.digits == "99001003")
        #expect(try readers.open(TestBench.reader).identity.generation == .cps4)
        #expect(refusal { _ = try readers.open("EMPTY") }?.code == .noCard)
        #expect(refusal { _ = try readers.open("TEST") }?.code == .noReader)
    }

    @Test func doesNotGuessAmongSeveralCards() throws {
        let bench = try TestBench("cps4-medecin")
        bench.service.addReader("SECOND")
        let other = try TestBench("cps3-medecin")
        try bench.service.insert(other.card.contact, into: "SECOND")
        let failure = refusal { _ = try CPSReaders(bench.service).open() }
        #expect(failure?.code == .usage)
        #expect(failure?.detail == .severalCards)
        #expect(try CPSReaders(bench.service).open("SECOND").identity.generation == .cps3)
    }

    @Test func tellsAnEmptyAndAReaderlessMachineApart() {
        #expect(refusal { _ = try CPSReaders(LoopbackReaderService()).open() }?.code == .noReader)
        #expect(refusal { _ = try CPSReaders(LoopbackReaderService(readers: ["A"])).open() }?.code == .noCard)
    }

    @Test(arguments: Practice.contactProfiles) func showsTheCardWithoutAPIN(profile: String) throws {
        let practice = try Practice(profile)
        let contents = try practice.card.contents()
        #expect(contents.holder.name == practice.bench.card.profile.identity.name)
        #expect(contents.summary.pin?.triesLeft == 3)
        #expect(try practice.card.data("CPS_NAME_PS").isEmpty == false)
        #expect(practice.used == [0, 0])
    }

    @Test(arguments: Practice.contactProfiles) func readsActivitiesWithOnePresentation(profile: String) throws {
        let practice = try Practice(profile)
        let numbers = practice.bench.card.profile.practice.activities.map(\.number)
        #expect(try practice.card.activities(Practice.pin).map(\.number) == numbers)
        #expect(practice.used == [1, 0])
        #expect(refusal { _ = try practice.card.data("CPS_ACTIVITY_01_PS") } != nil)
        #expect(try practice.card.data("CPS_ACTIVITY_01_PS", Practice.pin).first == 0xEE)
    }

    @Test(arguments: [("cps3-medecin", "%02"), ("cps4-medecin", "%20")])
    func namesTheAuthenticationKeyInPKCS11(profile: String, key: String) throws {
        let practice = try Practice(profile)
        // RFC 7512; the iD is the AID of the contact application and the number of the key.
        let id = "%E8%28%BD%08%0F%80%25%00%00%01%FF%00%10" + key
        let serial = practice.card.identity.serial.digits
        #expect(try practice.card.tlsCredential() == "pkcs11:token=CPX%20IAS;serial=\(serial);id=\(id)")
    }

    @Test(arguments: Practice.contactProfiles) func tellsTriesAndKeepsTheLast(profile: String) throws {
        let practice = try Practice(profile)
        for left in [2, 1] {
            let failure = refusal { try practice.card.verifyPIN(TestBench.pin("9999")) }
            #expect(failure?.code == .wrongPIN)
            #expect(failure?.triesLeft == left)
        }
        let guarded = refusal { try practice.card.verifyPIN(Practice.pin) }
        #expect(guarded?.code == .tryGuard)
        #expect(guarded?.triesLeft == 1)
        #expect(practice.used == [2, 0])
        try practice.card.verifyPIN(Practice.pin, consent: .given)
        #expect(practice.bench.card.snapshot.pin.left == 3)
    }

    @Test(arguments: Practice.contactProfiles) func changesAndUnblocksThePIN(profile: String) throws {
        let practice = try Practice(profile)
        try practice.card.changePIN(from: Practice.pin, to: TestBench.pin("87654"))
        #expect(practice.bench.holds("87654"))
        practice.bench.set { $0.pin.left = 0 }
        #expect(refusal { try practice.card.verifyPIN(TestBench.pin("87654")) }?.code == .pinBlocked)
        try practice.card.unblockPIN(with: TestBench.pin("12345678"), to: Practice.pin)
        #expect(practice.bench.holds("1234"))
        #expect(practice.bench.card.snapshot.pin.left == 3)
    }

    @Test func tellsThatTheCardLeft() throws {
        let practice = try Practice("cps4-medecin")
        try practice.bench.service.remove(from: TestBench.reader)
        #expect(refusal { _ = try practice.card.contents() }?.code == .cardRemoved)
    }
}
