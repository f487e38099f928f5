// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// How data of a file travel within a session.
public enum CommunicationMode: String, Hashable, Sendable {
    /// As they are.
    case plain
    /// With a code.
    case mac
    /// Enciphered, with a code or a checksum.
    case full
}

/// A logical command as messaging looks at it.
struct LogicalCommand {
    let instruction: DESFireInstruction
    /// Parameters that are never enciphered.
    var header: WipingBytes = []
    /// What may be.
    var data: WipingBytes = []
    /// How `data` travel.
    var mode = CommunicationMode.mac
    /// Whether `data` are those of a file: older modes send a code for them only.
    var isFileData = false
    /// How the answer's data travel.
    var answerMode = CommunicationMode.mac
    /// Bytes of the answer's data; nil when the card alone knows.
    var answerCount: Int?
    /// Whether the command ends the session, so that its answer carries no code.
    var endsSession = false
}

/// A session's keys and counters: one owner, over at the first thing that is wrong.
protocol SecureMessaging: AnyObject {
    /// The key of the session by its number.
    var keyNumber: UInt8 { get }
    /// Which generation's rules it follows.
    var kind: MessagingKind { get }
    /// The payload that is sent for a command.
    func protect(_ command: LogicalCommand) throws(DESFireError) -> WipingBytes
    /// The data of the answer, after everything about it was found right.
    func verify(
        _ payload: WipingBytes, _ status: DESFireStatus, to command: LogicalCommand
    ) throws(DESFireError) -> WipingBytes
}

/// Messaging generations, weakest first.
public enum MessagingKind: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// DES with four bytes of code over data alone.
    case d40
    /// A chained vector for codes and ciphers.
    case ev1
    /// Counter, transaction identifier, separate keys.
    case ev2
    /// EV2's rules over a leakage-resilient cipher.
    case lrp

    /// By strength.
    public static func < (left: MessagingKind, right: MessagingKind) -> Bool { left.rawValue < right.rawValue }
}

/// Calls libcrypto and names what it refused in this room's terms.
func crypto<R>(_ body: () throws(CryptoError) -> R) throws(DESFireError) -> R {
    do {
        return try body()
    } catch {
        throw .crypto(error)
    }
}
