// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Testing

@testable import CardTool

@Suite struct NounTests {
    /// A noun under another name would not be found by its own.
    @Test func everyNounIsFoundByItsName() {
        #expect(Caducee.nouns.count == 14)
        for (name, command) in Caducee.nouns { #expect(command.configuration.commandName == name) }
    }
}
