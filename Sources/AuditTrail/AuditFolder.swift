// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import Foundation
internal import Glibc

/// The machine's key for seals.
struct AuditKey {
    let bytes: [UInt8]

    /// HMAC-SHA-256 (RFC 2104) over a head.
    func code(_ head: AuditHead) -> String {
        let block = bytes + [UInt8](repeating: 0, count: 64 - bytes.count)
        let message = Array("\(head.sequence) \(head.digest)".utf8)
        let inner = HashFunction.sha256.digest(block.map { $0 ^ 0x36 } + message)
        return HashFunction.sha256.digest(block.map { $0 ^ 0x5C } + inner).hexadecimalText
    }
}

/// The folder of a trail: its files, its key, its seal.
struct AuditFolder {
    private let url: URL
    private static let digits = 8

    private struct Seal: Codable {
        let head: AuditHead
        let code: String
    }

    /// A folder of the owner alone, made where there is none.
    init(_ path: String) throws(AuditError) {
        url = URL(filePath: path, directoryHint: .isDirectory)
        let manager = FileManager.default
        do {
            try manager.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let attributes = try manager.attributesOfItem(atPath: path)
            guard let mode = attributes[.posixPermissions] as? NSNumber, mode.intValue & 0o077 == 0 else {
                throw AuditError.folder("others may read it")
            }
        } catch let error as AuditError {
            throw error
        } catch {
            throw .folder(error.localizedDescription)
        }
    }

    /// Names of the trail's files, oldest first.
    func files() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.filter { $0.hasPrefix("trail-") && $0.hasSuffix(".jsonl") }.sorted()
    }

    /// The lines of a file, without their end marks; a last one that was cut short is not there.
    func lines(of name: String) throws -> (lines: [Data], isCut: Bool) {
        let content = try Data(contentsOf: url.appending(path: name))
        var lines = content.split(separator: 0x0A, omittingEmptySubsequences: false).map { Data($0) }
        let rest = lines.popLast() ?? Data()
        return (lines, !rest.isEmpty)
    }

    /// The last whole line of a file.
    func lastLine(of name: String) throws -> Data? {
        try lines(of: name).lines.last
    }

    /// Drops what a crash left of a line that was never acknowledged.
    func dropCutLine(of name: String) throws {
        let whole = try lines(of: name).lines.reduce(0) { $0 + $1.count + 1 }
        let handle = try FileHandle(forWritingTo: url.appending(path: name))
        try handle.truncate(atOffset: UInt64(whole))
        try handle.synchronize()
        try handle.close()
    }

    func size(of name: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: url.appending(path: name).path)[.size] as? Int ?? 0
    }

    /// A file that lines are added to.
    func append(to name: String) throws -> FileHandle {
        let handle = try FileHandle(forWritingTo: url.appending(path: name))
        try handle.seekToEnd()
        return handle
    }

    /// A new file after a line; its name says which line comes first.
    func begin(_ head: AuditHead) throws -> (FileHandle, AuditHead) {
        let number = String(head.sequence + 1)
        let padded = String(repeating: "0", count: max(0, AuditFolder.digits - number.count)) + number
        let place = url.appending(path: "trail-\(padded).jsonl")
        guard FileManager.default.createFile(atPath: place.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw AuditError.storage(place.lastPathComponent) }
        return (try FileHandle(forWritingTo: place), head)
    }

    func delete(_ name: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: name))
    }

    /// The key of this machine, drawn when there is none.
    func key() throws -> AuditKey {
        let place = url.appending(path: "seal.key")
        if let bytes = try? Data(contentsOf: place), bytes.count == 32 { return AuditKey(bytes: Array(bytes)) }
        let drawn = try SystemRandom().bytes(32)
        guard
            FileManager.default.createFile(
                atPath: place.path, contents: Data(drawn), attributes: [.posixPermissions: 0o600])
        else { throw AuditError.storage("seal.key") }
        return AuditKey(bytes: drawn)
    }

    /// Names the last line, by a file that replaces the one before at once.
    func seal(_ head: AuditHead, _ key: AuditKey) throws {
        do {
            let data = try JSONEncoder().encode(Seal(head: head, code: key.code(head)))
            let new = url.appending(path: "seal.new")
            guard
                FileManager.default.createFile(
                    atPath: new.path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw AuditError.storage(new.lastPathComponent) }
            let handle = try FileHandle(forWritingTo: new)
            try handle.write(contentsOf: data)
            try handle.synchronize()
            try handle.close()
            guard unsafe rename(new.path, url.appending(path: "seal.json").path) == 0 else {
                throw AuditError.storage("seal.json")
            }
        } catch let error as AuditError {
            throw error
        } catch {
            throw AuditError.storage(error.localizedDescription)
        }
    }

    /// The line that the seal names; nil where there is no seal.
    func sealed(_ key: AuditKey) throws -> AuditHead? {
        guard let data = try? Data(contentsOf: url.appending(path: "seal.json")) else { return nil }
        guard let seal = try? JSONDecoder().decode(Seal.self, from: data), seal.code == key.code(seal.head) else {
            throw AuditError.broken(file: "seal.json", line: 1, .seal)
        }
        return seal.head
    }
}
