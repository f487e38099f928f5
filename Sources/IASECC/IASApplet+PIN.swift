// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import SecretMemory

/// A PIN's counters as its data object tells them (class 01, DOCP A0).
public struct PINCounters: Hashable, Sendable {
    /// Tries after a good presentation.
    public let maximum: Int
    /// Tries left.
    public let left: Int
    /// Uses left, where uses are counted (PUK): 0 blocks, whatever the tries.
    public let usesLeft: Int?
}

/// What an empty VERIFY tells.
public enum PINCounter: Hashable, Sendable {
    /// Tries left.
    case left(Int)
    /// Already verified (9000): a good presentation has restored all tries.
    case verified
    /// No try left (6983).
    case blocked
}

extension IASApplet {
    /// VERIFY without data: tells the tries left and spends none.
    public func counter(_ reference: UInt8) throws(CardError) -> PINCounter {
        let answer = try channel.transmit(CommandAPDU(0x00, 0x20, 0x00, reference))
        switch (answer.status.meaning, answer.status) {
        case (.triesLeft(0), _), (_, .authenticationMethodBlocked): return .blocked
        case (.triesLeft(let left), _): return .left(left)
        case (.success, _): return .verified
        default: throw .status(answer.status, during: .verify)
        }
    }

    /// GET DATA of a PIN object's control parameters; the root file must be current.
    public func counters(_ reference: UInt8) throws(CardError) -> PINCounters {
        let header: [UInt8] = [0x4D, 0x08, 0x70, 0x06, 0xBF, 0x81, reference, 0x02, 0xA0, 0x80]
        let command = CommandAPDU(0x00, 0xCB, 0x3F, 0xFF, .init(header), expecting: 256)
        let body = Array(try channel.transmit(command).requireSuccess(.getData))
        // The tag is BF 81 rr: BER reads 81 as "more follows", so class and reference are part of one tag.
        guard let outer = try BERTLV.sequence(body).first(0x70),
            let object = try outer.children().first(0xBF8100 | UInt32(reference)),
            let control = try object.children().first(0xA0)
        else { throw .malformed("PIN object") }
        let fields = try control.children()
        guard let maximum = fields.first(0x9A)?.unsignedInteger, let left = fields.first(0x9B)?.unsignedInteger,
            maximum <= 0xFF, left <= maximum
        else { throw .malformed("PIN object: counters") }
        return PINCounters(maximum: maximum, left: left, usesLeft: fields.first(0x9D)?.unsignedInteger)
    }

    /// VERIFY with data, once.
    public func verify(_ reference: UInt8, _ pin: borrowing SecretBytes) throws(CardError) -> StatusWord {
        let body = pin.withSpan { WipingBytes(copying: $0) }
        return try channel.transmit(CommandAPDU(0x00, 0x20, 0x00, reference, body)).status
    }

    /// CHANGE REFERENCE DATA with the old and the new PIN, one command.
    public func change(
        _ reference: UInt8, from old: borrowing SecretBytes, to new: borrowing SecretBytes
    ) throws(CardError) -> StatusWord {
        let both = [old.withSpan { WipingBytes(copying: $0) }, new.withSpan { WipingBytes(copying: $0) }]
        return try channel.transmit(CommandAPDU(0x00, 0x24, 0x00, reference, WipingBytes(joining: both))).status
    }

    /// RESET RETRY COUNTER with a new PIN (P1 = 02), after the PUK was verified.
    public func resetRetryCounter(_ reference: UInt8, to new: borrowing SecretBytes) throws(CardError) -> StatusWord {
        let body = new.withSpan { WipingBytes(copying: $0) }
        return try channel.transmit(CommandAPDU(0x00, 0x2C, 0x02, reference, body)).status
    }
}
