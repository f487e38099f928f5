// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// What EF_ACTUA tells: `EC { 81 start ; 82 end }`, each seven bytes of BCD, YYYYMMDDhhmmss.
public enum UpdateState: Hashable, Sendable {
    /// No such file: the card was never updated in the field.
    case none
    /// Begun and ended: the digits of both moments.
    case complete(start: String, end: String)
    /// Begun and not ended, or unreadable: the card's content cannot be relied on.
    case interrupted

    init(parsing marker: [UInt8]) {
        // An end tag that is missing altogether passes in existing middleware by accident; here it does not.
        guard let outer = try? BERTLV.sequence(marker).first(0xEC), let fields = try? outer.children(),
            let start = fields.first(0x81), let end = fields.first(0x82), start.value.count == 7, end.value.count == 7
        else {
            self = .interrupted
            return
        }
        self = .complete(start: start.value.hexadecimal, end: end.value.hexadecimal)
    }
}
