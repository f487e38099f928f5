// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import SecretMemory

/// The ChipDoc applet of a CPS4, on logical channel 1.
///
/// Measured dialogues are the source: what the applet's own documentation says is not public.
public struct ChipDocApplet {
    let channel: any CardChannel

    /// AID of the applet.
    public static let aid = AID([0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x01, 0x00])
    /// AID of the card manager, selected to shake a card out of a refusal while it is being recognised.
    public static let cardManager = AID([0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00])

    /// Over a channel of the whole card: class bytes get channel 1.
    public init(over channel: any CardChannel) {
        self.channel = CommandChaining(over: LogicalChannel(1, over: channel))
    }

    /// SELECT by name on channel 1; this opens the channel, no MANAGE CHANNEL is needed.
    public func select(_ aid: AID = ChipDocApplet.aid) throws(CardError) {
        try channel.transmit(CommandAPDU(0x00, 0xA4, 0x04, 0x0C, .init(aid.bytes))).requireSuccess(.select)
    }

    /// SELECT by path (P1 = 08, without 3F00); gives the size where the protocol tells it at no cost (T=1).
    @discardableResult
    public func select(_ path: [UInt16]) throws(CardError) -> FileExtent {
        var bytes: [UInt8] = []
        for identifier in path { bytes += [UInt8(identifier >> 8), UInt8(truncatingIfNeeded: identifier)] }
        // A DF answers 9000 without data, so a Le there would only invite a refusal.
        let asksInformation = channel.limits.transmission == .t1 && path != [0x0001]
        let command = CommandAPDU(
            0x00, 0xA4, 0x08, 0x00, .init(bytes), expecting: asksInformation ? 256 : nil)
        let body = try channel.transmit(command).requireSuccess(.select)
        guard asksInformation, !body.isEmpty else { return .untilEnd }
        let outer = try BERTLV.one(Array(body)[...])
        guard outer.tag == 0x6F else { throw .malformed("file control information") }
        return try outer.children().first(0x80)?.unsignedInteger.map { .size($0) } ?? .untilEnd
    }

    /// READ BINARY of the selected file.
    public func read(_ extent: FileExtent) throws(CardError) -> [UInt8] {
        try channel.readBinary(extent)
    }

    /// GET CHALLENGE, 8 bytes.
    public func challenge() throws(CardError) -> [UInt8] {
        let body = try channel.transmit(CommandAPDU(0x00, 0x84, 0, 0, expecting: 8)).requireSuccess(.getChallenge)
        guard body.count == 8 else { throw .malformed("GET CHALLENGE") }
        return Array(body)
    }
}

extension ChipDocApplet {
    /// VERIFY without data: 63Cx or 6983, spends nothing; nil when the card answers 9000 (already verified).
    public func counter(_ reference: UInt8) throws(CardError) -> Int? {
        let answer = try channel.transmit(CommandAPDU(0x00, 0x20, 0x00, reference))
        switch (answer.status.meaning, answer.status) {
        case (.triesLeft(let left), _): return left
        case (_, .authenticationMethodBlocked): return 0
        case (.success, _): return nil
        default: throw .status(answer.status, during: .verify)
        }
    }

    /// VERIFY with data, once.
    public func verify(_ reference: UInt8, _ pin: borrowing SecretBytes) throws(CardError) -> StatusWord {
        let body = pin.withSpan { WipingBytes(copying: $0) }
        return try channel.transmit(CommandAPDU(0x00, 0x20, 0x00, reference, body)).status
    }

    /// CHANGE REFERENCE DATA with the new PIN alone (P1 = 01), after the old PIN or an unblocking.
    public func change(_ reference: UInt8, to new: borrowing SecretBytes) throws(CardError) -> StatusWord {
        let body = new.withSpan { WipingBytes(copying: $0) }
        return try channel.transmit(CommandAPDU(0x00, 0x24, 0x01, reference, body)).status
    }

    /// RESET RETRY COUNTER without data (P1 = 03, reference | 80), after the PUK was verified.
    public func resetRetryCounter(_ reference: UInt8) throws(CardError) -> StatusWord {
        try channel.transmit(CommandAPDU(0x00, 0x2C, 0x03, reference | 0x80)).status
    }
}

extension ChipDocApplet {
    /// MSE SET for signatures: algorithm 0A, 28 (PKCS#1), 15, 2C (PSS); key | 80 says that the input is a digest.
    public func setSignatureEnvironment(_ algorithm: UInt8, key: UInt8) throws(CardError) {
        let body: WipingBytes = [0x91, 0x02, algorithm, key | 0x80]
        try channel.transmit(CommandAPDU(0x00, 0x22, 0x81, 0xB6, body)).requireSuccess(.manageSecurityEnvironment)
    }

    /// PSO COMPUTE DIGITAL SIGNATURE over a digest.
    public func computeDigitalSignature(_ digest: [UInt8]) throws(CardError) -> [UInt8] {
        let command = CommandAPDU(0x00, 0x2A, 0x9E, 0x9A, .init(digest), expecting: 256)
        return Array(try channel.transmit(command).requireSuccess(.computeDigitalSignature))
    }

    /// MSE SET for the raw decipher.
    public func setDeciphermentEnvironment(key: UInt8) throws(CardError) {
        let body: WipingBytes = [0x83, 0x01, key]
        try channel.transmit(CommandAPDU(0x00, 0x22, 0x41, 0xB8, body)).requireSuccess(.manageSecurityEnvironment)
    }

    /// PSO DECIPHER without padding, 256 bytes in by chaining (no padding indicator), 256 out.
    public func rawDecipher(_ block: WipingBytes) throws(CardError) -> WipingBytes {
        let command = CommandAPDU(CommandHeader(0x00, 0x2A, 0x80, 0x86), block, expecting: 256)
        return try channel.transmit(command).requireSuccess(.decipher)
    }
}

extension ChipDocApplet {
    /// UPDATE BINARY of the selected file from its start, in pieces of 255 bytes.
    public func update(_ content: [UInt8]) throws(CardError) {
        try channel.updateBinary(content)
    }
}
