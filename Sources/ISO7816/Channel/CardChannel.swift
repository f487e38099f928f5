// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// How APDUs are carried.
public enum TransmissionProtocol: String, Hashable, Sendable {
    /// Byte protocol: no Le in case 4, GET RESPONSE visible.
    case t0
    /// Block protocol, contact or contactless.
    case t1
}

/// What a channel can carry.
public struct ChannelLimits: Hashable, Sendable {
    /// How APDUs are carried.
    public var transmission: TransmissionProtocol
    /// Longest command data of one command, in bytes.
    public var commandData: Int
    /// Longest answer data of one command, in bytes.
    public var responseData: Int

    /// Short APDUs over a protocol: 255 bytes out, 256 back.
    public static func short(_ transmission: TransmissionProtocol) -> ChannelLimits {
        ChannelLimits(transmission: transmission, commandData: 255, responseData: 256)
    }

    /// From its parts.
    public init(transmission: TransmissionProtocol, commandData: Int, responseData: Int) {
        self.transmission = transmission
        self.commandData = commandData
        self.responseData = responseData
    }
}

/// The way to one card: blocking, one owner, deliberately not `Sendable`.
public protocol CardChannel: AnyObject {
    /// What it can carry.
    var limits: ChannelLimits { get }
    /// Sends one command and waits for its answer.
    func transmit(_ command: CommandAPDU) throws(CardError) -> ResponseAPDU
}

/// The lowest layer: bytes out, bytes back, as a reader carries them.
public protocol CardLink: AnyObject {
    /// The protocol that reader and card agreed on.
    var transmission: TransmissionProtocol { get }
    /// One exchange.
    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes
}

/// Writes commands in the form that the protocol wants and reads the answers.
public final class LinkChannel: CardChannel {
    private let link: any CardLink

    /// Over a reader's link.
    public init(_ link: any CardLink) {
        self.link = link
    }

    /// Those of the layer below, as far as this one does not widen them.
    public var limits: ChannelLimits { .short(link.transmission) }

    /// One command through this layer.
    public func transmit(_ command: CommandAPDU) throws(CardError) -> ResponseAPDU {
        let bytes =
            switch link.transmission {
            case .t0: try command.encodedForT0()
            case .t1: try command.encoded()
            }
        let answer = try ResponseAPDU(parsing: link.exchange(bytes))
        guard answer.body.count <= command.expected ?? 0 else { throw .malformed("answer longer than asked for") }
        return answer
    }
}
