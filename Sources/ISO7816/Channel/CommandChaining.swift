// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// Cuts command data that is too long for one command (ISO/IEC 7816-4 §5.3.3, CLA bit 5).
public final class CommandChaining: CardChannel {
    private let lower: any CardChannel

    /// Over a lower channel.
    public init(over lower: any CardChannel) {
        self.lower = lower
    }

    /// Those of the layer below, as far as this one does not widen them.
    public var limits: ChannelLimits {
        var limits = lower.limits
        limits.commandData = 65_535
        return limits
    }

    /// One command through this layer.
    public func transmit(_ command: CommandAPDU) throws(CardError) -> ResponseAPDU {
        let most = lower.limits.commandData
        guard command.body.count > most else { return try lower.transmit(command) }
        var rest = command.body[...]
        var header = command.header
        header.cla |= 0x10
        while rest.count > most {
            let answer = try lower.transmit(CommandAPDU(header, WipingBytes(rest.prefix(most))))
            guard answer.status == .success else { return answer }
            rest = rest.dropFirst(most)
        }
        return try lower.transmit(CommandAPDU(command.header, WipingBytes(rest), expecting: command.expected))
    }
}

/// Puts a logical channel number into every class byte (ISO/IEC 7816-4 §5.4.1, channels 0 to 3).
public final class LogicalChannel: CardChannel {
    private let lower: any CardChannel
    private let number: UInt8

    /// Over a lower channel; `number` is 0...3.
    public init(_ number: UInt8, over lower: any CardChannel) {
        self.lower = lower
        self.number = number & 0x03
    }

    /// Those of the layer below, as far as this one does not widen them.
    public var limits: ChannelLimits { lower.limits }

    /// One command through this layer.
    public func transmit(_ command: CommandAPDU) throws(CardError) -> ResponseAPDU {
        var numbered = command
        numbered.header.cla = command.header.cla & ~0x03 | number
        return try lower.transmit(numbered)
    }
}

extension CardLink {
    /// The usual stack over a link: format, then 61xx and 6Cxx, then command chaining.
    public func channel() -> any CardChannel {
        CommandChaining(over: ResponseChaining(over: LinkChannel(self)))
    }
}
