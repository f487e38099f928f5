// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A message of vpcd to the card: two length bytes, big-endian, then a control byte or a command.
enum VPCDFrame: Hashable, Sendable {
    case powerOff
    case powerOn
    case reset
    /// The only control byte that is answered, with the answer to reset.
    case answerToReset
    case command([UInt8])
    /// Nothing that we know; never answered, because vpcd awaits no answer to control bytes but one.
    case unknown

    init(payload: [UInt8]) {
        switch payload {
        case []: self = .unknown
        case [0x00]: self = .powerOff
        case [0x01]: self = .powerOn
        case [0x02]: self = .reset
        case [0x04]: self = .answerToReset
        // DESFire's native syntax has commands of one byte; none is as low as a control byte.
        default: self = payload.count == 1 && payload[0] < 0x10 ? .unknown : .command(payload)
        }
    }

    /// An answer as vpcd reads it; what does not fit two length bytes is cut off.
    static func encode(_ answer: [UInt8]) -> [UInt8] {
        let payload = answer.prefix(65_535)
        return [UInt8(truncatingIfNeeded: payload.count >> 8), UInt8(truncatingIfNeeded: payload.count)] + payload
    }
}
