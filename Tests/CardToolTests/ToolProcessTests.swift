// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The built tool, as scripts see it.
@Suite struct ToolProcessTests {
    struct Outcome {
        var status: Int32
        var out: String
        var err: String
    }

    private func start(_ arguments: [String], language: String = "fr_FR.UTF-8") throws -> (Process, Pipe, Pipe) {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let process = Process()
        process.executableURL = folder.appendingPathComponent("caducee")
        process.arguments = arguments
        // No system service is touched: the socket named here does not exist.
        process.environment = ["LANG": language, "PCSCLITE_CSOCK_NAME": "/nonexistent/pcscd.comm"]
        let (out, err) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = out
        process.standardError = err
        try process.run()
        return (process, out, err)
    }

    private func run(_ arguments: String..., language: String = "fr_FR.UTF-8") throws -> Outcome {
        let (process, out, err) = try start(arguments, language: language)
        return try finish(process, out, err)
    }

    private func finish(_ process: Process, _ out: Pipe, _ err: Pipe) throws -> Outcome {
        let shown = try out.fileHandleForReading.readToEnd() ?? Data()
        let complained = try err.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, out: String(decoding: shown, as: UTF8.self),
            err: String(decoding: complained, as: UTF8.self))
    }

    @Test(arguments: [
        ["pin", "verify", "--pin", "9753", "--json"], ["reader", "list", "--pin=9753", "--json"],
        ["reader", "list", "9753", "--json"], ["apdu", "--json", "--puk=97539753"],
    ])
    func neverEchoesACodeOfTheCommandLine(_ arguments: [String]) throws {
        let (process, out, err) = try start(arguments)
        let outcome = try finish(process, out, err)
        #expect(outcome.status == 64)
        #expect(!(outcome.out + outcome.err).contains("9753"))
        let error = try object(outcome.out)["error"] as? [String: Any]
        #expect(error?["exit"] as? Int == 64)
    }

    @Test func usageErrorsNameTheCommand() throws {
        let outcome = try run("reader", "list", "--json", "--nonsense")
        #expect(outcome.status == 64)
        #expect(try object(outcome.out)["command"] as? String == "reader list")
        #expect(outcome.err.isEmpty)
    }

    @Test func tellsTimesThatItCannotRead() throws {
        let folder = NSTemporaryDirectory()
        let outcome = try run("audit", "export", folder, "--from", "yesterday", "--json")
        #expect(outcome.status == 64)
        #expect(try object(outcome.out)["command"] as? String == "audit export")
        #expect(try run("audit", "verify", "/nonexistent/audit", "--json").status == 65)
        let signing = try run("fse", "sign", folder, "--out", folder, "--signing-time", "yesterday", "--json")
        #expect(signing.status == 64)
    }

    @Test func usageErrorsInTextGoToStandardError() throws {
        let outcome = try run("reader", "list", "--nonsense")
        #expect(outcome.status == 64)
        #expect(outcome.out.isEmpty)
        #expect(outcome.err.contains("Option inconnue"))
        #expect(outcome.err.contains("caducee reader list --help"))
    }

    @Test func anAbsentServiceIsTold() throws {
        let outcome = try run("reader", "list", "--json", "--lang", "en")
        let error = try object(outcome.out)["error"] as? [String: Any]
        #expect(outcome.status == 15)
        #expect(error?["code"] as? String == "service_unavailable")
        #expect(error?["message"] as? String == "The smart-card service (pcscd) does not answer.")
    }

    @Test(arguments: [("fr_FR.UTF-8", "SOUS-COMMANDES"), ("en_GB.UTF-8", "SUBCOMMANDS")])
    func helpSpeaksTheLanguageOfTheLocale(_ language: String, _ heading: String) throws {
        let outcome = try run("--help", language: language)
        #expect(outcome.status == 0)
        #expect(outcome.out.contains(heading))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func writesCompletionScripts(_ shell: String) throws {
        let outcome = try run("--generate-completion-script", shell)
        #expect(outcome.status == 0)
        #expect(outcome.out.contains("reader"))
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsTheWatchAndSaysThatTheCardIsUnchanged(_ signal: Int32) throws {
        let (process, out, err) = try start(["reader", "watch"])
        // The first line says that the watch is on: the signals are taken by then.
        let first = out.fileHandleForReading.availableData
        #expect(!first.isEmpty)
        kill(process.processIdentifier, signal)
        let outcome = try finish(process, out, err)
        #expect(outcome.status == 130)
        #expect(process.terminationReason == .exit)
        #expect(outcome.err == "Interrompu. La carte n'a pas été modifiée.\n")
    }

    @Test func aClosedPipeEndsTheWatch() throws {
        let (process, out, _) = try start(["reader", "watch", "--for", "30"])
        try out.fileHandleForReading.close()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
    }

    @Test func itsMemoryCannotBeDumped() throws {
        let (process, out, err) = try start(["reader", "watch"])
        _ = out.fileHandleForReading.availableData
        let limits = try String(contentsOfFile: "/proc/\(process.processIdentifier)/limits", encoding: .utf8)
        let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
        #expect(core?.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
        kill(process.processIdentifier, SIGINT)
        #expect(try finish(process, out, err).status == 130)
    }

    @Test func manualPagesAgreeWithTheCommands() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appendingPathComponent("tools/make-man")
        process.arguments = ["--check", folder.appendingPathComponent("caducee").path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "run tools/make-man")
    }
}
