// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport
public import CertificateTrust
internal import Foundation

/// Where trust anchors and revocation lists are read from.
///
/// A folder, searched with its subfolders, or single files: certificates (self-signed ones anchor trust, the others
/// help to build chains) and CRLs, in PEM or DER.
public enum TrustFolder {
    /// The folders that are searched when no `--trust` is given.
    public static func defaults(_ environment: [String: String]) -> [String] {
        let user = environment["XDG_CONFIG_HOME"] ?? environment["HOME"].map { $0 + "/.config" }
        return (user.map { [$0 + "/caducee/trust"] } ?? []) + ["/etc/caducee/trust"]
    }

    /// Loads the store; nil when no anchor is installed and none was asked for.
    ///
    /// - Throws: exit 65 for a path that cannot be read or a file that holds neither certificates nor CRLs.
    public static func load(
        _ paths: [String], environment: [String: String]
    ) throws(Failure) -> TrustStore? {
        let searched = paths.isEmpty ? defaults(environment).filter(FileManager.default.fileExists) : paths
        var certificates: [[UInt8]] = []
        var lists: [[UInt8]] = []
        for path in searched {
            for file in try files(under: path) {
                let content = try InputFile.read(file, limit: 1 << 20)
                if file.hasSuffix(".crl") || contains(content, "X509 CRL") {
                    lists.append(content)
                } else {
                    certificates.append(content)
                }
            }
        }
        guard !certificates.isEmpty else { return nil }
        do {
            return try TrustStore(roots: certificates, intermediates: certificates, revocationLists: lists)
        } catch {
            throw Failure(.inputInvalid, FileMessage.trustUnreadable(searched.joined(separator: ", ")) as any Message)
        }
    }

    private static func files(under path: String) throws(Failure) -> [String] {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else {
            throw Failure(.inputInvalid, FileMessage.unreadable(path) as any Message)
        }
        guard facts[.type] as? FileAttributeType == .typeDirectory else { return [path] }
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        // Private keys of test authorities may lie beside; they are none of our business.
        let wanted = names.filter { name in
            [".pem", ".crt", ".cer", ".der", ".crl"].contains { name.hasSuffix($0) } && !name.contains("private/")
        }
        return wanted.sorted().map { path + "/" + $0 }
    }

    private static func contains(_ content: [UInt8], _ words: String) -> Bool {
        content.count < 1 << 20 && String(decoding: content.prefix(4096), as: UTF8.self).contains("BEGIN " + words)
    }
}
