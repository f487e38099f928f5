// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardCrypto
internal import ISO7816
internal import SecretMemory

/// A DESFire card, D40 to EV3: commands within and outside sessions.
///
/// Blocking, one owner. A session ends with the first thing that is wrong, with every refusal, and with every
/// selection: the card ends it too.
public final class DESFireCard {
    let channel: DESFireChannel
    let random: any RandomSource
    var session: (any SecureMessaging)?
    /// What was selected last.
    var selected = ApplicationID.card

    /// At the end of a connection; nothing is sent.
    public init(_ channel: DESFireChannel, random: any RandomSource = SystemRandom()) {
        self.channel = channel
        self.random = random
    }

    /// The key number of the session, if there is one.
    public var authenticatedKey: UInt8? { session?.keyNumber }
    /// The rules of the session, if there is one.
    public var messaging: MessagingKind? { session?.kind }

    /// Forgets the session, as the card does when it is selected anew or leaves the field.
    public func endSession() {
        session = nil
    }

    /// One logical command: protected and checked where there is a session.
    func perform(_ command: LogicalCommand) throws(DESFireError) -> WipingBytes {
        guard let session else {
            return try channel.transmit(
                command.instruction, WipingBytes(joining: [command.header, command.data])
            ).data
        }
        do {
            let payload = try session.protect(command)
            let (status, answer) = try channel.transmit(command.instruction, payload)
            let data = try session.verify(answer, status, to: command)
            if command.endsSession { self.session = nil }
            return data
        } catch {
            self.session = nil
            throw error
        }
    }

    /// A command of the card's management: header only, a code in EV2.
    func manage(
        _ instruction: DESFireInstruction, _ header: WipingBytes = [], answer: CommunicationMode = .mac,
        answerCount: Int? = nil
    ) throws(DESFireError) -> WipingBytes {
        try perform(
            LogicalCommand(
                instruction: instruction, header: header, answerMode: answer, answerCount: answerCount))
    }
}
