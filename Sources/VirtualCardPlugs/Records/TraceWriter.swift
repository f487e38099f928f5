// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import ISO7816
internal import Synchronization

/// Writes a conversation as JSON lines `{"c","r"}` and `{"event"}`, with every PIN masked before it is written.
public final class TraceWriter: Sendable {
    private let descriptor: Mutex<Int32>
    private let broken = Atomic(false)

    /// Appends to a file, made 0600 when it is new.
    ///
    /// - Throws: ``SystemFailure`` when it cannot be opened.
    public init(path: String) throws(SystemFailure) {
        let opened = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw SystemFailure("open", path) }
        descriptor = Mutex(opened)
    }

    deinit {
        descriptor.withLock { _ = close($0) }
    }

    /// Whether a line was lost because the file could not be written.
    public var isBroken: Bool { broken.load(ordering: .relaxed) }

    /// One exchange; `name` tells the lines of several faces apart.
    public func record(command: [UInt8], answer: [UInt8], of name: String? = nil) {
        write("\"c\": \"\(TraceWriter.masked(command))\", \"r\": \"\(answer.hexadecimal)\"", name)
    }

    /// Power, reset and the like.
    public func record(event: String, of name: String? = nil) {
        write("\"event\": \(TraceWriter.quoted(event))", name)
    }

    /// A command in hexadecimal, whose secret bytes are `**`.
    ///
    /// VERIFY, CHANGE REFERENCE DATA and RESET RETRY COUNTER carry PINs in any class and either form of their
    /// instruction (ISO/IEC 7816-4 §11.6): only header and Lc of them are shown, however odd the command is.
    public static func masked(_ command: [UInt8]) -> String {
        guard command.count > 5, [0x20, 0x24, 0x2C].contains(command[1] & 0xFE) else { return command.hexadecimal }
        // ISO/IEC 7816-4 §5.1: a first length byte of 00 announces an extended length.
        let clear = command[4] == 0 ? min(7, command.count) : 5
        return command.prefix(clear).hexadecimal + String(repeating: "**", count: command.count - clear)
    }

    private func write(_ fields: String, _ name: String?) {
        let card = name.map { "\"card\": \(TraceWriter.quoted($0)), " } ?? ""
        let line = Array("{\(card)\(fields)}\n".utf8)
        // One call per line: lines of several threads and processes do not mix in an O_APPEND file.
        let isWhole = descriptor.withLock { unsafe Glibc.write($0, line, line.count) == line.count }
        if !isWhole { broken.store(true, ordering: .relaxed) }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\u{0}"..."\u{1F}": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
