// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import DESFire
import Foundation
import ISO7816
import SecretMemory
import Testing

@testable import VirtualCards

/// The host driver against the virtual badge, each operation compared with a plain model of what a badge is.
@Suite struct DifferentialTests {
    private static let isLong = ProcessInfo.processInfo.environment["CADUCEE_TEST_ALL"] == "1"

    @Test(arguments: zip([UInt64(1), 2, 3, 4], ["ev1", "ev2", "ev3", "lrp"]))
    func agreesWithThePlainModel(seed: UInt64, kind: String) throws {
        let count = (DifferentialTests.isLong ? 100_000 : 5_000) / 4
        let run = try DifferentialRun(seed: seed, kind: kind)
        for step in 0..<count {
            let (name, happened, expected) = try run.step()
            try #require(happened == expected, "\(kind), seed \(seed), step \(step): \(name)")
            if step.isMultiple(of: 50) { try run.compareContents("\(kind), seed \(seed), step \(step): \(name)") }
        }
        try run.compareContents("seed \(seed), at the end")
        // Nothing was refused for one reason only, and most of it was done.
        #expect(run.done > count / 4)
        #expect(run.refusals.count >= 8)
    }
}
