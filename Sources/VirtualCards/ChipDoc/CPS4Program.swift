// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// A CPS4 contact interface: applets on two logical channels, CPS2ter selected on the basic one after reset.
final class CPS4Program: CardProgram {
    /// What a channel talks to.
    private enum Selected { case nothing, previous, chipDoc, cardManager }

    private static let previousName: [UInt8] = [0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x00, 0x02]
    private static let cardManagerName: [UInt8] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00]

    private let chipDoc: ChipDocApplet
    private let previous: CPS2terApplet
    private let refusesFirstSelection: Bool
    private var channels: [Selected] = [.previous, .nothing]
    private var hasSelectedCardManager = false

    init(_ chipDoc: ChipDocApplet, previous: CPS2terApplet, refusesFirstSelection: Bool) {
        self.chipDoc = chipDoc
        self.previous = previous
        self.refusesFirstSelection = refusesFirstSelection
    }

    func reset() {
        channels = [.previous, .nothing]
        hasSelectedCardManager = false
        chipDoc.reset()
        previous.reset()
    }

    func refusal(of cla: UInt8) -> StatusWord? {
        switch cla {
        case 0x00, 0x01, 0xA0: nil
        case 0x02, 0x03, 0x40...0x7F: .channelNotSupported
        case 0x04...0x0F: .secureMessagingNotSupported
        default: .classNotSupported
        }
    }

    func perform(_ command: CardCommand) -> Reply {
        if command.cla == 0xA0 {
            return channels[0] == .previous ? previous.perform(command) : .status(.classNotSupported)
        }
        let channel = Int(command.cla & 0x01)
        if command.ins == 0xA4, command.p1 == 0x04 { return selectApplication(command, on: channel) }
        switch channels[channel] {
        case .nothing: return .status(.channelNotSupported)
        case .previous: return .status(.classNotSupported)
        case .chipDoc: return chipDoc.perform(command)
        // The issuer's security domain hears none of the commands of this family.
        case .cardManager: return .status(.instructionNotSupported)
        }
    }

    /// SELECT by name opens the channel by itself (GlobalPlatform); there is no MANAGE CHANNEL on this card.
    private func selectApplication(_ command: CardCommand, on channel: Int) -> Reply {
        if command.body.elementsEqual(ChipDocApplet.name) {
            // Field behaviour: on some cards the applet can be selected only after the card manager was.
            if refusesFirstSelection, !hasSelectedCardManager { return .status(.conditionsOfUseNotSatisfied) }
            // One context: selectable on one channel at a time.
            guard channels[1 - channel] != .chipDoc else { return .status(.conditionsOfUseNotSatisfied) }
            chipDoc.reset()
            channels[channel] = .chipDoc
            return .success
        }
        if command.body.elementsEqual(CPS4Program.cardManagerName) {
            hasSelectedCardManager = true
            channels[channel] = .cardManager
            return .success
        }
        if command.body.elementsEqual(CPS4Program.previousName) {
            guard channel == 0 else { return .status(.conditionsOfUseNotSatisfied) }
            previous.reset()
            channels[channel] = .previous
            return .success
        }
        // Names inside the selected application: the PKCS#15 directory.
        if channels[channel] == .chipDoc { return chipDoc.perform(command) }
        return .status(.fileNotFound)
    }
}
