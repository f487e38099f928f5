// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import VirtualCards

/// A face behind which another card appears with the next reset, without a word from the reader.
public final class ExchangedFace: VirtualCardFace {
    private var face: any VirtualCardFace
    private let other: any VirtualCardFace
    /// Whether the next reset brings the other card.
    public var isArmed = false

    /// Over the first card.
    public init(_ face: any VirtualCardFace, with other: any VirtualCardFace) {
        self.face = face
        self.other = other
    }

    /// The answer to reset.
    public var atr: [UInt8] { face.atr }
    /// The protocol that a reader will choose.
    public var transmission: TransmissionProtocol { face.transmission }
    /// Power comes.
    public func powerOn() { face.powerOn() }
    /// Power goes.
    public func powerOff() { face.powerOff() }

    /// Reset, perhaps of another card.
    public func reset() {
        if isArmed { face = other }
        face.reset()
    }

    /// One command.
    public func respond(to command: [UInt8]) -> [UInt8] { face.respond(to: command) }
}
