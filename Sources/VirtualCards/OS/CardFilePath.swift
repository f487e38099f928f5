// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// Where a file lies: identifiers from below the master file, two bytes each.
public struct CardFilePath: Hashable, Sendable {
    /// Its bytes, without 3F00.
    public let bytes: [UInt8]

    /// From bytes; nil unless there are one to four identifiers.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count.isMultiple(of: 2), (2...8).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// From identifiers.
    init(_ identifiers: UInt16...) {
        bytes = identifiers.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }

    /// The file's own identifier.
    var last: UInt16 { UInt16(bytes[bytes.count - 2]) << 8 | UInt16(bytes[bytes.count - 1]) }
    /// The directory's identifiers.
    var parent: ArraySlice<UInt8> { bytes.dropLast(2) }
}

extension CardFilePath: CustomStringConvertible {
    /// Hexadecimal, as profile folders write it.
    public var description: String { bytes.hexadecimal }
}
