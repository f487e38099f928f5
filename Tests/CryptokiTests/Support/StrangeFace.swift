// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import VirtualCards

/// A card that is none of ours: it knows no command.
final class StrangeFace: VirtualCardFace {
    let atr: [UInt8]
    let transmission = TransmissionProtocol.t1

    init(atr: [UInt8]) {
        self.atr = atr
    }

    func powerOn() {}
    func powerOff() {}
    func reset() {}
    func respond(to command: [UInt8]) -> [UInt8] { [0x6D, 0x00] }
}
