// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardProfiles
import Foundation
import ISO7816
import Testing
import VirtualCards

/// Where the repository lies.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// One recorded scenario.
struct Transcript: Sendable, CustomTestStringConvertible {
    enum Line: Sendable {
        case exchange(command: [UInt8], response: [UInt8])
        case powerOn, powerOff, reset, lostPINState
    }

    let source: String
    let name: String

    var testDescription: String { "\(source)/\(name)" }

    static let all: [Transcript] = ["cryptolib", "opensc"].flatMap { source in
        let folder = repository.appendingPathComponent("Tests/Fixtures/Transcripts/\(source)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().map {
            Transcript(source: source, name: String($0.dropLast(6)))
        }
    }

    func lines() throws -> [Line] {
        let file = repository.appendingPathComponent("Tests/Fixtures/Transcripts/\(source)/\(name).jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let fields = try JSONDecoder().decode([String: String?].self, from: Data(line.utf8))
            if let command = fields["c"] as? String, let response = fields["r"] as? String {
                guard let command = [UInt8](hexadecimal: command), let response = [UInt8](hexadecimal: response) else {
                    throw CocoaError(.fileReadCorruptFile)
                }
                return .exchange(command: command, response: response)
            }
            return switch (fields["event"] as? String, fields["note"] as? String) {
            case ("card power on", _): .powerOn
            case ("card power off", _): .powerOff
            case ("card reset", _): .reset
            case (_, "(card lost PIN state)"): .lostPINState
            default: nil
            }
        }
    }

    /// The card of the scenario, with the switches that the scenario records.
    func card() throws -> VirtualCard {
        let folder =
            if name.hasPrefix("cps3") {
                "transcript-cps3"
            } else if name.hasPrefix("cps4-t1") {
                "transcript-cps4"
            } else {
                "transcript-cps4-t0"
            }
        var profile = try CardProfile(folder: repository.appendingPathComponent("Cards/\(folder)"))
        switch name {
        case "cps4-t1-select-6985-recovery": profile.quirks.firstSelectRefused = true
        case "cps4-t1-verify-9000-shows-locked": profile.quirks.verifiedAnswers9000 = true
        case "cps3-actua-complete":
            profile.actualisation = [UInt8](hexadecimal: "EC12 8107 20240101120000 8207 20240101120500")
        case "cps3-actua-incomplete": profile.actualisation = [UInt8](hexadecimal: "EC0B 8107 20240101120000 8200")
        default: break
        }
        return try VirtualCard(profile, random: SeededRandom(seed: 1))
    }

    func face(of card: VirtualCard) -> any VirtualCardFace {
        guard name.hasPrefix("cps3-contactless"), let face = card.contactless else { return card.contact }
        return face
    }
}
