// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SecretMemory
import Testing

@testable import CardToolSupport

@Suite struct SecretInputTests {
    private func input(
        _ descriptors: SecretDescriptors = SecretDescriptors(), terminal: String = "/nonexistent",
        patience: Duration = .seconds(10), interruption: Interruption = Interruption()
    ) -> SecretInput {
        SecretInput(
            descriptors, terminal: TerminalPrompt(path: terminal, interruption: interruption), language: .french,
            patience: patience)
    }

    /// A descriptor from which `text` and then the end can be read.
    private func pipe(_ text: String, closing: Bool = true) throws -> Pipe {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        if closing { try pipe.fileHandleForWriting.close() }
        return pipe
    }

    private func failure(_ body: () throws -> Void) -> FailureCode? {
        do {
            try body()
            return nil
        } catch {
            return (error as? Failure)?.code
        }
    }

    @Test func readsSeveralLinesFromOneDescriptor() throws {
        let pipe = try pipe("1234\n5678\r\n12345678")
        let fd = pipe.fileHandleForReading.fileDescriptor
        let input = input(SecretDescriptors(pin: fd, newPIN: fd, puk: fd))
        #expect(try text(input.ask(.pin)) == "1234")
        #expect(try text(input.ask(.newPIN)) == "5678")
        #expect(try text(input.ask(.puk)) == "12345678")
    }

    @Test(arguments: [
        ("", FailureCode.cancelled), ("\n", .cancelled), ("\r\n", .cancelled),
        (String(repeating: "1", count: 65), .inputInvalid),
        (String(repeating: "1", count: 5_000) + "\n", .inputInvalid),
    ])
    func refusesWhatIsNoLine(_ text: String, _ expected: FailureCode) throws {
        let pipe = try pipe(text)
        let input = input(SecretDescriptors(pin: pipe.fileHandleForReading.fileDescriptor))
        #expect(failure { _ = try input.ask(.pin) } == expected)
    }

    @Test func acceptsTheLongestLine() throws {
        let longest = String(repeating: "1", count: 64)
        let pipe = try pipe(longest + "\n")
        #expect(try text(input(SecretDescriptors(pin: pipe.fileHandleForReading.fileDescriptor)).ask(.pin)) == longest)
    }

    @Test func givesUpOnASilentDescriptor() throws {
        let pipe = try pipe("12", closing: false)
        let input = input(
            SecretDescriptors(pin: pipe.fileHandleForReading.fileDescriptor), patience: .milliseconds(50))
        #expect(failure { _ = try input.ask(.pin) } == .pinTimeout)
    }

    @Test func refusesADescriptorThatIsNotOpen() {
        #expect(failure { _ = try input(SecretDescriptors(pin: 54_321)).ask(.pin) } == .usage)
    }

    @Test func saysThatThereIsNoTerminal() {
        #expect(failure { _ = try input().ask(.pin) } == .noTerminal)
        #expect(failure { try input().confirm(.aboutToUseLastTry(left: 1)) } == .noTerminal)
    }

    @Test(arguments: [
        ("continuer\n", nil), ("continue\n", nil), ("oui\n", FailureCode.consentRefused), ("", .cancelled),
    ])
    func confirmsByTheTypedWordOnly(_ typed: String, _ expected: FailureCode?) throws {
        let pipe = try pipe(typed)
        let input = input(SecretDescriptors(confirmation: pipe.fileHandleForReading.fileDescriptor))
        #expect(failure { try input.confirm(.aboutToUseLastTry(left: 1)) } == expected)
    }
}

/// The secret as text, in tests alone.
func text(_ secret: borrowing SecretBytes) -> String {
    secret.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
}
