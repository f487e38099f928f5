// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A value as a source gives it.
public enum TOMLValue: Hashable, Sendable {
    /// Text.
    case string(String)
    /// A decimal integer.
    case integer(Int)
    /// True or false.
    case boolean(Bool)
    /// An array of strings.
    case strings([String])
}

/// Why a statement or a value was not taken, in English words for whoever wrote it.
public struct TOMLFault: Error, Hashable, Sendable {
    /// One sentence without its end; what was written is not in it.
    public let message: String

    /// From the words.
    public init(_ message: String) {
        self.message = message
    }
}
