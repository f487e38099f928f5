// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

@testable import CardToolSupport
import Foundation
import SecretMemory
import Testing

@Suite struct TerminalPromptTests {
    private func ask(
        _ terminal: Terminal, _ kind: SecretKind = .pin, patience: Duration = .seconds(10),
        interruption: Interruption = Interruption()
    ) async -> Result<String, Failure> {
        let path = terminal.path
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let input = SecretInput(
                    SecretDescriptors(), terminal: TerminalPrompt(path: path, interruption: interruption),
                    language: .french, patience: patience)
                continuation.resume(
                    returning: Result { () throws(Failure) in
                        let secret = try input.ask(kind)
                        return text(secret)
                    })
            }
        }
    }

    @Test func hidesThePINAndShowsTheEchoAgain() async throws {
        let terminal = try Terminal()
        #expect(terminal.isEchoing)
        async let answer = ask(terminal)
        let shown = terminal.waitFor("Code porteur : ")
        #expect(shown.contains("Code porteur : "))
        #expect(!terminal.isEchoing)
        terminal.type("1234\n")
        #expect(try await answer.get() == "1234")
        #expect(terminal.isEchoing)
        #expect(!terminal.waitFor("\n").contains("1234"))
    }

    @Test func asksForANewPINTwice() async throws {
        let terminal = try Terminal()
        async let answer = ask(terminal, .newPIN)
        _ = terminal.waitFor("Nouveau code porteur : ")
        terminal.type("1234\n")
        _ = terminal.waitFor("encore une fois : ")
        terminal.type("1235\n")
        #expect(await failure(answer) == .pinsDiffer)
        #expect(terminal.isEchoing)
    }

    @Test func timesOutAndShowsTheEchoAgain() async throws {
        let terminal = try Terminal()
        #expect(await failure(ask(terminal, patience: .milliseconds(50))) == .pinTimeout)
        #expect(terminal.isEchoing)
    }

    @Test func endOfInputCancels() async throws {
        let terminal = try Terminal()
        async let answer = ask(terminal)
        _ = terminal.waitFor("Code porteur : ")
        terminal.type("\u{04}")
        #expect(await failure(answer) == .cancelled)
        #expect(terminal.isEchoing)
    }

    @Test func interruptionCancels() async throws {
        let terminal = try Terminal()
        let interruption = Interruption()
        async let answer = ask(terminal, interruption: interruption)
        _ = terminal.waitFor("Code porteur : ")
        interruption.handle(SIGINT)
        #expect(await failure(answer) == .cancelled)
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

    private func failure(_ result: Result<String, Failure>) -> FailureCode? {
        guard case .failure(let failure) = result else { return nil }
        return failure.code
    }
}
