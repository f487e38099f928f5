// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// A CPS3 interface: CLA A0 is the previous generation, CLA 00 is IAS-ECC, without any switch between them.
final class CPS3Program: CardProgram {
    private let ias: IASApplet
    private let previous: CPS2terApplet?

    init(_ ias: IASApplet, previous: CPS2terApplet?) {
        self.ias = ias
        self.previous = previous
    }

    func refusal(of cla: UInt8) -> StatusWord? {
        switch cla {
        case 0x00: nil
        case 0xA0: previous == nil ? .classNotSupported : nil
        // One logical channel only (ISO/IEC 7816-4 §5.4.1: bits 2 and 1, or a class from 40).
        case 0x01...0x03, 0x40...0x7F: .channelNotSupported
        case 0x04...0x0F: .secureMessagingNotSupported
        default: .classNotSupported
        }
    }

    func perform(_ command: CardCommand) -> Reply {
        command.cla == 0xA0 ? previous?.perform(command) ?? .status(.classNotSupported) : ias.perform(command)
    }

    func reset() {
        ias.reset()
        previous?.reset()
    }
}
