// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// A PIN or PUK as the AODF describes it (ISO/IEC 7816-15 §8.9.2).
public struct AuthenticationObject: Hashable, Sendable {
    /// Label as the card names it.
    public let label: String
    /// Identifier that private objects refer to.
    public let identifier: [UInt8]
    /// Whether it is the unblocking code (pinFlags unblockingPin or soPin).
    public let isUnblocking: Bool
    /// Fewest and most digits.
    public let digits: ClosedRange<Int>
    /// P2 of VERIFY.
    public let reference: UInt8

    /// Reads the directory; the holder's PIN comes first on every card seen.
    public static func directory(_ content: [UInt8]) throws(CardError) -> [AuthenticationObject] {
        var found: [AuthenticationObject] = []
        for entry in try DirectoryEntry.all(content) {
            let fields = entry.typeAttributes
            guard let flags = fields.first(0x03) else { throw .malformed("AODF: pinFlags") }
            let lengths = fields.filter { $0.tag == 0x02 }.map(\.unsignedInteger)
            guard lengths.count >= 2, let minimum = lengths[0], let stored = lengths[1] else {
                throw .malformed("AODF: PIN lengths")
            }
            let maximum = lengths.count > 2 ? lengths[2] ?? stored : stored
            guard (1...16).contains(minimum), (minimum...64).contains(maximum) else {
                throw .malformed("AODF: PIN lengths")
            }
            let reference = fields.first(0x80)?.unsignedInteger ?? 0
            found.append(
                AuthenticationObject(
                    label: entry.common.label,
                    identifier: try entry.classAttributes?.children().first(0x04).map { Array($0.value) } ?? [],
                    isUnblocking: flags.bits & (1 << 6 | 1 << 7) != 0,
                    digits: minimum...maximum,
                    reference: UInt8(truncatingIfNeeded: reference)))
        }
        return found
    }
}
