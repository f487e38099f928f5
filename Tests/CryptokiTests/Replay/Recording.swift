// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardProfiles
import CardTesting
import Foundation
import ISO7816
import Testing
import VirtualCards

/// One recorded scenario of the established middleware: what a host called, and what it was told.
struct Recording: Sendable, CustomTestStringConvertible {
    let name: String

    var testDescription: String { name }

    /// A call and how it ended.
    struct Call: Sendable {
        /// As the recording names it, such as `C_Sign SIG CKM_RSA_PKCS 35 free bytes`.
        let name: String
        /// The code by name or in hexadecimal; nil when the driver could not make the call.
        var result: String?
        /// Remarks of the driver.
        var notes: [String] = []
        /// PINs and unblocking codes that went to the card, in their order.
        var presented: [String] = []
    }

    static let folder = TestBench.cards
        .appendingPathComponent("../Tests/Fixtures/Transcripts/cryptolib").standardizedFileURL

    static let all: [Recording] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { Recording(name: String($0.dropLast(6))) }
    }()

    func calls() throws -> [Call] {
        var calls: [Call] = []
        let file = Recording.folder.appendingPathComponent(name + ".jsonl")
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let fields = try JSONDecoder().decode([String: String?].self, from: Data(line.utf8)).compactMapValues { $0 }
            if let call = fields["call"] { calls.append(Call(name: call)) }
            guard let last = calls.indices.last else { continue }
            if let note = fields["note"] { calls[last].notes.append(note) }
            if let digits = fields["c"].flatMap(Recording.presentedDigits) { calls[last].presented.append(digits) }
            if fields["return"] != nil, let result = fields["rv"], !result.hasPrefix("not callable") {
                calls[last].result = result
            }
        }
        return calls
    }

    /// What a VERIFY with data presents.
    private static func presentedDigits(_ command: String) -> String? {
        guard let bytes = [UInt8](hexadecimal: command), bytes.count > 5, bytes[1] == 0x20 else { return nil }
        return String(decoding: bytes[5...], as: UTF8.self)
    }

    /// The profile with the data set of the recordings.
    var profile: String {
        if name.hasPrefix("cps3") { return "transcript-cps3" }
        return name.hasPrefix("cps4-t1") ? "transcript-cps4" : "transcript-cps4-t0"
    }

    var isContactless: Bool { name.hasPrefix("cps3-contactless") }
    var isForUpdate: Bool { name.hasSuffix("update-mode") }

    /// What the scenario's card does differently.
    ///
    /// The recorded certificates are for keys that nobody has any more, and we give out no signature that the card's
    /// certificate does not confirm: each key gets one of its own.
    func alter(_ profile: inout CardProfile) {
        let matching = name.hasPrefix("cps3") ? "cps3-medecin" : "cps4-medecin"
        if let other = try? CardProfile(folder: TestBench.cards.appendingPathComponent(matching)) {
            profile.keys = other.keys
        }
        switch name {
        case "cps4-t1-select-6985-recovery": profile.quirks.firstSelectRefused = true
        case "cps4-t1-verify-9000-shows-locked": profile.quirks.verifiedAnswers9000 = true
        case "cps3-actua-complete":
            profile.actualisation = [UInt8](hexadecimal: "EC12 8107 20240101120000 8207 20240101120500")
        case "cps3-actua-incomplete":
            profile.actualisation = [UInt8](hexadecimal: "EC0B 8107 20240101120000 8200")
        default: break
        }
    }
}
