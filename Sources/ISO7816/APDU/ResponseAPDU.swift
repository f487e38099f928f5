// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// An answer: its data and its status word.
public struct ResponseAPDU: Hashable, Sendable {
    /// Data, without the status word.
    public let body: WipingBytes
    /// Status word.
    public let status: StatusWord

    /// From its parts.
    public init(_ body: WipingBytes = [], status: StatusWord) {
        self.body = body
        self.status = status
    }

    /// Reads an answer of at least two bytes.
    public init(parsing bytes: WipingBytes) throws(CardError) {
        guard bytes.count >= 2 else { throw .malformed("answer shorter than a status word") }
        guard bytes.count <= 65_538 else { throw .malformed("answer longer than any APDU") }
        body = WipingBytes(bytes.dropLast(2))
        status = StatusWord(bytes[bytes.count - 2], bytes[bytes.count - 1])
    }

    /// Writes data and status word.
    public func encoded() -> WipingBytes {
        WipingBytes(count: body.count + 2) { target in
            for (index, byte) in body.enumerated() { target[index] = byte }
            target[body.count] = status.sw1
            target[body.count + 1] = status.sw2
        }
    }

    /// The data of a command that succeeded.
    ///
    /// - Throws: ``CardError/status(_:during:)`` for anything but 9000 (or 61xx / 9Fxx left unfetched).
    @discardableResult
    public func requireSuccess(_ operation: CardOperation) throws(CardError) -> WipingBytes {
        guard status.isSuccess else { throw .status(status, during: operation) }
        return body
    }
}

extension ResponseAPDU: CustomStringConvertible {
    /// Length and status word; never the data.
    public var description: String { "\(body.count) bytes, \(status)" }
}
