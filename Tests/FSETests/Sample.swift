// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSE
import FSEDocuments
import Foundation

/// Documents to start tests from; every person is fictitious.
enum Sample {
    static let issuer = "899700000013"
    static let structure = "4899700000013001"

    /// A valid document, with `changes` applied to its source text.
    static func document(number: Int = 123, _ changes: (String, String)...) throws -> [UInt8] {
        var text = """
            {
              "schema": "fse-open/1", "accredited": false, "number": \(number), "date": "2026-11-20",
              "issuer": {"identifier": "\(issuer)", "structure": "\(structure)", "sector": "SA07"},
              "beneficiary": {"nir": "2852075123456", "key": "\(key("2852075123456"))", "birthDate": "1985-03-31", "rank": 1},
              "insured": {"nir": "1802A75123456", "key": "00"},
              "coverage": {"nature": "10", "exoneration": "0"},
              "acts": [
                {"table": "NGAP", "code": "G", "coefficient": 100, "quantity": 1, "date": "2026-11-20", "unitPrice": 3000, "amount": 3000},
                {"table": "CCAM", "code": "DEQP003", "coefficient": 100, "quantity": 1, "date": "2026-11-19", "unitPrice": 1426, "amount": 1426}
              ],
              "prescriber": {"identifier": "899700099999", "date": "2026-11-01"},
              "complementary": {"organism": "99999999", "contract": "TEST0001"},
              "totals": {"acts": 4426, "compulsory": 3098, "complementary": 1000, "patient": 328},
              "patientProof": {"kind": "vitale-mac", "value": "AAECAwQFBgc="}
            }
            """
        text = text.replacingOccurrences(
            of: "\"1802A75123456\", \"key\": \"00\"", with: "\"180202A123456\", \"key\": \"\(key("180202A123456"))\"")
        for (from, to) in changes {
            precondition(text.contains(from), "the sample has no \(from)")
            text = text.replacingOccurrences(of: from, with: to)
        }
        return Array(text.utf8)
    }

    static func key(_ number: String) -> String {
        NIR.key(of: number).map { $0 < 10 ? "0\($0)" : "\($0)" } ?? "??"
    }

    /// The repository's root.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}

/// The same numbers at every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
