// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB

extension [UInt8] {
    /// The bytes as a BLOB.
    var databaseValue: DatabaseValue { Data(self).databaseValue }
}

extension Row {
    /// A BLOB column; NULL reads as no bytes.
    func bytes(_ column: String) -> [UInt8] { (self[column] as Data?).map { [UInt8]($0) } ?? [] }
}
