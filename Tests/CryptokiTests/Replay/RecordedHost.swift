// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardTesting
import Cryptoki
import ISO7816
import ModuleSettings
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

/// A host that makes the calls of a recording, one after the other, in compat mode.
final class RecordedHost {
    let bench: CryptokiBench
    private let recording: Recording
    /// The session last opened; 0, which none is, when that failed.
    private(set) var session: SessionHandle = 0
    /// Private keys seen under the last login.
    private var keys: [TestKey: ObjectHandle] = [:]
    private var unpresentable = ["123", "123456789"]

    init(_ recording: Recording) throws {
        self.recording = recording
        bench = try CryptokiBench(
            recording.profile, .compat, contactless: recording.isContactless, isForUpdate: recording.isForUpdate,
            altering: recording.alter)
    }

    /// All calls of the recording.
    func recordedCalls() throws -> [Recording.Call] { try recording.calls() }

    /// Makes one call.
    ///
    /// - Returns: nil for a call that the recorded host could not make either.
    /// - Throws: ``UnknownCall`` for a line that nobody has taught us.
    func make(_ call: Recording.Call) throws -> ReturnCode? {
        if call.notes.contains("(card lost PIN state)") { bench.card.forgetVerification() }
        guard call.result != nil else {
            #expect(session == 0, "there is a session, so \(call.name) can be made")
            return nil
        }
        let words = call.name.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = words.count > 1 ? words[1] : ""
        switch words[0] {
        case "C_Sign", "pkcs11-tool": return try sign(call, rest)
        case "C_Decrypt": return try decrypt(rest)
        case "C_Encrypt": return try encrypt(rest)
        case "C_SetPIN": return try setPIN(rest)
        case "C_InitPIN": return code { try bench.library.initializePIN(session, to: TestBench.pin(rest)) }
        default: break
        }
        let (function, argument) = RecordedHost.parts(call.name)
        switch function {
        case "C_GetAttributeValue": return try attributeValue(argument)
        case "C_SetAttributeValue": return try setAttributeValue(argument)
        case "C_TransmitMessage": return try transmit(argument)
        default: return try makePlain(function, argument, call)
        }
    }

    private func makePlain(_ function: String, _ argument: String, _ call: Recording.Call) throws -> ReturnCode {
        let library = bench.library
        switch (function, argument) {
        case ("C_Initialize", recording.isForUpdate ? "cpsUpdate" : ""): return .ok
        case ("C_Finalize", ""):
            library.close()
            return .ok
        case ("C_GetSlotList", ""), ("C_GetSlotList", "present"):
            #expect(library.slotList(withCard: true) == [0])
            return .ok
        case ("C_GetTokenInfo", _): return tokenInformation()
        case ("C_OpenSession", ""), ("C_OpenSession", "RW"): return try openSession(call)
        case ("C_CloseSession", ""): return code { try library.closeSession(session) }
        case ("C_Login", "USER"), ("C_Login", "SO"): return login(call, as: argument == "SO" ? .securityOfficer : .user)
        case ("C_Logout", ""): return code { try library.logout(session) }
        case ("C_FindObjects", "all"): return try findAll()
        case ("C_FindObjectsInit", ""): return code { try library.beginSearch(session, []) }
        case ("C_FindObjects", ""):
            return code {
                let found = try library.nextObjects(session, count: 64)
                #expect(found == [])
            }
        case ("C_GenerateRandom", "20"):
            return code {
                let bytes = try library.random(session, count: 20)
                #expect(bytes.count == 20)
            }
        case ("C_StartUpdate", ""): return code { try library.beginUpdate(session) }
        case ("C_EndUpdate", ""): return code { try library.endUpdate(session) }
        case ("C_KeepAlive", ""): return code { try library.keepAlive(session) }
        case ("reset by another process", ""):
            try bench.service.disturb(CryptokiBench.reader)
            return .ok
        default: throw UnknownCall(name: call.name)
        }
    }

    /// `C_X(argument)` in two.
    private static func parts(_ name: String) -> (function: String, argument: String) {
        guard name.hasSuffix(")"), let bracket = name.firstIndex(of: "(") else { return (name, "") }
        return (String(name[..<bracket]), String(name[name.index(after: bracket)...].dropLast()))
    }

    /// A private key as the host knows it.
    func key(_ key: TestKey) throws -> ObjectHandle {
        if let known = keys[key] { return known }
        return try bench.object(session, key.rawValue)
    }

    private func openSession(_ call: Recording.Call) throws -> ReturnCode {
        session = 0
        let outcome = code { session = try bench.library.openSession(0, isReadWrite: true) }
        if call.notes.contains("private key visible without login: False") {
            #expect(try bench.find(session, [Attribute(CKA_CLASS, number: CKO_PRIVATE_KEY)]) == [])
        }
        return outcome
    }

    private func login(_ call: Recording.Call, as user: UserType) -> ReturnCode {
        // What did not go to the card was too short or too long for it.
        let digits = call.presented.first ?? unpresentable.popLast() ?? "1"
        let outcome = code { try bench.login(session, digits, as: user) }
        if outcome == .ok, user == .user {
            for key in TestKey.allCases { keys[key] = try? bench.object(session, key.rawValue) }
        }
        return outcome
    }

    /// C_GetTokenInfo; the holder's counter must be shown as it is.
    private func tokenInformation() -> ReturnCode {
        code {
            let shown = try bench.library.tokenInformation(0).flags
            guard !recording.isContactless else { return }
            let flags = [
                0: CKF_USER_PIN_LOCKED, 1: CKF_USER_PIN_FINAL_TRY, 2: CKF_USER_PIN_COUNT_LOW,
            ].mapValues { UInt($0) }
            let wanted = flags[bench.card.snapshot.pin.left] ?? 0
            #expect(shown & flags.values.reduce(0, |) == wanted)
        }
    }
}

/// A line of a recording that the interpreter does not understand.
struct UnknownCall: Error {
    let name: String
}
