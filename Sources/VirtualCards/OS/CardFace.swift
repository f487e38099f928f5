// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// One interface of the card: T=0 or T=1 bytes outside, whole commands inside.
///
/// Command chaining, GET RESPONSE, 61xx, 6Cxx and the trimming to Le happen here, once for all applets.
final class CardFace: VirtualCardFace {
    let atr: [UInt8]
    let transmission: TransmissionProtocol
    let program: any CardProgram
    let security: SecurityState
    let journal: CardJournal
    var waiting: ArraySlice<UInt8> = []
    var waitingClass: UInt8 = 0
    private var chain: Chain?

    /// The longest command that a chain may build: two RSA blocks of the largest key.
    private static let longestChain = 1024

    init(
        _ interface: CardProfile.Interface, program: any CardProgram, security: SecurityState, journal: CardJournal
    ) {
        atr = interface.atr
        transmission = interface.transmission
        self.program = program
        self.security = security
        self.journal = journal
    }

    func powerOn() { reset() }
    func powerOff() { reset() }

    func reset() {
        waiting = []
        chain = nil
        security.drop()
        program.reset()
    }

    func respond(to command: [UInt8]) -> [UInt8] {
        journal.statistics.commands &+= 1
        let parsed = transmission == .t0 ? CardCommand(tpdu: command) : CardCommand(block: command)
        guard var parsed else { return refuse(.wrongLength) }
        let chaining = CardFace.chainingBit(parsed.cla)
        if let refusal = program.refusal(of: parsed.cla & ~chaining) { return refuse(refusal) }
        // GET RESPONSE never reaches an applet: what waits belongs to transport.
        if parsed.ins == 0xC0 { return sendWaiting(parsed) }
        waiting = []
        if chaining != 0 { return refuse(extendChain(parsed)) }
        completeChain(&parsed)
        return deliver(program.perform(parsed), to: parsed)
    }

    private func refuse(_ status: StatusWord) -> [UInt8] { [status.sw1, status.sw2] }

    /// Bit 5 of an interindustry class: more commands of the chain follow (ISO/IEC 7816-4 §5.4.1).
    private static func chainingBit(_ cla: UInt8) -> UInt8 { cla < 0x20 ? cla & 0x10 : 0 }
}

/// The commands of a chain so far.
private struct Chain {
    var header: (cla: UInt8, ins: UInt8, p1: UInt8, p2: UInt8)
    var body: [UInt8]

    func continues(_ command: CardCommand) -> Bool {
        header == (command.cla & ~0x10, command.ins, command.p1, command.p2)
    }
}

extension CardFace {
    private func extendChain(_ command: CardCommand) -> StatusWord {
        if chain?.continues(command) != true {
            chain = Chain(header: (command.cla & ~0x10, command.ins, command.p1, command.p2), body: [])
        }
        guard (chain?.body.count ?? 0) + command.body.count <= CardFace.longestChain else {
            chain = nil
            return .wrongLength
        }
        chain?.body += command.body
        return .success
    }

    /// Puts what came before in front of the last command; any other command ends the chain unheard.
    private func completeChain(_ command: inout CardCommand) {
        guard let begun = chain else { return }
        chain = nil
        guard begun.continues(command) else { return }
        command.body = (begun.body + command.body)[...]
    }
}
