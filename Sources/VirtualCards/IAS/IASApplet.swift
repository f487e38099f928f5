// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816

/// The IAS-ECC side of a CPS3, as one interface sees it (CLA 00).
final class IASApplet: Applet {
    let isContactless: Bool
    let memory: PersistentMemory
    let security: SecurityState
    let journal: CardJournal
    let random: any RandomSource
    let objects: IASObjects
    var selection: FileSelection
    var environment = IASEnvironment()

    init(
        _ root: Directory, _ objects: IASObjects, _ memory: PersistentMemory, _ security: SecurityState,
        _ journal: CardJournal, _ random: any RandomSource, isContactless: Bool
    ) {
        selection = FileSelection(root)
        self.objects = objects
        self.memory = memory
        self.security = security
        self.journal = journal
        self.random = random
        self.isContactless = isContactless
    }

    func reset() {
        selection.reset()
        environment = IASEnvironment()
    }

    func perform(_ command: CardCommand) -> Reply {
        switch command.ins {
        case 0xA4: select(command)
        case 0xB0: selection.read(command, security, isContactless: isContactless)
        case 0xD6: selection.update(command, security, isContactless: isContactless, memory)
        case 0xCB: getData(command)
        case 0x20: verify(command)
        case 0x24: changeReferenceData(command)
        case 0x2C: resetRetryCounter(command)
        case 0x22: manageEnvironment(command)
        case 0x2A: performSecurityOperation(command)
        case 0x88: internalAuthenticate(command)
        case 0x84: getChallenge(command)
        default: .status(.instructionNotSupported)
        }
    }

    private func getChallenge(_ command: CardCommand) -> Reply {
        guard command.parameters == 0, command.body.isEmpty else { return .status(.incorrectParameters) }
        // The card makes eight bytes and no other number.
        guard command.expected == 8 else { return .status(StatusWord(0x6C, 0x08)) }
        guard let bytes = try? random.bytes(8) else { return .status(.noPreciseDiagnosis) }
        return .data(bytes)
    }
}
