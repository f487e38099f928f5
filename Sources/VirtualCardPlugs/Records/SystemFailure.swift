// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The operating system refused something.
public struct SystemFailure: Error, Hashable, Sendable {
    /// The call that failed.
    public let call: String
    /// The file or folder that it was about.
    public let path: String
    /// The system's error number.
    public let code: Int32

    init(_ call: String, _ path: String, code: Int32 = errno) {
        self.call = call
        self.path = path
        self.code = code
    }
}

extension SystemFailure: CustomStringConvertible {
    /// Path, call and the system's words.
    public var description: String {
        let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return "\(path): \(call): \(words)"
    }
}
