// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import Testing

@testable import CardToolSupport

@Suite struct EnvelopeTests {
    @Test func printsOneObjectWithItsMembersInOrder() {
        let failure = Failure(CardError.wrongPIN(.holder, triesLeft: 2))
        let envelope = Envelope(command: "pin verify", data: ["reader": "X"], failure: failure)
        #expect(
            envelope.json(in: .english).encoded
                == #"{"schema":"caducee/1","ok":false,"command":"pin verify","data":{"reader":"X"},"#
                + #""error":{"code":"wrong_pin","exit":20,"message":"Wrong PIN. 2 tries left.","hint":null,"#
                + #""tries_left":2,"sw":null},"warnings":[]}"#)
    }

    @Test func saysSuccessWithoutAnError() {
        #expect(
            Envelope(command: "doctor").json(in: .french).encoded
                == #"{"schema":"caducee/1","ok":true,"command":"doctor","data":null,"error":null,"warnings":[]}"#)
    }

    @Test(arguments: [
        "quote \" and backslash \\", "line\nend\r\ttab", "escape \u{1B}[31m", "C1 \u{9B}2J", "turned \u{202E}txt",
        "é à ç € 🩺", "nul \0",
    ])
    func escapesSoThatAnotherParserReadsTheSame(_ text: String) throws {
        let encoded = JSONValue.object([.init("t", .string(text))]).encoded
        #expect(try object(encoded)["t"] as? String == text)
        #expect(encoded.unicodeScalars.allSatisfy { $0.isPrintable })
    }

    @Test func tellsFailureInTextOnStandardError() throws {
        let capture = Capture()
        let status = capture.context(FakeReaders([])).run { _ in throw CardError.transport(.noCard) }
        let text = try capture.text()
        #expect(status == .noCard)
        #expect(text.out.isEmpty)
        #expect(text.err == "Aucune carte n'est dans le lecteur.\nInsérez votre carte.\n")
    }

    @Test func tellsFailureInJSONOnStandardOutput() throws {
        let capture = Capture()
        let status = capture.context(FakeReaders([]), json: true).run { _ in throw CardError.transport(.noCard) }
        let text = try capture.text()
        let error = try object(text.out)["error"] as? [String: Any]
        #expect(status == .noCard)
        #expect(error?["code"] as? String == "no_card")
        #expect(text.err.isEmpty)
    }

    @Test func leavesWarningsOutWhenQuiet() throws {
        let capture = Capture()
        _ = capture.context(FakeReaders([]), quiet: true).run { context in
            context.notice(HintMessage.insertCard)
            return Report(lines: ["x"], warnings: [HintMessage.insertCard])
        }
        let text = try capture.text()
        #expect(text.out == "x\n")
        #expect(text.err.isEmpty)
    }

    @Test func speaksTheLastWordOnce() throws {
        let capture = Capture()
        let context = capture.context(FakeReaders([]))
        context.end(Report(lines: ["first"]))
        context.end(Report(lines: ["second"]))
        #expect(try capture.text().out == "first\n")
    }

    @Test func keepsTerminalsFromObeyingForeignNames() throws {
        let capture = Capture()
        capture.console.line("reader \u{1B}]0;title\u{07}")
        #expect(try capture.text().out == "reader \u{FFFD}]0;title\u{FFFD}\n")
    }

    @Test func showsNoProgressWhereThereIsNoTerminal() throws {
        let capture = Capture()
        let progress = Progress(capture.context(FakeReaders([])), total: 3)
        progress.begin(1, "x")
        progress.end()
        #expect(try capture.text().err.isEmpty)
    }
}
