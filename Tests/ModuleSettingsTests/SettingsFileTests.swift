// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ModuleSettings
import Testing

/// Reads one file named `f`.
private func read(_ text: String) -> (settings: ModuleSettings, diagnostics: [String]) {
    let result = ModuleSettings.read(files: [("f", Array(text.utf8))], environment: [:])
    return (result.settings, result.diagnostics.map(\.description))
}

@Suite("caducee.toml")
struct SettingsFileTests {
    @Test func takesEveryKey() {
        let (settings, diagnostics) = read(
            """
            # The practice's settings.
            [pkcs11]
            mode = "compat" # as before
            idle_seconds = 1_20
            allow_last_try = true
            mirror_identity = true
            readers = [
                "Gemalto PC Twin", # at the desk
                'SpringCard\\1',
            ]

            [ pkcs11 . trace ]
            api = true
            apdu = true
            folder = "/tmp/\\u00E9t\\U000000e9"

            """)
        #expect(diagnostics == [])
        #expect(settings.mode == .compat)
        #expect(settings.idleLimit == .seconds(120))
        #expect(settings.allowsLastTry)
        #expect(settings.mirrorsIdentity)
        #expect(settings.readers == ["Gemalto PC Twin", "SpringCard\\1"])
        #expect(settings.trace.api)
        #expect(settings.trace.apdu)
        #expect(settings.trace.folder == "/tmp/été")
    }

    @Test(arguments: [
        "", "\n", "# only a comment", "[pkcs11]", "[pkcs11.trace]\r\n[pkcs11]\r\n", "[pkcs11]\nreaders = []",
    ])
    func keepsDefaultsWithoutAWord(text: String) {
        let (settings, diagnostics) = read(text)
        #expect(diagnostics == [])
        #expect(settings == ModuleSettings())
        #expect(settings.idleLimit == .seconds(300))
        #expect(settings.mode == .native)
    }

    @Test(arguments: [
        ("mode = \"Native\"", "pkcs11.mode wants native, compat or strict"),
        ("mode = 1", "pkcs11.mode wants a string"),
        ("mode = native", "wants a string, a decimal integer, true, false or an array of strings"),
        ("idle_seconds = \"30\"", "pkcs11.idle_seconds wants an integer"),
        ("idle_seconds = 9", "pkcs11.idle_seconds wants 10 to 300 seconds"),
        ("idle_seconds = 301", "pkcs11.idle_seconds wants 10 to 300 seconds"),
        ("idle_seconds = -30", "pkcs11.idle_seconds wants 10 to 300 seconds"),
        ("idle_seconds = 030", "an integer begins with 0"),
        ("idle_seconds = 3__0", "wants a string, a decimal integer, true, false or an array of strings"),
        ("idle_seconds = 30.0", "wants a string, a decimal integer, true, false or an array of strings"),
        ("idle_seconds = 0x1E", "wants a string, a decimal integer, true, false or an array of strings"),
        ("idle_seconds = 99999999999999999999", "an integer is too large"),
        ("allow_last_try = 1", "pkcs11.allow_last_try wants true or false"),
        ("mirror_identity = \"true\"", "pkcs11.mirror_identity wants true or false"),
        ("readers = \"all\"", "pkcs11.readers wants an array of strings"),
        ("readers = [1]", "only arrays of strings are read"),
        ("readers = [\"a\" \"b\"]", "wants , or ] in the array"),
        ("readers = [\"\"]", "pkcs11.readers holds an empty name"),
        ("idle = 30", "unknown key pkcs11.idle"),
        ("mode", "wants = after the key"),
        ("mode =", "wants a value"),
        ("= 1", "wants a key or a table"),
        ("mode = \"strict\" x", "something follows on the same line"),
        ("trace.api = true", "dotted keys are not read: write a table"),
        ("\"mode\" = \"strict\"", "quoted keys are not read"),
        ("mode = {}", "inline tables are not read"),
        ("mode = \"strict", "a string does not end on its line"),
        ("mode = \"strict\\", "a string does not end on its line"),
        ("mode = \"\\x41\"", "an unknown escape in a string"),
        ("mode = \"\\uD800\"", "an escape that is no character"),
        ("mode = \"\"\"strict\"\"\"", "strings over several lines are not read"),
        ("mode = \"a\u{1}\"", "a string does not end on its line"),
        ("# \u{7}", "a control character in a comment"),
        ("mode = \"strict\"\nmode = \"compat\"", "pkcs11.mode for the second time: the first counts"),
        ("[unknown]", "unknown table unknown"),
        ("[pkcs11]", "table pkcs11 for the second time"),
        ("[pkcs11", "a table's name must end with ]"),
        ("[[pkcs11]]", "arrays of tables are not read"),
    ])
    func saysWhatIsWrongAndReadsOn(line: String, message: String) {
        let (settings, diagnostics) = read("[pkcs11]\n\(line)\n[pkcs11.trace]\napi = true\nfolder = '/t'\n")
        let place = line.contains("\n") ? 3 : 2
        #expect(diagnostics == ["f:\(place): \(message)"])
        #expect(settings.trace.api, "the rest of the file counts")
        #expect(settings.idleLimit == .seconds(300))
        #expect(settings.mode == (line.contains("\n") ? .strict : .native))
    }

    @Test(arguments: ["relative", "", "/a\\u0000b"]) func wantsAnAbsoluteFolder(path: String) {
        let (settings, diagnostics) = read("[pkcs11.trace]\nfolder = \"\(path)\"")
        #expect(diagnostics == ["f:2: pkcs11.trace.folder wants an absolute path"])
        #expect(settings.trace.folder == nil)
    }

    @Test(arguments: ["[nothing]", "[pkcs11", "[[pkcs11]]", "[pkcs11.traces]", "[pkcs11] x"])
    func takesNoKeysOfATableThatItDoesNotKnow(heading: String) {
        let (settings, diagnostics) = read("\(heading)\nmode = \"strict\"\nidle_seconds = 10")
        #expect(diagnostics.count == 1)
        #expect(settings == ModuleSettings())
    }

    @Test(arguments: ["\"\"\"", "'''"]) func takesNothingOutOfALongString(mark: String) {
        let (settings, diagnostics) = read(
            "[pkcs11]\nmode = \(mark)\nidle_seconds = 10\n\(mark)\nallow_last_try = true")
        #expect(diagnostics == ["f:2: strings over several lines are not read"])
        #expect(settings.idleLimit == .seconds(300))
        #expect(settings.allowsLastTry)
    }

    @Test func saysWhichLineABrokenArrayIsIn() {
        let (_, diagnostics) = read("[pkcs11]\nreaders = [\n'a',\nb]\nmode = 'x'")
        #expect(
            diagnostics == ["f:4: only arrays of strings are read", "f:5: pkcs11.mode wants native, compat or strict"])
    }

    @Test func keysBeforeAnyTableAreUnknown() {
        #expect(read("mode = 'strict'").diagnostics == ["f:1: unknown key mode"])
    }

    @Test(arguments: [[0x22, 0xFF, 0x22], [0x27, 0xC3, 0x27]] as [[UInt8]]) func refusesWhatIsNotUTF8(value: [UInt8]) {
        let bytes = Array("[pkcs11]\nmode = ".utf8) + value + Array("\n# ".utf8) + [0xFF, 0x0A]
        let diagnostics = ModuleSettings.read(files: [("f", bytes)], environment: [:]).diagnostics
        #expect(diagnostics.map(\.description) == ["f:2: a string is not UTF-8", "f:3: a comment is not UTF-8"])
    }

    @Test func readsNothingOfAFileThatIsTooLong() {
        let text = "[pkcs11]\nmode = 'strict'\n"
        let full = text + String(repeating: "#", count: 65_536 - text.utf8.count)
        #expect(read(full).settings.mode == .strict)
        #expect(read(full + "#").settings.mode == .native)
        #expect(read(full + "#").diagnostics == ["f: longer than 64 KiB: not read"])
    }

    @Test func boundsWhatItSays() {
        let diagnostics = read(String(repeating: "x\n", count: 5000)).diagnostics
        #expect(diagnostics.count == 51)
        #expect(diagnostics.last?.hasSuffix("too many faults: the rest is not read") == true)
    }

    @Test func showsReadersByTheBeginningOfTheirNames() {
        var settings = ModuleSettings()
        #expect(settings.shows(reader: "Any"))
        settings.readers = ["Gem", "Spring"]
        #expect(settings.shows(reader: "Gemalto 00 00"))
        #expect(!settings.shows(reader: "gemalto"))
        #expect(!settings.shows(reader: "Ge"))
    }
}
