// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not a JSON document that we accept, and where.
///
/// It never holds a value of the document.
public struct JSONError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: String, Hashable, Sendable {
        case tooLarge = "json.too-large"
        case notUTF8 = "json.not-utf8"
        case syntax = "json.syntax"
        case tooDeep = "json.too-deep"
        case duplicateName = "json.duplicate-name"
        case loneSurrogate = "json.lone-surrogate"
        case trailingContent = "json.trailing-content"
        case notAnInteger = "json.not-an-integer"
        case integerTooLarge = "json.integer-too-large"
    }

    /// What is wrong.
    public let reason: Reason
    /// Where, as a JSON Pointer (RFC 6901).
    public let pointer: JSONPointer
    /// Where, in bytes from the start; nil when the fault was found after reading.
    public let offset: Int?

    /// An error.
    public init(_ reason: Reason, at pointer: JSONPointer, offset: Int? = nil) {
        self.reason = reason
        self.pointer = pointer
        self.offset = offset
    }
}
