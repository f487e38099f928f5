// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import FSE
import FSEDocuments
internal import Foundation

/// A lot of strangers, verified as `fse verify` does.
enum LotEntry {
    static func run(_ bytes: [UInt8]) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("caducee-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("lot-001.asice")
        try Data(bytes).write(to: file)
        let report = FSEVerifier(trust: try CertificateEntry.shared.get().trust).verify([file.path])
        try require(!report.findings.isEmpty, "nobody whom the test root does not vouch for signs a lot")
    }
}
