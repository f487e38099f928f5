// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CPSFacade
import CardTesting
import FSEDocuments
import Foundation
import SecretMemory
import Testing

/// Signs the FSE of a day with the only card at hand; each signature belongs beside its document's `canonicalBytes`.
func signDay(_ day: [FSEDocument], activity: Int, pin: consuming SecretBytes) throws(CPSFailure) -> [[UInt8]] {
    let card = try CPSReaders().open()
    let session = try card.session(pin)
    defer { session.close() }
    var signatures: [[UInt8]] = []
    for document in day {
        signatures.append(try session.sign(.document(document), activity: activity))
    }
    return signatures
}

/// The documentation tells what is there.
@Suite struct DocumentationTests {
    private let root = TestBench.cards.deletingLastPathComponent()

    /// The example is the function above, which the compiler has seen.
    @Test func showsAnExampleThatCompiles() throws {
        let page = try String(contentsOf: root.appendingPathComponent("docs/cps-facade.md"), encoding: .utf8)
        let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
        let example = try #require(
            page.components(separatedBy: "```swift\n").last?.components(separatedBy: "```").first)
        #expect(example.hasPrefix("/// Signs the FSE of a day"))
        #expect(source.contains("\n" + example))
    }

    @Test func namesEveryFunctionOfTheHeader() throws {
        let page = try String(contentsOf: root.appendingPathComponent("docs/cps-facade.md"), encoding: .utf8)
        let header = try String(
            contentsOf: root.appendingPathComponent("Sources/CCaduceeCPS/caducee_cps.h"), encoding: .utf8)
        let functions = header.matches(of: /(?m)^(?:int |void |const char \*)(cps_\w+)\(/).map { String($0.output.1) }
        #expect(functions.count == 24)
        for function in functions { #expect(page.contains("`\(function)`"), "\(function)") }
    }
}
