// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The openssl command line: a judge that shares none of our code.
struct OpenSSLCommand {
    let status: Int32
    let output: String
    /// What the command wrote to `produced.der`.
    let produced: [UInt8]

    /// Runs it in a folder of its own that holds the given files.
    init(_ arguments: [String], files: [String: [UInt8]] = [:]) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "caducee-cms-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        // To a file: a pipe that nobody empties would block a talkative command.
        let log = folder.appending(path: "output.log")
        try Data().write(to: log)
        let sink = try FileHandle(forWritingTo: log)
        process.standardOutput = sink
        process.standardError = sink
        try process.run()
        process.waitUntilExit()
        try sink.close()
        status = process.terminationStatus
        let file = try? Data(contentsOf: folder.appending(path: "produced.der"))
        produced = file.map(Array.init) ?? []
        output = String(decoding: try Data(contentsOf: log), as: UTF8.self)
    }

    /// The command that anyone would use to verify a signature of ours.
    ///
    /// `openssl cms` has no option for revocation lists: they stand in the file of the root.
    static func verify(_ signature: [UInt8], of content: [UInt8], _ more: [String] = []) throws -> OpenSSLCommand {
        try OpenSSLCommand(
            [
                "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "x.p7s", "-content", "x",
                "-CAfile", "trust.pem", "-crl_check_all", "-attime", String(TestPKI.time), "-out", "content.out",
            ] + more,
            files: [
                "x.p7s": signature, "x": content,
                "trust.pem": TestPKI.file("root.crt.pem") + TestPKI.file("crls.pem"),
            ]
        )
    }
}

extension OpenSSLCommand {
    /// A detached CAdES signature that the command line makes with keys of the PKI.
    static func sign(_ content: [UInt8], by names: [String], _ more: [String] = []) throws -> [UInt8] {
        var files = ["x": content, "intermediate.pem": try TestPKI.file("intermediate.crt.pem")]
        var arguments = ["cms", "-sign", "-binary", "-in", "x", "-outform", "DER", "-out", "produced.der"]
        arguments += ["-certfile", "intermediate.pem"]
        for name in names {
            files[name + ".crt.pem"] = try TestPKI.file(name + ".crt.pem")
            files[name + ".key.pem"] = try TestPKI.file(name + ".key.pem")
            arguments += ["-signer", name + ".crt.pem", "-inkey", name + ".key.pem"]
        }
        return try OpenSSLCommand(arguments + more, files: files).produced
    }
}
