// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CertificateTrust
import Foundation

/// The certificates and lists of Tests/Fixtures/PKI.
enum TestPKI {
    /// 2026-11-01T00:00:00Z: every certificate but the expired one is valid, the revoked one is revoked.
    static let time: Int64 = 1_793_491_200

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/PKI")

    static func file(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: folder.appending(path: name)))
    }

    static func certificate(_ name: String) throws -> X509Certificate {
        try X509Certificate(der: file(name + ".crt.der"))
    }

    static func store(lists: [String] = ["crls.pem"]) throws -> TrustStore {
        try TrustStore(
            roots: [file("root.crt.pem")],
            intermediates: [file("intermediate.crt.der")],
            revocationLists: lists.map(file)
        )
    }
}

/// A small generator, the same numbers on every run (SplitMix64).
struct FixedGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
