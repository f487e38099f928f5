// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import SecretMemory

/// How DESFire commands are written.
public enum DESFireSyntax: String, Hashable, Sendable {
    /// `90 CMD 00 00 Lc … 00`, answered by `… 91 status`: what readers carry for everybody.
    case wrapped
    /// `CMD …`, answered by `status …`: for readers that carry any bytes.
    case native
}

/// One logical command at a time over as many frames as it takes, in one syntax.
public final class DESFireChannel {
    /// How commands are written; the first one after activation fixes it for the card.
    public let syntax: DESFireSyntax
    private let channel: any CardChannel
    private let link: any CardLink
    /// Bytes of a frame's payload, beside the command code.
    private let frameCount: Int

    /// Frames, and bytes, of a logical answer: no file of a card is larger.
    private static let mostFrames = 1500
    private static let mostBytes = 65_536

    /// Over a connection.
    ///
    /// - Parameter frameCount: bytes of payload in a frame: 54 for frames of 64 bytes, up to 248 where card and reader
    ///   have frames of 256.
    public init(over link: any CardLink, syntax: DESFireSyntax = .wrapped, frameCount: Int = 54) {
        self.link = link
        channel = LinkChannel(link)
        self.syntax = syntax
        self.frameCount = min(max(frameCount, 16), 248)
    }

    /// Sends a logical command and collects its logical answer.
    ///
    /// - Returns: the last status and all data; any refusal is thrown.
    public func transmit(
        _ instruction: DESFireInstruction, _ payload: WipingBytes
    ) throws(DESFireError) -> (status: DESFireStatus, data: WipingBytes) {
        var (status, data) = try send(instruction, payload)
        var parts = [data]
        var total = data.count
        for _ in 0..<DESFireChannel.mostFrames where status == .additionalFrame {
            (status, data) = try frame(.additionalFrame, [])
            parts.append(data)
            total += data.count
            guard total <= DESFireChannel.mostBytes else { throw .malformed("answer longer than any file") }
        }
        guard status != .additionalFrame else { throw .malformed("answer that never ends") }
        try require(status, instruction)
        return (status, WipingBytes(joining: parts))
    }

    /// Sends a command whose answer is one frame, which may ask for more: the steps of an authentication.
    public func step(
        _ instruction: DESFireInstruction, _ payload: WipingBytes, awaiting wanted: DESFireStatus,
        of command: DESFireInstruction
    ) throws(DESFireError) -> WipingBytes {
        let (status, data) = try frame(instruction, payload)
        guard status == wanted else { throw .status(status, during: command) }
        return data
    }

    /// Sends a payload in as many frames as it takes.
    private func send(
        _ instruction: DESFireInstruction, _ payload: WipingBytes
    ) throws(DESFireError) -> (DESFireStatus, WipingBytes) {
        var rest = payload[...]
        var code = instruction
        while rest.count > frameCount {
            let part = WipingBytes(rest.prefix(frameCount))
            rest = rest.dropFirst(frameCount)
            let (status, data) = try frame(code, part)
            guard status == .additionalFrame, data.isEmpty else {
                try require(status, instruction)
                throw .malformed("answer in the middle of a command")
            }
            code = .additionalFrame
        }
        return try frame(code, WipingBytes(rest))
    }

    private func frame(
        _ instruction: DESFireInstruction, _ payload: WipingBytes
    ) throws(DESFireError) -> (DESFireStatus, WipingBytes) {
        do {
            return try syntax == .wrapped ? wrapped(instruction, payload) : native(instruction, payload)
        } catch {
            throw .card(error)
        }
    }

    private func wrapped(
        _ instruction: DESFireInstruction, _ payload: WipingBytes
    ) throws(CardError) -> (DESFireStatus, WipingBytes) {
        let answer = try channel.transmit(CommandAPDU(0x90, instruction.rawValue, 0, 0, payload, expecting: 256))
        guard answer.status.sw1 == 0x91 else { throw .status(answer.status, during: .other) }
        return (DESFireStatus(rawValue: answer.status.sw2), answer.body)
    }

    private func native(
        _ instruction: DESFireInstruction, _ payload: WipingBytes
    ) throws(CardError) -> (DESFireStatus, WipingBytes) {
        let answer = try link.exchange(WipingBytes(joining: [[instruction.rawValue], payload]))
        guard let status = answer.first else { throw .malformed("empty answer") }
        return (DESFireStatus(rawValue: status), WipingBytes(answer.dropFirst()))
    }

    private func require(
        _ status: DESFireStatus, _ instruction: DESFireInstruction
    ) throws(DESFireError) {
        guard status.isSuccess else { throw .status(status, during: instruction) }
    }
}
