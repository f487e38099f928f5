// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import VirtualCards

/// The smallest card that has a security state: a PIN, and data behind it.
final class TinyFace: VirtualCardFace {
    let atr: [UInt8]
    let transmission = TransmissionProtocol.t1
    private(set) var commands: [[UInt8]] = []
    private(set) var isPowered = false
    private(set) var powerCycles = 0
    private var isVerified = false
    /// Called while a command runs.
    var duringCommand: (() -> Void)?

    static let verify: [UInt8] = [0x00, 0x20, 0x00, 0x01, 0x04, 0x31, 0x32, 0x33, 0x34]
    static let read: [UInt8] = [0x00, 0xB0, 0x00, 0x00, 0x08]
    static let content: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]

    init(atr: [UInt8] = [0x3B, 0x80, 0x01, 0x81]) {
        self.atr = atr
    }

    func powerOn() {
        isPowered = true
        isVerified = false
        powerCycles += 1
    }

    func powerOff() {
        isPowered = false
        isVerified = false
    }

    func reset() {
        isVerified = false
    }

    func respond(to command: [UInt8]) -> [UInt8] {
        commands.append(command)
        duringCommand?()
        guard isPowered, command.count >= 4 else { return [0x6F, 0x00] }
        switch command[1] {
        case 0x20:
            isVerified = command == TinyFace.verify
            return isVerified ? [0x90, 0x00] : [0x63, 0xC2]
        case 0xB0: return isVerified ? TinyFace.content + [0x90, 0x00] : [0x69, 0x82]
        default: return [0x90, 0x00]
        }
    }
}

extension TinyFace {
    static let pinNeeded: [UInt8] = [0x69, 0x82]
    static let fullAnswer = content + [0x90, 0x00]
}
