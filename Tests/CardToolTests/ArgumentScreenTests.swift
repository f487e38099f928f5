// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardToolSupport
import Testing

@Suite struct ArgumentScreenTests {
    @Test(arguments: [
        ["pin", "verify", "--pin", "1234"], ["--pin=1234"], ["--PIN=1234"], ["--puk", "12345678"], ["--puk=12345678"],
        ["--new-pin", "1234"], ["--pin1234"], ["--pin-fd1234"], ["--so-pin=1"], ["--code=1234"],
    ])
    func refusesSecretsWithoutRepeatingThem(_ arguments: [String]) {
        let failure = #expect(throws: Failure.self) { try ArgumentScreen.refuseSecrets(in: arguments) }
        #expect(failure?.exit == .usage)
        #expect(failure?.message.french.contains("1234") == false)
    }

    @Test(arguments: [
        ["pin", "verify", "--pin-fd", "3"], ["--new-pin-fd=4", "--puk-fd", "5"], ["sign", "file", "pin.txt"],
        ["--", "--pin"],
    ])
    func letsDescriptorsPass(_ arguments: [String]) {
        #expect(throws: Never.self) { try ArgumentScreen.refuseSecrets(in: arguments) }
    }

    @Test(arguments: [
        ("Unexpected argument '1234'", "Unexpected argument '****'"), ("'12'", "'12'"), ("a12345678b", "a****b"),
        ("0000", "****"), ("１２３４", "****"),
    ])
    func masksWhatMayBeACode(_ text: String, _ expected: String) {
        #expect(ArgumentScreen.masked(text) == expected)
    }
}
