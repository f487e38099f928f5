// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// What an applet answers; how it travels (61xx, 6Cxx, Le) is the card OS's affair.
struct Reply {
    /// Response data, a window on bytes that exist already where possible.
    var body: ArraySlice<UInt8>
    var status: StatusWord
    /// Whether the data are what a file had left: a longer Le then means 6282 on T=1 (ISO/IEC 7816-4 §11.2.3).
    var endsWithFile = false

    /// Data and 9000.
    static func data(_ body: ArraySlice<UInt8>) -> Reply { Reply(body: body, status: .success) }
    /// Data and 9000.
    static func data(_ body: [UInt8]) -> Reply { Reply(body: body[...], status: .success) }
    /// Two bytes alone.
    static func status(_ status: StatusWord) -> Reply { Reply(body: [], status: status) }
    /// 9000.
    static var success: Reply { Reply(body: [], status: .success) }
    /// 63Cx; a card has no way to say more than fifteen.
    static func triesLeft(_ count: Int) -> Reply { status(StatusWord(0x63, 0xC0 | UInt8(min(max(count, 0), 15)))) }
}

extension StatusWord {
    static let memoryAddressWrong = StatusWord(rawValue: 0x9402)
    static let applicationFileNotFound = StatusWord(rawValue: 0x9404)
    static let accessNotFulfilled = StatusWord(rawValue: 0x9804)
}
