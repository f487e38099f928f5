// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// How a command travels within a session.
struct CommandShape {
    /// Bytes that are never enciphered; nil when there is nothing else.
    var header: Int?
    var mode = TransportMode.mac
    /// D40 and EV1 send a code with the data of files only.
    var isFileData = false
    /// How many bytes of an enciphered part are data, where padding does not tell.
    var dataCount = DataCount.raw

    enum DataCount {
        case exactly(Int)
        /// The data themselves tell, once they are deciphered.
        case told((WipingBytes) -> Int?)
        /// The data bring checksums of their own: they are handed on with their padding.
        case raw
    }

    /// A command that is all header.
    static var managed: CommandShape { CommandShape() }
    /// Enciphered data after a header.
    static func enciphered(_ header: Int, _ dataCount: DataCount) -> CommandShape {
        CommandShape(header: header, mode: .full, dataCount: dataCount)
    }
}

/// How an answer travels within a session.
struct AnswerShape {
    var mode = TransportMode.mac
    var isFileData = false
    /// Whether the host said how much it wanted; if not, 80 marks the end in D40 and EV1.
    var isCountKnown = true
}

/// A command as it was meant.
struct OpenedCommand {
    var header: WipingBytes
    var data: WipingBytes
}

/// Generations of secure messaging.
enum MessagingGeneration { case d40, ev1, counted }

/// The card's side of a session: keys, and vector or counter; the first refusal ends it.
protocol BadgeMessaging: AnyObject {
    var key: KeyReference { get }
    var generation: MessagingGeneration { get }
    /// How long `count` bytes of data become on their way in.
    func length(of count: Int, _ shape: CommandShape) -> Int
    func open(_ code: UInt8, _ payload: WipingBytes, _ shape: CommandShape) throws(BadgeStatus) -> OpenedCommand
    func seal(_ data: WipingBytes, _ status: BadgeStatus, _ shape: AnswerShape) throws(BadgeStatus) -> WipingBytes
}

extension WipingBytes {
    /// Header and rest; a header that is cut short is a length error.
    func split(_ shape: CommandShape) throws(BadgeStatus) -> (header: WipingBytes, rest: WipingBytes) {
        guard let header = shape.header else { return (self, []) }
        guard count >= header else { throw .lengthError }
        return (part(0, header), part(header, count - header))
    }

    /// Data out of deciphered blocks: data, checksum over `prefix` and them, zeros.
    ///
    /// Where a host does not know that it could leave the mark out, 80 before the zeros is taken too.
    func checkedData(
        _ dataCount: CommandShape.DataCount, _ checksum: BadgeChecksum, _ prefix: WipingBytes, block: Int
    ) throws(BadgeStatus) -> WipingBytes {
        let size: Int
        switch dataCount {
        case .raw: return self
        case .exactly(let count): size = count
        case .told(let count):
            guard let told = count(self) else { throw .lengthError }
            size = told
        }
        let end = size + checksum.count
        guard end <= count else { throw .lengthError }
        guard count - end < block else { throw .lengthError }
        let data = part(0, size)
        guard checksum.over(WipingBytes(prefix, data)).matches(part(size, checksum.count)) else {
            throw .integrityError
        }
        let padding = part(end, count - end)
        guard padding.allSatisfy({ $0 == 0 }) || padding.unmarked?.isEmpty == true else { throw .integrityError }
        return data
    }
}
