// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// The commands that may be sent raw to any card: they read, and spend neither a try nor a cryptogram.
public struct AllowList: Sendable {
    private var isGetVersionOpen = false

    /// For one list of commands, judged in their order.
    public init() {}

    /// Whether a command may be sent after those judged before.
    public mutating func allows(_ command: CommandAPDU) -> Bool {
        let header = command.header
        let wasGetVersionOpen = isGetVersionOpen
        isGetVersionOpen = false
        switch header.cla {
        case 0x90:
            // In DESFire's wrapping the same instruction bytes create and delete: 90 CA makes an application,
            // 90 C0 a file. Only GetVersion, and the two further frames that belong to it, pass.
            let isPlain = header.p1 == 0 && header.p2 == 0 && command.body.isEmpty
            let passes = isPlain && (header.ins == 0x60 || header.ins == 0xAF && wasGetVersionOpen)
            isGetVersionOpen = passes
            return passes
        case 0xFF:
            // PC/SC part 3 §3.2.2: commands to the reader itself; only GET DATA (UID, historical bytes) reads.
            return header.ins == 0xCA && command.body.isEmpty
        // Interindustry on any channel (ISO/IEC 7816-4 §5.4.1), the proprietary class of GlobalPlatform and CTAP,
        // and A0, by which CPS cards reach their CPS2ter side.
        case 0x00...0x1F, 0x40...0x7F, 0x80...0x8F, 0xA0:
            return AllowList.reads(command)
        default:
            return false
        }
    }

    private static func reads(_ command: CommandAPDU) -> Bool {
        let header = command.header
        return switch header.ins {
        case 0xA4, 0xB0, 0xB1, 0xB2, 0xB3, 0xCA, 0xCB, 0xC0, 0x84: true
        // VERIFY without data tells the tries left (ISO/IEC 7816-4 §11.6.6). With a length byte other than zero,
        // T=0 would announce data; with P1 other than zero, it would drop a verified state.
        case 0x20: command.body.isEmpty && header.p1 == 0 && (command.expected ?? 256) == 256
        // CTAP authenticatorGetInfo (04), alone in its message.
        case 0x10: header.cla == 0x80 && command.body.elementsEqual([0x04])
        default: false
        }
    }
}
