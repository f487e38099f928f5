// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension String {
    /// Equal byte by byte: `==` takes characters for equal that programs of others tell apart.
    func isSameText(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
