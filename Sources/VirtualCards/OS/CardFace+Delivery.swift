// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

extension CardFace {
    /// Turns an applet's answer into the bytes that this protocol lets through.
    func deliver(_ reply: Reply, to command: CardCommand) -> [UInt8] {
        guard !reply.body.isEmpty else { return [reply.status.sw1, reply.status.sw2] }
        // The card's older dialect announces with 9F on every protocol, as GSM 11.11 cards do.
        if command.cla == 0xA0, !command.body.isEmpty { return announce(reply.body, command.cla) }
        // T=0 cannot carry data both ways (ISO/IEC 7816-3 §12.2.5); without Le nothing may come back at all.
        guard let expected = command.expected, transmission != .t0 || command.body.isEmpty else {
            return announce(reply.body, command.cla)
        }
        let count = reply.body.count
        if expected < count {
            (waiting, waitingClass) = (reply.body.dropFirst(expected), command.cla)
            return assemble(
                reply.body.prefix(expected), CardFace.more(command.cla), CardFace.remaining(count - expected))
        }
        if expected > count {
            if transmission == .t0 { return [0x6C, UInt8(truncatingIfNeeded: count)] }
            // Le = 00 asks for "all there is", which is not a request beyond the end.
            if reply.endsWithFile, expected < 256, reply.status == .success {
                return assemble(reply.body, 0x62, 0x82)
            }
        }
        return assemble(reply.body, reply.status.sw1, reply.status.sw2)
    }

    /// GET RESPONSE.
    func sendWaiting(_ command: CardCommand) -> [UInt8] {
        guard !waiting.isEmpty, command.cla == waitingClass else {
            waiting = []
            return [0x69, 0x85]
        }
        guard command.parameters == 0, command.body.isEmpty else { return [0x6A, 0x86] }
        let (count, expected) = (waiting.count, command.expected ?? 256)
        if expected > count, expected < 256 || transmission == .t0 {
            return [0x6C, UInt8(truncatingIfNeeded: count)]
        }
        let part = waiting.prefix(expected)
        waiting = waiting.dropFirst(expected)
        if waiting.isEmpty { return assemble(part, 0x90, 0x00) }
        return assemble(part, CardFace.more(command.cla), CardFace.remaining(waiting.count))
    }

    // The first announcement is the low byte of the length (256 bytes: 00; 280 bytes: 18), later ones say FF for 256
    // and more: recorded so, and both known middlewares follow the announced steps.
    private func announce(_ body: ArraySlice<UInt8>, _ cla: UInt8) -> [UInt8] {
        (waiting, waitingClass) = (body, cla)
        return [CardFace.more(cla), UInt8(truncatingIfNeeded: body.count)]
    }

    private static func more(_ cla: UInt8) -> UInt8 { cla == 0xA0 ? 0x9F : 0x61 }

    private static func remaining(_ count: Int) -> UInt8 { UInt8(min(count, 255)) }

    private func assemble(_ body: ArraySlice<UInt8>, _ sw1: UInt8, _ sw2: UInt8) -> [UInt8] {
        var answer: [UInt8] = []
        answer.reserveCapacity(body.count + 2)
        answer.append(contentsOf: body)
        answer.append(sw1)
        answer.append(sw2)
        return answer
    }
}
