// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816

/// The PKCS#15 application of a CPS4.
final class ChipDocApplet: Applet {
    static let name: [UInt8] = [0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x01, 0x00]

    let memory: PersistentMemory
    let security: SecurityState
    let journal: CardJournal
    let random: any RandomSource
    let keys: [CardKey]
    let quirks: CardProfile.Quirks
    var environment = ChipDocEnvironment()
    private var selection: FileSelection

    init(
        _ root: Directory, _ keys: [CardKey], _ quirks: CardProfile.Quirks, _ memory: PersistentMemory,
        _ security: SecurityState, _ journal: CardJournal, _ random: any RandomSource
    ) {
        selection = FileSelection(root)
        self.keys = keys
        self.quirks = quirks
        self.memory = memory
        self.security = security
        self.journal = journal
        self.random = random
    }

    func reset() {
        selection.reset()
        environment = ChipDocEnvironment()
    }

    func perform(_ command: CardCommand) -> Reply {
        switch command.ins {
        case 0xA4: select(command)
        case 0xB0: selection.read(command, security, isContactless: false)
        case 0xD6: selection.update(command, security, isContactless: false, memory)
        case 0x20: verify(command)
        case 0x24: changeReferenceData(command)
        case 0x2C: resetRetryCounter(command)
        case 0x22: setEnvironment(command)
        case 0x2A: performSecurityOperation(command)
        case 0x84: getChallenge(command)
        default: .status(.instructionNotSupported)
        }
    }

    /// SELECT: P1 = 08 with the path without 3F00 is what hosts send; by identifier works too.
    private func select(_ command: CardCommand) -> Reply {
        let target: FileSelection.Target?
        switch command.p1 {
        case 0x00: target = selection.identified(command.body)
        case 0x02: target = selection.walk(command.body, from: selection.directory)
        case 0x03: target = command.body.isEmpty ? .directory(selection.root) : nil
        case 0x04: target = selection.named(command.body).map(FileSelection.Target.directory)
        case 0x08: target = selection.walk(command.body, from: selection.root)
        case 0x09: target = selection.walk(command.body, from: selection.directory)
        default: return .status(.incorrectParameters)
        }
        guard let target else { return .status(.fileNotFound) }
        guard [0x00, 0x04, 0x0C].contains(command.p2) else { return .status(.incorrectParameters) }
        if selection.choose(target) { environment = ChipDocEnvironment() }
        guard command.p2 != 0x0C, case .file(let file, _) = target else { return .success }
        return .data(file.controlParameters[...])
    }

    private func getChallenge(_ command: CardCommand) -> Reply {
        guard command.parameters == 0, command.body.isEmpty else { return .status(.incorrectParameters) }
        guard command.expected == 8 else { return .status(StatusWord(0x6C, 0x08)) }
        guard let bytes = try? random.bytes(8) else { return .status(.noPreciseDiagnosis) }
        return .data(bytes)
    }
}
