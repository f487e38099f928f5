// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardToolSupport
import Testing

@Suite struct LanguageTests {
    @Test(
        arguments: [
            ([], [:], Language.french),
            ([], ["LANG": "C.UTF-8"], .french),
            ([], ["LANG": "POSIX"], .french),
            ([], ["LANG": "fr_CA.UTF-8"], .french),
            ([], ["LANG": "en_GB.UTF-8"], .english),
            ([], ["LANG": "de_DE.UTF-8"], .english),
            ([], ["LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US"], .english),
            ([], ["LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_US"], .english),
            ([], ["LC_ALL": "fr_FR", "LC_MESSAGES": "en_US", "LANG": "en_US"], .french),
            (["reader", "list", "--lang", "en"], ["LANG": "fr_FR"], .english),
            (["--lang=fr"], ["LANG": "en_US"], .french),
            (["--lang", "de"], ["LANG": "en_US"], .english),
            (["--", "--lang", "en"], [:], .french),
        ] as [([String], [String: String], Language)])
    func choosesBetweenOptionLocaleAndFrench(
        _ arguments: [String], _ environment: [String: String], _ expected: Language
    ) {
        #expect(Language(arguments: arguments, environment: environment) == expected)
    }

    @Test(arguments: HelpMessage.allCases)
    func helpIsTranslated(_ message: HelpMessage) {
        #expect(message.french != message.english)
    }
}
