// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Whether a pcscd of our own can be run here.
private enum PrivateService {
    static let isPossible: Bool = {
        let parts = ["/usr/sbin/pcscd", "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"]
        // Where it is demanded, its absence must fail and not pass unseen.
        return parts.allSatisfy { FileManager.default.fileExists(atPath: $0) }
            || ProcessInfo.processInfo.environment["CADUCEE_REQUIRE_PCSCD"] == "1"
    }()
}

/// The built tool with a real pcscd of its own, which is killed under it.
@Suite(.enabled(if: PrivateService.isPossible, "pcscd and its vpcd driver are needed"))
struct ToolServiceTests {
    /// Runs a shell script beside a private pcscd; `$CADUCEE` is the tool.
    private func run(_ script: String) throws -> (status: Int32, out: String) {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let tool = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("caducee")
        let process = Process()
        process.executableURL = root.appendingPathComponent("tools/private-pcscd")
        process.arguments = ["--readers", "1", "--", "bash", "-c", script]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["CADUCEE": tool.path, "LC_ALL": "fr_FR.UTF-8"]) { $1 }
        let out = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        let shown = try out.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: shown, as: UTF8.self))
    }

    @Test func watchOutlivesPcscdAndSaysSo() throws {
        // A vpcd reader has two slots: two readers come, go with the service, and come back.
        let (status, out) = try run(
            """
            told=$(mktemp)
            "$CADUCEE" reader watch --json --for 60 --count 8 > "$told" &
            for _ in $(seq 400); do [ "$(wc -l < "$told")" -ge 2 ] && break; sleep 0.05; done
            kill -USR1 "$CADUCEE_PCSCD_CONTROL"
            wait $!
            status=$?
            cat "$told"
            rm "$told"
            exit $status
            """)
        let events = try out.split(separator: "\n").map { try object(String($0))["event"] as? String ?? "?" }
        #expect(status == 0)
        #expect(
            events.prefix(8) == [
                "reader_added", "reader_added", "reader_removed", "reader_removed", "service_lost", "service_back",
                "reader_added", "reader_added",
            ])
    }

    @Test func commandsAgreeWithTheService() throws {
        let (_, out) = try run(
            """
            "$CADUCEE" reader list --json > /dev/null; echo $?
            "$CADUCEE" doctor --json > /dev/null; echo $?
            "$CADUCEE" apdu 00A40400 --json > /dev/null; echo $?
            "$CADUCEE" apdu 00A40400 --reader nonsense --json > /dev/null; echo $?
            """)
        #expect(out == "0\n0\n11\n10\n")
    }
}
