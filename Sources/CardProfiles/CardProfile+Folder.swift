// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
internal import ISO7816
internal import SecretMemory
public import VirtualCards

extension CardProfile {
    /// Reads a profile folder: `card.json`, and the keys, certificates and files that it names.
    ///
    /// - Throws: ``ProfileFolderError`` with the file and the field that are wrong.
    public init(folder: URL) throws {
        try self.init(ProfileFolderError.decode(ProfileDocument.self, in: folder), folder: folder)
    }

    private init(_ document: ProfileDocument, folder: URL) throws {
        let reader = FieldReader(file: folder.appendingPathComponent("card.json").path)
        func content(_ name: String) throws -> Data { try Data(contentsOf: folder.appendingPathComponent(name)) }
        guard let generation = Generation(rawValue: document.generation) else { throw reader.wrong("generation") }
        var keys: [CardKeyRole: Key] = [:]
        for (name, file) in document.keys {
            guard let role = CardKeyRole(rawValue: name), let certificate = document.certificates[name] else {
                throw reader.wrong("keys.\(name)")
            }
            keys[role] = Key(pem: WipingBytes(try content(file)), certificate: Array(try content(certificate)))
        }
        for name in document.certificates.keys where document.keys[name] == nil {
            throw reader.wrong("certificates.\(name)")
        }
        var files: [CardFilePath: [UInt8]] = [:]
        for (name, file) in document.files {
            guard let bytes = [UInt8](hexadecimal: name), let path = CardFilePath(bytes) else {
                throw reader.wrong("files.\(name)")
            }
            files[path] = Array(try content(file))
        }
        try self.init(
            generation: generation,
            contact: reader.interface(document.contact, "contact"),
            contactless: document.contactless.map { try reader.interface($0, "contactless") },
            identity: reader.identity(document),
            practice: reader.practice(document),
            tokenInfo: reader.tokenInfo(document.tokenInfo),
            labels: reader.labels(document.labels),
            actualisation: document.actua.map { try reader.actualisation($0) },
            pin: reader.reference(document.pin),
            puk: reader.reference(document.puk),
            keys: keys,
            files: files,
            quirks: reader.quirks(document.quirks),
            badge: document.badge.map { try reader.badge($0, "badge") })
    }
}
