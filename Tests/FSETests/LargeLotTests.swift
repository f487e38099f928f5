// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSEDocuments
import Foundation
import Testing

@testable import FSE

@Suite struct LargeLotTests {
    @Test func signsThreeHundredWithOneUseOfTheKeyEach() throws {
        let bench = try LotBench(1...300)
        var seen: [Int] = []
        let outcome = try bench.sign(1...300) { progress in
            if case .signed(let number, let count, let total) = progress {
                #expect(count == number && total == 300)
                seen.append(number)
            }
        }
        #expect(outcome.stop == nil)
        #expect(seen == Array(1...300))
        #expect(bench.key.uses == 301)
        let report = try bench.verify("lot-001.asice")
        #expect(report.isValid, "\(report.findings)")
        #expect(report.items.count == 300)
    }
}
