// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// Which card it is and how it is reached: all that recognition tells.
public struct CardIdentity: Hashable, Sendable {
    /// CPS3 or CPS4.
    public let generation: Generation
    /// Contact or contactless; told by the answer to reset alone, as no file tells it.
    public let interface: Interface
    /// The answer to reset.
    public let atr: ATR
    /// The card's number.
    public let serial: SerialNumber

    /// Card generations.
    public enum Generation: String, Hashable, Sendable, CaseIterable {
        /// IAS-ECC and CPS2ter under two classes.
        case cps3
        /// ChipDoc on channel 1, CPS2ter on channel 0.
        case cps4
    }

    /// Ways to the chip.
    public enum Interface: String, Hashable, Sendable {
        case contact, contactless
    }
}

/// EF.SN: issuer number, card number, check digit.
public struct SerialNumber: Hashable, Sendable {
    /// The ten bytes of the value, as every comparison of cards uses them.
    public let bytes: [UInt8]

    /// Reads EF.SN: 12 bytes, `5A 0A`, issuer `80 25 00 00 01`, four bytes of number, check digit and filler.
    ///
    /// - Throws: ``CardError/unsupportedCard(_:)`` for a card of another issuer.
    public init(parsing file: [UInt8]) throws(CardError) {
        guard file.count == 12, file.starts(with: [0x5A, 0x0A, 0x80, 0x25, 0x00, 0x00, 0x01]) else {
            throw .unsupportedCard("EF.SN")
        }
        bytes = Array(file[2...])
    }

    /// The card's number, 8 digits (hexadecimal where a card holds other nibbles).
    public var digits: String { bytes[5..<9].hexadecimal }
}

/// Where a card comes from by its answer to reset: a guess that a probe must confirm.
struct ATRPattern {
    let pattern: [UInt8]
    let mask: [UInt8]
    let generation: CardIdentity.Generation
    let interface: CardIdentity.Interface

    /// Interface bytes and version digits vary between batches; the issuer's historical bytes do not.
    static let known: [ATRPattern] = [
        // CPS3 contact: T=0, historical 00 12 25 00 64 80 00 <version> 00 90 00.
        ATRPattern(
            [0x3B, 0xAC, 0x00, 0x40, 0x2A, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x00, 0x03, 0x10, 0x00, 0x90, 0x00],
            [0xFF, 0x0F, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0xFF, 0xFF, 0xFF],
            .cps3, .contact),
        // CPS3 contactless: made by the reader from the card's historical bytes.
        ATRPattern(
            [
                0x3B, 0x8F, 0x80, 0x01, 0x00, 0x31, 0xB8, 0x64, 0x04, 0xB0, 0xEC, 0xC1, 0x73, 0x94, 0x01, 0x80, 0x82,
                0x90, 0x00, 0x0E,
            ],
            [
                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0xFF, 0xC0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0xFF, 0xFF, 0x00,
            ], .cps3, .contactless),
        // CPS4 contact, T=0 and T=1; release candidates swap two version bytes.
        ATRPattern(
            [0x3B, 0x9B, 0x18, 0x80, 0x01, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x04, 0x01, 0x00, 0x00, 0x90, 0x44],
            [0xFF, 0x0F, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0x00],
            .cps4, .contact),
        // CPS4 contact, T=0 only: told from a CPS3 by its version bytes.
        ATRPattern(
            [0x3B, 0xDC, 0x18, 0xFF, 0x00, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x00, 0x04, 0x01, 0x00, 0x90, 0x00],
            [0xFF, 0x0F, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0xFF, 0xFF, 0xFF],
            .cps4, .contact),
    ]

    init(
        _ pattern: [UInt8], _ mask: [UInt8], _ generation: CardIdentity.Generation,
        _ interface: CardIdentity.Interface
    ) {
        self.pattern = pattern
        self.mask = mask
        self.generation = generation
        self.interface = interface
    }
}

extension ATR {
    /// What the answer to reset suggests; nil for an answer that fits no known card.
    public var suggestedCard: (generation: CardIdentity.Generation, interface: CardIdentity.Interface)? {
        ATRPattern.known.first { matches($0.pattern, mask: $0.mask) }.map { ($0.generation, $0.interface) }
    }
}
