// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// Session keys, out of the host's random number and the card's.
enum BadgeSessionKeys {
    /// D40 and EV1: pieces of both by turns.
    static func mixed(_ key: BadgeKey, host: WipingBytes, card: WipingBytes) -> WipingBytes {
        let places: [Int] =
            switch key.kind {
            // Doubled: the cipher wants two keys.
            case .des where key.isSingleDES: [0, 0]
            case .des: [0, 4]
            case .tripleDES: [0, 6, 12]
            case .aes: [0, 12]
            }
        return WipingBytes(joining: places.flatMap { [host.part($0, 4), card.part($0, 4)] })
    }

    /// The 26 bytes that EV2 and its leakage-resilient variant derive from.
    private static func vector(_ host: WipingBytes, _ card: WipingBytes) -> WipingBytes {
        WipingBytes(host.part(0, 2), host.part(2, 6) ^ card.part(0, 6), card.part(6, 10), host.part(8, 8))
    }

    static func paired(_ key: BadgeKey, host: WipingBytes, card: WipingBytes) throws(BadgeStatus) -> PairedCipher {
        let cipher = try key.cipher()
        return try guarded { () throws(CryptoError) in
            let codes = try CMAC(cipher)
            let body = WipingBytes([0x00, 0x01, 0x00, 0x80], vector(host, card))
            return try PairedCipher(
                encryption: codes.code(WipingBytes([0xA5, 0x5A], body)),
                codes: codes.code(WipingBytes([0x5A, 0xA5], body)))
        }
    }

    static func leakageResilient(
        _ key: BadgeKey, host: WipingBytes, card: WipingBytes
    ) throws(BadgeStatus) -> LeakageResilientFunction {
        try guarded { () throws(CryptoError) in
            let message = WipingBytes([0x00, 0x01, 0x00, 0x80], vector(host, card), [0x96, 0x69])
            return try LeakageResilientFunction(LeakageResilientFunction(key.bytes).code(message))
        }
    }
}
