// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport
internal import Foundation

/// What is said about files.
public enum FileMessage: Message, Hashable {
    case unreadable(String)
    case tooLarge(String)
    case notWritten(String)
    case trustUnreadable(String)

    /// The sentence in French.
    public var french: String {
        switch self {
        case .unreadable(let path): "Le fichier « \(path) » ne peut pas être lu."
        case .tooLarge(let path): "Le fichier « \(path) » est trop grand."
        case .notWritten(let path): "Le fichier « \(path) » ne peut pas être écrit."
        case .trustUnreadable(let path): "Les autorités de « \(path) » ne peuvent pas être lues."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .unreadable(let path): "The file \"\(path)\" cannot be read."
        case .tooLarge(let path): "The file \"\(path)\" is too large."
        case .notWritten(let path): "The file \"\(path)\" cannot be written."
        case .trustUnreadable(let path): "The authorities in \"\(path)\" cannot be read."
        }
    }
}

/// Reads files of bounded size.
public enum InputFile {
    /// The content of a file, at most `limit` bytes.
    public static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Failure(.inputInvalid, FileMessage.unreadable(path) as any Message)
        }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: limit + 1) ?? Data() else {
            throw Failure(.inputInvalid, FileMessage.unreadable(path) as any Message)
        }
        guard data.count <= limit else { throw Failure(.inputInvalid, FileMessage.tooLarge(path) as any Message) }
        return [UInt8](data)
    }
}

/// Writes files whole or not at all, readable by their owner alone.
public enum OutputFile {
    /// Replaces or makes a file; a crash leaves the old one or the new one.
    public static func write(_ content: [UInt8], to path: String) throws(Failure) {
        do {
            try Data(content).write(to: URL(fileURLWithPath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw Failure(.failed, FileMessage.notWritten(path) as any Message)
        }
    }
}
