// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import FSEDocuments
internal import Foundation

/// Payloads as files.
enum PayloadFile {
    static func name(of path: String) -> String { URL(filePath: path).lastPathComponent }

    static func kind(of path: String) -> FSEPayload.Kind? {
        FSEPayload.Kind(rawValue: URL(filePath: path).pathExtension.lowercased())
    }

    static func read(
        _ path: String, b2LineEnding: B2Block.LineEnding
    ) throws(InputFault) -> (FSEPayload.Kind, FSEPayload) {
        guard let kind = kind(of: path) else { throw .unknownKind }
        return (kind, try payload(of: bytes(path), kind, b2LineEnding: b2LineEnding))
    }

    static func payload(
        of bytes: [UInt8], _ kind: FSEPayload.Kind, b2LineEnding: B2Block.LineEnding
    ) throws(InputFault) -> FSEPayload {
        switch kind {
        case .document:
            do { return .document(try FSEDocument(bytes)) } catch { throw .document(error) }
        case .b2:
            do { return .b2(try B2Block(bytes, lineEnding: b2LineEnding)) } catch { throw .b2(error) }
        }
    }

    /// A file's bytes, at most 1 MiB of them.
    static func bytes(_ path: String, maximum: Int = JSONParser.maximumSize) throws(InputFault) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else { throw .unreadable }
        do {
            let data = try file.read(upToCount: maximum + 1) ?? Data()
            guard data.count <= maximum else { throw InputFault.tooLarge }
            return [UInt8](data)
        } catch {
            throw error as? InputFault ?? .unreadable
        }
    }

    /// A B2 block says its number where only licensed texts tell; the file's name says it instead: its last digits.
    static func number(inNameOf path: String) -> Int? {
        let base = URL(filePath: path).deletingPathExtension().lastPathComponent.utf8
        let digits = base.reversed().drop { !$0.isDigit }.prefix { $0.isDigit }.reversed()
        guard let number = Int(String(decoding: Array(digits), as: UTF8.self)), FSEDocument.numbers.contains(number)
        else { return nil }
        return number
    }
}
