// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// Fetches what a card announces with 61xx or 9Fxx, and repeats with the exact length after 6Cxx.
///
/// A command that awaits no data is left alone: its 61xx goes up as it is, and costs nothing. Rounds and size are
/// bounded, so that a card cannot hold us for ever.
public final class ResponseChaining: CardChannel {
    private let lower: any CardChannel
    private static let mostRounds = 300
    private static let mostBytes = 65_536

    /// Over a lower channel.
    public init(over lower: any CardChannel) {
        self.lower = lower
    }

    /// Those of the layer below, as far as this one does not widen them.
    public var limits: ChannelLimits { lower.limits }

    /// One command through this layer.
    public func transmit(_ command: CommandAPDU) throws(CardError) -> ResponseAPDU {
        var answer = try lower.transmit(command)
        guard command.expected != nil else { return answer }
        if case .wrongLength(let exact) = answer.status.meaning {
            var exactly = command
            exactly.expected = exact
            answer = try lower.transmit(exactly)
        }
        guard case .moreData(var waiting) = answer.status.meaning else { return answer }
        var collected = [answer.body]
        var total = answer.body.count
        // GET RESPONSE goes to the same logical channel, never chained or secured (ISO/IEC 7816-4 §5.3.4).
        let cla = command.header.cla & ~0x1C
        for _ in 0..<ResponseChaining.mostRounds {
            answer = try lower.transmit(CommandAPDU(cla, 0xC0, 0, 0, expecting: waiting))
            if case .wrongLength(let exact) = answer.status.meaning {
                answer = try lower.transmit(CommandAPDU(cla, 0xC0, 0, 0, expecting: exact))
            }
            collected.append(answer.body)
            total += answer.body.count
            guard total <= ResponseChaining.mostBytes else { throw .malformed("answer longer than any file") }
            guard case .moreData(let rest) = answer.status.meaning else {
                return ResponseAPDU(WipingBytes(joining: collected), status: answer.status)
            }
            guard !answer.body.isEmpty else { throw .malformed("GET RESPONSE that never ends") }
            waiting = rest
        }
        throw .malformed("GET RESPONSE that never ends")
    }
}
