// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import Foundation
import ISO7816

@testable import CardToolSupport

/// Swift Testing has a type of this name too.
typealias ExitStatus = CardToolSupport.ExitStatus

/// A console whose two outputs are kept.
final class Capture {
    private let out = Pipe()
    private let err = Pipe()
    let console: Console

    init() {
        console = Console(out: out.fileHandleForWriting.fileDescriptor, err: err.fileHandleForWriting.fileDescriptor)
    }

    /// What was written, once the command is over.
    func text() throws -> (out: String, err: String) {
        try out.fileHandleForWriting.close()
        try err.fileHandleForWriting.close()
        return (
            String(decoding: try out.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self),
            String(decoding: try err.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        )
    }

    func context(
        _ service: FakeReaders, json: Bool = false, quiet: Bool = false, reader: String? = nil,
        language: Language = .french
    ) -> CommandContext {
        let box = Box(service)
        return CommandContext(
            console: console, language: language, command: "test", isJSON: json, isQuiet: quiet, readerName: reader,
            interruption: Interruption(), openReaders: { () throws(CardError) in box.service })
    }

    /// Tests run a command on one thread; the compiler cannot know.
    private struct Box: @unchecked Sendable {
        let service: FakeReaders
        init(_ service: FakeReaders) { self.service = service }
    }
}

/// Reads a JSON object with a parser that is not ours.
func object(_ text: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
}
