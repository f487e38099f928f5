// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import Foundation
import ISO7816
import SecretMemory
import Testing

@testable import CallTrace

@Suite("Traces")
final class CallTraceTests {
    private let base = FileManager.default.temporaryDirectory.appendingPathComponent("caducee-\(UUID().uuidString)")
    private var folder: String { base.appendingPathComponent("state/log").path }

    init() throws {
        try FileManager.default.createDirectory(
            at: base, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(at: base) }

    private var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { folder + "/" + $0 }
    }

    /// The lines of the only file, without their time and thread.
    private func lines() throws -> [String] {
        #expect(files.count == 1)
        let text = try String(contentsOfFile: try #require(files.first), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.last == "", "the last line is whole")
        return try lines.dropLast().map { line in
            let stamp = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \d+\.\d{6} \[\d+\] /#
            return String(line[try #require(line.prefixMatch(of: stamp)).range.upperBound...])
        }
    }

    private func mode(_ path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test func writesCallsAndResultsByName() throws {
        let trace = CallTrace(folder: folder, api: true)
        trace.call("C_Login", "session 1, user")
        trace.result("C_Login", code: 0xA0)
        trace.result("C_OpenSession", code: 0x8000_0001)
        trace.result("C_Finalize", code: 0x1234_5678)
        trace.call("C_Finalize")
        trace.note("settings: wrong")
        #expect(
            try lines() == [
                "C_Login session 1, user", "C_Login = CKR_PIN_INCORRECT", "C_OpenSession = CKR_ASIP_BAD_EF_ACTUA",
                "C_Finalize = 0x12345678", "C_Finalize", "note: settings: wrong",
            ])
    }

    @Test func keepsFolderAndFileForTheirOwner() throws {
        CallTrace(folder: folder, api: true).call("C_Initialize")
        #expect(try mode(folder) == 0o700)
        #expect(try mode(base.appendingPathComponent("state").path) == 0o700)
        let file = try #require(files.first)
        #expect(try mode(file) == 0o600)
        #expect(file.contains("/pkcs11-\(getpid())-"))
        #expect(file.hasSuffix(".log"))
    }

    @Test func makesNothingUnlessAsked() {
        var asked = 0
        func facts() -> String {
            asked += 1
            return ""
        }
        for trace in [CallTrace.off, CallTrace(folder: folder), CallTrace(folder: nil, api: true, apdu: true)] {
            trace.call("C_Login", facts())
            trace.result("C_Login", code: 0)
            trace.note(facts())
        }
        _ = CallTrace(folder: folder, api: true)
        CallTrace(folder: folder, apdu: true).call("C_Login", facts())
        #expect(asked == 0)
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func keepsStrangeTextOnOneLine() throws {
        CallTrace(folder: folder, api: true).call("C_Login", "a\nb\r\u{1B}[2J")
        #expect(try lines() == ["C_Login a\\u{a}b\\u{d}\\u{1b}[2J"])
    }

    @Test func losesLinesInsteadOfDisturbing() throws {
        try "file".write(to: base.appendingPathComponent("state"), atomically: true, encoding: .utf8)
        let trace = CallTrace(folder: folder, api: true)
        errno = 7
        trace.call("C_Login")
        #expect(errno == 7)
    }

    @Test(arguments: [0o777, 0o720, 0o702]) func writesNothingWhereOthersMayWrite(mode: Int) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
        CallTrace(folder: folder, api: true).call("C_Login")
        #expect(files.isEmpty)
    }

    @Test func followsNoLinkInPlaceOfItsFolder() throws {
        let real = base.appendingPathComponent("real").path
        try FileManager.default.createDirectory(atPath: real, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: base.appendingPathComponent("state"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: real)
        CallTrace(folder: folder, api: true).call("C_Login")
        #expect(try FileManager.default.contentsOfDirectory(atPath: real).isEmpty)
    }

    @Test func stopsAtItsLimitWithALastLine() throws {
        let trace = CallTrace(folder: folder, api: true, apdu: false, limit: 4000)
        for number in 0..<500 { trace.call("C_Login", "\(number)") }
        let lines = try lines()
        #expect(lines.count > 10)
        #expect(lines.last == "the file is full: nothing more is written")
        #expect(lines.filter { $0.hasPrefix("the file") }.count == 1)
        let size = try FileManager.default.attributesOfItem(atPath: try #require(files.first))[.size] as? NSNumber
        #expect(try #require(size).intValue <= 4000)
    }

    @Test func keepsTheLinesOfManyThreadsWhole() throws {
        let trace = CallTrace(folder: folder, api: true)
        let filling = String(repeating: "x", count: 300)
        DispatchQueue.concurrentPerform(iterations: 200) { trace.call("C_Sign", "call \($0) " + filling) }
        let lines = try lines()
        #expect(Set(lines.map { $0.prefix(20).split(separator: " ")[2] }).count == 200)
        #expect(lines.allSatisfy { $0.hasSuffix(filling) })
    }

    @Test func neverWritesIntoAFileThatTookItsDescriptor() throws {
        let trace = CallTrace(folder: folder, api: true)
        trace.call("C_Login")
        let path = try #require(files.first)
        let descriptor = try #require(
            (3..<1024).first { number in
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")) == path
            })
        // In one step, so that no other test can take the number in between.
        let other = base.appendingPathComponent("other").path
        let replacement = unsafe other.withCString { unsafe open($0, O_WRONLY | O_CREAT, 0o600) }
        #expect(dup2(replacement, Int32(descriptor)) == descriptor)
        close(replacement)
        trace.call("C_Logout")
        close(Int32(descriptor))
        #expect(try Data(contentsOf: URL(fileURLWithPath: other)).isEmpty)
    }

    @Test func tracesAConnectionWithoutItsSecrets() throws {
        let trace = CallTrace(folder: folder, apdu: true)
        let connection = TracedConnection(try EchoConnection(), trace: trace)
        #expect(connection.reader == "TEST 0")
        #expect(try connection.begin(patience: .zero) == .undisturbed)
        #expect(try connection.exchange([0x00, 0x20, 0x00, 0x01, 0x04, 0x31, 0x32, 0x33, 0x34]).count == 2)
        _ = try connection.exchange([0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00])
        connection.end(.reset)
        #expect(throws: CardError.transport(.cardRemoved)) { try connection.exchange([0xEE]) }
        connection.disconnect(.leave)
        #expect(
            try lines() == [
                "card: begin, undisturbed", "> 0020000104********", "< 9000", "> 00A40000023F00", "< 9000",
                "card: end, reset", "> (1 bytes)",
                "card: exchange failed: transport(ISO7816.TransportFault.cardRemoved)",
                "card: disconnect, leave",
            ])
    }
}

/// Answers 9000 to everything, and is gone at EE.
private final class EchoConnection: CardConnection {
    let reader = "TEST 0"
    let atr: ATR
    let transmission = TransmissionProtocol.t1

    init() throws { atr = try ATR(parsing: [0x3B, 0x00]) }

    func begin(patience: Duration) throws(CardError) -> TransactionStart { .undisturbed }
    func end(_ disposition: CardDisposition) {}
    func disconnect(_ disposition: CardDisposition) {}

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        guard command.first != 0xEE else { throw .transport(.cardRemoved) }
        return [0x90, 0x00]
    }
}
