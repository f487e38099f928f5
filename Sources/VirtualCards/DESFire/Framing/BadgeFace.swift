// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816
internal import SecretMemory

/// The contactless face of a badge: native frames, wrapped ones, and the ISO commands, through one door.
final class BadgeFace: VirtualCardFace {
    /// The syntax that the first command fixed.
    private enum Syntax { case native, wrapped }

    private let system: BadgeSystem
    private var syntax: Syntax?
    let transmission = TransmissionProtocol.t1
    /// The state of the answer to reset is that of the last activation.
    private(set) var atr: [UInt8]

    init(_ system: BadgeSystem) {
        self.system = system
        atr = system.profile.atr ?? system.ats.answerToReset
    }

    func powerOn() { reset() }
    func powerOff() { reset() }

    func reset() {
        system.activate()
        syntax = nil
        let isOwn = system.state.configuration.ats.isEmpty
        atr = isOwn ? system.profile.atr ?? system.ats.answerToReset : system.ats.answerToReset
    }

    func respond(to command: [UInt8]) -> [UInt8] {
        guard let first = command.first else { return [0x67, 0x00] }
        switch first {
        // Readers answer these themselves; one that hands everything on leaves them to the card.
        case 0xFF: return pseudo(command)
        case 0x00 where syntax != .native: return interindustry(command)
        case 0x90 where syntax != .native: return wrapped(command)
        default: return native(command)
        }
    }

    private func native(_ command: [UInt8]) -> [UInt8] {
        guard syntax != .wrapped else { return refuse(0x6E, 0x00) }
        guard system.profile.generation > .ev1 || command.count <= system.ats.frameSize - 3 else {
            return reject(.lengthError)
        }
        syntax = .native
        let (status, data) = system.frame(command[0], WipingBytes(command.dropFirst()))
        return [status.rawValue] + data
    }

    private func wrapped(_ command: [UInt8]) -> [UInt8] {
        guard system.isAwake else { return refuse(0x6E, 0x00) }
        syntax = .wrapped
        guard command.count >= 5 else { return wrappedRefusal(.lengthError) }
        guard command[2] == 0, command[3] == 0 else { return refuse(0x6A, 0x86) }
        var payload: ArraySlice<UInt8> = []
        if command.count > 5 {
            let count = Int(command[4])
            guard count > 0, command.count == 6 + count else { return wrappedRefusal(.lengthError) }
            payload = command[5..<5 + count]
        }
        // EV1 takes no command in more than one block.
        guard system.profile.generation > .ev1 || command.count <= system.ats.frameSize - 3 else {
            return wrappedRefusal(.lengthError)
        }
        let (status, data) = system.frame(command[1], WipingBytes(payload))
        return Array(data) + [0x91, status.rawValue]
    }

    private func reject(_ status: BadgeStatus) -> [UInt8] {
        system.dropSession()
        return [status.rawValue]
    }

    private func wrappedRefusal(_ status: BadgeStatus) -> [UInt8] { [0x91] + reject(status) }

    private func refuse(_ sw1: UInt8, _ sw2: UInt8) -> [UInt8] {
        system.dropSession()
        return [sw1, sw2]
    }

    private func interindustry(_ command: [UInt8]) -> [UInt8] {
        guard let parsed = CardCommand(block: command) else { return refuse(0x67, 0x00) }
        let reply = system.interindustry(parsed)
        // After a selection by name the next command chooses its syntax anew.
        if parsed.ins == 0xA4, reply.status == .success { syntax = nil }
        return Array(reply.body) + [reply.status.sw1, reply.status.sw2]
    }

    /// PC/SC part 3 §3.2.2.1.3: UID and historical bytes.
    private func pseudo(_ command: [UInt8]) -> [UInt8] {
        guard command.count == 5, command[1] == 0xCA, command[3] == 0 else { return [0x6A, 0x81] }
        let told: [UInt8]
        switch command[2] {
        case 0x00: told = system.visibleUID()
        case 0x01: told = system.ats.historicalBytes
        default: return [0x6A, 0x81]
        }
        let expected = Int(command[4])
        if expected == 0 || expected == told.count { return told + [0x90, 0x00] }
        return expected < told.count ? [0x6C, UInt8(told.count)] : told + [0x62, 0x82]
    }
}
