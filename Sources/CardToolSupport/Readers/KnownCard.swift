// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// What an answer to reset alone lets us suppose about a card, to help people tell readers apart.
///
/// It decides nothing: commands that use a card recognise it by its applets too.
public enum KnownCard: String, Hashable, Sendable, CaseIterable {
    case cps2ter = "cps2ter"
    case cps3 = "cps3"
    case cps3Contactless = "cps3-contactless"
    case cps4 = "cps4"
    case desfire = "desfire"

    /// From an answer to reset; nil when it is none of these.
    public init?(atr: [UInt8]) {
        guard let read = try? ATR(parsing: atr) else { return nil }
        switch read.historical {
        case KnownCard.cps2terBytes: self = .cps2ter
        case KnownCard.cps3Bytes: self = .cps3
        case KnownCard.cps3ContactlessBytes: self = .cps3Contactless
        case KnownCard.cps4Bytes, KnownCard.cps4CandidateBytes, KnownCard.cps4CandidateBytes + [0x00]:
            self = .cps4
        // PC/SC part 3 §3.1.3.2.3: no historical bytes from the card beyond its own category byte.
        case [0x80]: self = .desfire
        default: return nil
        }
    }

    // Issuer 12 25 00 64, then 80 and four bytes of version; the rest of the historical bytes is a status.
    private static let cps2terBytes: [UInt8] = [
        0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x82, 0x02, 0x12, 0x00, 0x90, 0x00,
    ]
    private static let cps3Bytes: [UInt8] = [
        0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x00, 0x03, 0x10, 0x00, 0x90, 0x00,
    ]
    private static let cps3ContactlessBytes: [UInt8] = [
        0x00, 0x31, 0xB8, 0x64, 0x04, 0xB0, 0xEC, 0xC1, 0x73, 0x94, 0x01, 0x80, 0x82, 0x90, 0x00,
    ]
    private static let cps4Bytes: [UInt8] = [0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x04, 0x01, 0x00, 0x00, 0x90]
    private static let cps4CandidateBytes: [UInt8] = [0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x00, 0x04, 0x01, 0x00, 0x90]
}

extension KnownCard: Message {
    /// The sentence in French.
    public var french: String {
        switch self {
        case .cps2ter: "CPS2ter"
        case .cps3: "CPS3"
        case .cps3Contactless: "CPS3 sans contact"
        case .cps4: "CPS4"
        case .desfire: "carte sans contact de type A (DESFire)"
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .cps2ter: "CPS2ter"
        case .cps3: "CPS3"
        case .cps3Contactless: "CPS3 contactless"
        case .cps4: "CPS4"
        case .desfire: "contactless type A card (DESFire)"
        }
    }
}
