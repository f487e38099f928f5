// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import ISO7816
import SecretMemory
import Testing

@testable import DESFire

func hex(_ text: String) throws -> WipingBytes {
    WipingBytes(try #require([UInt8](hexadecimal: text.filter { !$0.isWhitespace })))
}

/// A card that expects each command and has each answer ready; native syntax, status first.
final class TranscriptLink: CardLink {
    let transmission = TransmissionProtocol.t1
    private var exchanges: [(command: WipingBytes, answer: WipingBytes)]

    /// Lines `command -> answer`, native syntax with the status byte first in the answer.
    init(_ lines: String) throws {
        exchanges = try lines.split(separator: "\n").map { line in
            let sides = line.components(by: "->")
            return (try hex(sides.0), try hex(sides.1))
        }
    }

    var isOver: Bool { exchanges.isEmpty }

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        guard let next = exchanges.first else { throw .malformed("nothing more was expected") }
        exchanges.removeFirst()
        guard next.command == command else {
            Issue.record("expected \(Array(next.command).hexadecimal)\nhappened \(Array(command).hexadecimal)")
            throw .malformed("not the command that was expected")
        }
        return next.answer
    }
}

/// Random numbers that were drawn before.
final class DrawnNumbers: RandomSource {
    private var numbers: [[UInt8]]

    init(_ numbers: String...) throws {
        self.numbers = try numbers.map { Array(try hex($0)) }
    }

    func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        guard let next = numbers.first, next.count == count else { throw .input("no such number was drawn") }
        numbers.removeFirst()
        return next
    }
}

func card(_ lines: String, _ random: DrawnNumbers) throws -> (card: DESFireCard, link: TranscriptLink) {
    let link = try TranscriptLink(lines)
    return (DESFireCard(DESFireChannel(over: link, syntax: .native), random: random), link)
}

extension Substring {
    func components(by separator: String) -> (String, String) {
        guard let range = firstRange(of: separator) else { return (String(self), "") }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }
}
