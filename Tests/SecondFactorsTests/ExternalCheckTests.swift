// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import RoamingSessions
import SecondFactors
import SecretMemory
import Testing

@Suite struct ExternalCheckTests {
    /// A folder of our own, which nobody else can write.
    private func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        return path
    }

    private func script(_ body: String, in folder: String) throws -> String {
        try install("#!/bin/sh\n\(body)\n", in: folder)
    }

    /// A program, written by another process: while one of ours that other tests start has it open for writing, which
    /// it inherits, nobody can run it (ETXTBSY).
    private func install(_ content: String, in folder: String) throws -> String {
        try Data(content.utf8).write(to: URL(filePath: "\(folder)/content"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/install")
        process.arguments = ["-m", "755", "\(folder)/content", "\(folder)/check"]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return "\(folder)/check"
    }

    private func outcome(of body: String, patience: Int = 10_000) throws -> SecondFactorOutcome? {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try #require(ExternalCheck(path: script(body, in: folder), patience: patience))
            .check("899700000001", "se cret\nmore")
    }

    @Test(arguments: [
        ("exit 0", SecondFactorOutcome.right), ("exit 1", .wrong), ("exit 2", .locked),
        ("exit 3", .unavailable(.commandEnded(code: 3))), ("exit 255", .unavailable(.commandEnded(code: 255))),
        ("kill -9 $$", .unavailable(.commandEnded(code: nil))), ("kill -15 $$", .unavailable(.commandEnded(code: nil))),
    ])
    func judgesByExitCode(end: String, outcome expected: SecondFactorOutcome) throws {
        #expect(try outcome(of: "cat >/dev/null; \(end)") == expected)
    }

    @Test func givesNameAndSecret() throws {
        let body = """
            test "$(od -An -tx1 | tr -d ' \\n')" = \
            "$(printf '899700000001\\nse cret\\nmore' | od -An -tx1 | tr -d ' \\n')" && exit 0; exit 1
            """
        #expect(try outcome(of: body) == .right)
        #expect(try outcome(of: body.replacingOccurrences(of: "more", with: "less")) == .wrong)
    }

    /// Right without having read what there was to judge is right to everybody.
    @Test func believesNobodyWhoDidNotRead() throws {
        #expect(try outcome(of: "exit 0") == .unavailable(.notRead))
        #expect(try outcome(of: "read line; exit 0") == .unavailable(.notRead))
        #expect(try outcome(of: "exit 2") == .locked)
    }

    @Test func givesNothingElse() throws {
        unsafe setenv("CADUCEE_TEST_SECRET", "se cret", 1)
        let held = unsafe open("/etc/passwd", O_RDONLY)
        defer { close(held) }
        #expect(held > 2)
        // Arguments, environment, descriptors, session, folder, signals. A shell has its script on 10, and the folder of
        // descriptors on one that is closed when it looks.
        let body = """
            cat >/dev/null
            test $# = 0 || exit 10
            tr '\\0' '\\n' </proc/$$/environ | grep -v -e '^PATH=' -e '^LANG=' && exit 11
            for descriptor in /proc/$$/fd/*; do
                case ${descriptor##*/} in 0|1|2|10) ;; *) test ! -e $descriptor || exit 12 ;; esac
            done
            test "$(cut -d' ' -f6 /proc/$$/stat)" = $$ || exit 13
            test "$(pwd)" = / || exit 14
            test "$(readlink /proc/$$/fd/1)" = /dev/null || exit 15
            test "$(readlink /proc/$$/fd/2)" = /dev/null || exit 16
            grep -q '^SigBlk:\\s*0*$' /proc/$$/status || exit 17
            exit 0
            """
        // Which of them it was stands in the exit code.
        let outcome = try outcome(of: body)
        #expect(outcome == .right)
    }

    @Test func endsWhatTakesTooLong() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let body = """
            trap '' TERM HUP INT
            echo $$ >\(folder)/pid
            sleep 600 & echo $! >>\(folder)/pid
            cat >/dev/null
            while :; do sleep 600; done
            """
        let check = try #require(ExternalCheck(path: script(body, in: folder), patience: 1_000))
        #expect(check.check("899700000001", "secret") == .unavailable(.timeout))
        try expectGone("\(folder)/pid", count: 2)
    }

    @Test func leavesNothingBehind() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let body = "cat >/dev/null; sleep 600 & echo $! >\(folder)/pid; exit 0"
        let check = try #require(ExternalCheck(path: script(body, in: folder), patience: 10_000))
        #expect(check.check("899700000001", "secret") == .right)
        try expectGone("\(folder)/pid", count: 1)
    }

    private func expectGone(_ file: String, count: Int) throws {
        let processes = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap {
            pid_t($0)
        }
        #expect(processes.count == count)
        for process in processes {
            // Killed at once, and reaped by whoever inherits it.
            for _ in 0..<200 where isAlive(process) { usleep(10_000) }
            #expect(!isAlive(process))
        }
    }

    private func isAlive(_ process: pid_t) -> Bool {
        guard let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !state.contains(") Z ")
    }

    @Test func runsNoCommandThatOthersCanChange() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func refusal(_ path: String) -> CommandRefusal? { ExternalCheck(path: path)?.refusal }
        let path = try script("cat >/dev/null", in: folder)
        #expect(refusal(path) == nil)
        #expect(refusal("check") == .path)
        #expect(refusal("\(folder)/../\(folder.split(separator: "/").last ?? "")/check") == .path)
        #expect(refusal("\(folder)/missing") == .missing)
        #expect(refusal(folder) == .missing)
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: path)
        #expect(refusal("\(folder)/link") == .path)
        for permissions in [0o775, 0o757, 0o777, 0o1757] {
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
            #expect(refusal(path) == .writable)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(refusal(path) == .missing)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        #expect(refusal(path) == .writable)
        #expect(
            try #require(ExternalCheck(path: path)).check("899700000001", "secret")
                == .unavailable(.command(.writable)))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        guard geteuid() == 0 else { return }
        #expect(unsafe chown(path, 65_534, 65_534) == 0)
        #expect(refusal(path) == .owner)
        #expect(unsafe chown(path, 0, 0) == 0 && chown(folder, 65_534, 65_534) == 0)
        #expect(refusal(path) == .owner)
    }

    /// What cannot be run at all: an interpreter that is not there.
    @Test func tellsCommandsThatDoNotRun() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = try install("#!/nonexistent/interpreter\n", in: folder)
        #expect(
            try #require(ExternalCheck(path: path)).check("899700000001", "secret") == .unavailable(.command(.missing)))
    }
}
