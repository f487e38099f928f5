// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SecretMemory
import Synchronization
import Testing

@testable import CardToolSupport

@Suite struct TerminalPromptTests {
    /// Asks on a thread of its own, because a prompt blocks and the tests' threads are few.
    private final class Question: Sendable {
        private let outcome = Mutex<Result<String, Failure>?>(nil)
        private let isAnswered = DispatchSemaphore(value: 0)

        init(
            _ terminal: Terminal, _ kind: SecretKind = .pin, patience: Duration = .seconds(20),
            interruption: Interruption = Interruption()
        ) {
            let path = terminal.path
            Thread.detachNewThread { [self] in
                let input = SecretInput(
                    SecretDescriptors(), terminal: TerminalPrompt(path: path, interruption: interruption),
                    language: .french, patience: patience)
                let result = Result { () throws(Failure) in
                    let secret = try input.ask(kind)
                    return text(secret)
                }
                outcome.withLock { $0 = result }
                isAnswered.signal()
            }
        }

        var answer: Result<String, Failure>? {
            guard isAnswered.wait(timeout: .now() + 30) == .success else { return nil }
            return outcome.withLock { $0 }
        }

        var failure: FailureCode? {
            guard case .failure(let failure) = answer else { return nil }
            return failure.code
        }
    }

    @Test func hidesThePINAndShowsTheEchoAgain() throws {
        let terminal = try Terminal()
        #expect(terminal.isEchoing)
        let question = Question(terminal)
        let shown = terminal.waitFor("Code porteur : ")
        #expect(shown.contains("Code porteur : "))
        #expect(!terminal.isEchoing)
        terminal.type("1234\n")
        #expect(try question.answer?.get() == "1234")
        #expect(terminal.isEchoing)
        #expect(!terminal.waitFor("\n").contains("1234"))
    }

    @Test func asksForANewPINTwice() throws {
        let terminal = try Terminal()
        let question = Question(terminal, .newPIN)
        try #require(terminal.waitFor("Nouveau code porteur : ").contains("Nouveau code porteur : "))
        terminal.type("1234\n")
        try #require(terminal.waitFor("encore une fois : ").contains("encore une fois : "))
        terminal.type("1235\n")
        #expect(question.failure == .pinsDiffer)
        #expect(terminal.isEchoing)
    }

    @Test func timesOutAndShowsTheEchoAgain() throws {
        let terminal = try Terminal()
        #expect(Question(terminal, patience: .milliseconds(50)).failure == .pinTimeout)
        #expect(terminal.isEchoing)
    }

    @Test func endOfInputCancels() throws {
        let terminal = try Terminal()
        let question = Question(terminal)
        try #require(terminal.waitFor("Code porteur : ").contains("Code porteur : "))
        terminal.type("\u{04}")
        #expect(question.failure == .cancelled)
        #expect(terminal.isEchoing)
    }

    @Test func interruptionCancels() throws {
        let terminal = try Terminal()
        let interruption = Interruption()
        let question = Question(terminal, interruption: interruption)
        try #require(terminal.waitFor("Code porteur : ").contains("Code porteur : "))
        interruption.handle(SIGINT)
        #expect(question.failure == .cancelled)
        #expect(terminal.isEchoing)
    }

    @Test func stopShowsTheEchoAndResumeHidesItAgain() throws {
        let terminal = try Terminal()
        let descriptor = unsafe open(terminal.path, O_RDWR | O_NOCTTY)
        defer { close(descriptor) }
        let echo = EchoGuard(descriptor)
        #expect(!terminal.isEchoing)
        echo.restore()
        #expect(terminal.isEchoing)
        echo.hide()
        #expect(!terminal.isEchoing)
        echo.restore()
        #expect(terminal.isEchoing)
    }
}
