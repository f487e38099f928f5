// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What an ATS says (ISO/IEC 14443-4 §5.2).
struct AnswerToSelect {
    let bytes: [UInt8]

    /// Bytes of a frame, from FSCI; 32 when nothing is said.
    var frameSize: Int {
        guard bytes.count > 1 else { return 32 }
        let sizes = [16, 24, 32, 40, 48, 64, 96, 128, 256]
        return sizes[min(Int(bytes[1] & 15), sizes.count - 1)]
    }

    /// What follows the interface bytes.
    var historicalBytes: [UInt8] {
        guard bytes.count > 1 else { return [] }
        return Array(bytes.dropFirst(2 + (bytes[1] >> 4 & 7).nonzeroBitCount))
    }

    /// As a PC/SC reader makes it (PC/SC part 3 §3.1.3.2.3.1).
    var answerToReset: [UInt8] {
        let historical = historicalBytes.prefix(15)
        let body = [0x80 | UInt8(historical.count), 0x80, 0x01] + historical
        return [0x3B] + body + [body.reduce(0, ^)]
    }

    /// Whether it is one: length byte, T0, the interface bytes that T0 announces, 15 historical bytes at most.
    var isSound: Bool {
        guard bytes.count > 1, Int(bytes[0]) == bytes.count else { return false }
        let interface = (bytes[1] >> 4 & 7).nonzeroBitCount
        return bytes.count >= 2 + interface && bytes.count <= 2 + interface + 15
    }
}
