// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardProfiles
import CardTesting
import Cryptoki
import Foundation
import ISO7816
import ModuleSettings
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

/// The library over a virtual card in a loopback reader.
final class CryptokiBench {
    static let reader = "TEST 0"
    let service: LoopbackReaderService
    let card: VirtualCard
    let library: Library
    let exchanges = ExchangeLog()
    /// Faults for the face in the reader, counted from when it was put there.
    let plan = FaultPlan()

    /// The reader keeps power, so that whatever one process leaves on the card is there for the next.
    init(
        _ profile: String, _ mode: ModuleSettings.Mode = .native, contactless: Bool = false, isForUpdate: Bool = false,
        configure: (inout ModuleSettings) -> Void = { _ in }, altering alter: (inout CardProfile) -> Void = { _ in }
    ) throws {
        card = try CryptokiBench.card(profile, altering: alter)
        service = LoopbackReaderService()
        service.addReader(CryptokiBench.reader, keepsPower: true)
        guard let face = contactless ? card.contactless : card.contact else {
            throw CardError.transport(.noCard)
        }
        try service.insert(FaultyFace(face, plan: plan), into: CryptokiBench.reader)
        var settings = ModuleSettings()
        settings.mode = mode
        configure(&settings)
        library = Library(settings, readers: service, isForUpdate: isForUpdate) { [exchanges] in
            LoggedConnection($0, exchanges)
        }
    }

    deinit { library.close() }

    static func card(_ profile: String, altering alter: (inout CardProfile) -> Void = { _ in }) throws -> VirtualCard {
        var loaded = try CardProfile(folder: TestBench.cards.appendingPathComponent(profile))
        alter(&loaded)
        return try VirtualCard(loaded, random: SeededRandom(seed: 1))
    }

    /// A session, logged in when a PIN is given.
    func session(readWrite: Bool = true, pin: String? = nil) throws -> SessionHandle {
        let session = try library.openSession(0, isReadWrite: readWrite)
        if let pin { try login(session, pin) }
        return session
    }

    func login(_ session: SessionHandle, _ digits: String, as user: UserType = .user) throws(ReturnCode) {
        try library.login(session, user, TestBench.pin(digits))
    }

    /// The key that signatures of a role are checked with, from the profile and not through the library.
    func publicKey(_ role: CardKeyRole) throws -> RSAPublicKey {
        guard let key = card.profile.keys[role] else { throw CardProfileError.key(role) }
        return try RSAPrivateKey(pem: key.pem).publicKey
    }

    /// Changes what the card holds in its memory.
    func set(_ change: (inout CardSnapshot) -> Void) {
        var snapshot = card.snapshot
        change(&snapshot)
        card.restore(snapshot)
    }

    /// How often a PIN or an unblocking code was presented to the card, by anybody.
    var presentations: Int { card.statistics.verifications }
}

/// The code with which a call ends; an error that is none is an issue.
func code<R>(_ call: () throws -> R) -> ReturnCode {
    do {
        _ = try call()
        return .ok
    } catch let code as ReturnCode {
        return code
    } catch {
        Issue.record(error)
        return ReturnCode(rawValue: .max)
    }
}
