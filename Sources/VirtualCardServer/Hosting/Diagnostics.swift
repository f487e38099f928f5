// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the server tells beside its output.
enum Diagnostics {
    /// One line to standard error.
    @Sendable static func report(_ line: String) {
        FileHandle.standardError.write(Data("caducee-cards: \(line)\n".utf8))
    }
}
