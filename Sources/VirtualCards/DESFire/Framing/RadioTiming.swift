// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// How long exchanges take on the air: the lower bound that ISO/IEC 14443 sets, without the card's own work.
public struct RadioTiming: Hashable, Sendable {
    /// Bit rates of ISO/IEC 14443-3, both directions alike.
    public enum Rate: Int, Hashable, Sendable, CaseIterable {
        case kbit106 = 106
        case kbit212 = 212
        case kbit424 = 424
        case kbit848 = 848

        /// An elementary time unit: 128, 64, 32 or 16 periods of the carrier.
        var unit: Double { 128 / 13.56e6 / (Double(rawValue) / 106).rounded() }
    }

    /// One command and its answer, in bytes without the frame around them.
    public struct Exchange: Hashable, Sendable {
        /// Bytes of the command.
        public var command: Int
        /// Bytes of the answer.
        public var answer: Int

        /// From both.
        public init(command: Int, answer: Int) {
            (self.command, self.answer) = (command, answer)
        }
    }

    /// The rate after activation.
    public var rate: Rate
    /// Bytes of the longest frame, PCB and CRC among them.
    public var frameSize: Int

    /// From both.
    public init(_ rate: Rate, frameSize: Int = 64) {
        (self.rate, self.frameSize) = (rate, max(frameSize, 16))
    }

    /// FDT: the shortest pause before a card's block, at any rate.
    private static let pause = 86.4e-6
    /// PCB and two bytes of CRC.
    private static let overhead = 3

    /// Anticollision and RATS at 106 kbit/s, with a UID of seven bytes or a random one of four.
    public static func activation(hasRandomUID: Bool) -> Duration { .microseconds(hasRandomUID ? 3460 : 5360) }

    /// The time of a list of exchanges.
    public func time(of exchanges: [Exchange]) -> Duration {
        .nanoseconds(Int64((exchanges.reduce(0) { $0 + seconds($1) } * 1e9).rounded()))
    }

    private func seconds(_ exchange: Exchange) -> Double {
        let blocks = transfer(exchange.command) + transfer(exchange.answer)
        return blocks + RadioTiming.pause
    }

    /// The blocks of one direction; each but the last is acknowledged.
    private func transfer(_ count: Int) -> Double {
        let room = frameSize - RadioTiming.overhead
        let chained = max(count - 1, 0) / room
        let bits = 9 * (count + RadioTiming.overhead * (chained + 1)) + 3 * (chained + 1)
        let acknowledgement = Double(9 * RadioTiming.overhead + 3) * rate.unit + 2 * RadioTiming.pause
        return Double(bits) * rate.unit + Double(chained) * acknowledgement
    }
}
