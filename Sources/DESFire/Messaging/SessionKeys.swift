// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// Session keys out of both sides' random numbers.
enum SessionKeys {
    /// D40 and EV1: bytes picked from both numbers.
    static func picked(_ type: DESFireKeyType, _ host: WipingBytes, _ card: WipingBytes, isSingleDES: Bool)
        -> WipingBytes
    {
        func pick(_ ranges: [Range<Int>]) -> WipingBytes {
            WipingBytes(joining: ranges.flatMap { [WipingBytes(host[$0]), WipingBytes(card[$0])] })
        }
        switch type {
        case .des2Keys where isSingleDES:
            // A key of two equal halves counts as single DES everywhere, also here.
            let half = pick([0..<4])
            return WipingBytes(joining: [half, half])
        case .des2Keys: return pick([0..<4, 4..<8])
        case .des3Keys: return pick([0..<4, 6..<10, 12..<16])
        case .aes: return pick([0..<4, 12..<16])
        }
    }

    /// EV2 (CMAC of a vector with a label) and LRP (without label, with an end mark).
    static func vector(_ host: WipingBytes, _ card: WipingBytes) -> WipingBytes {
        WipingBytes(joining: [
            WipingBytes(host[0..<2]), WipingBytes(host[2..<8]) ^ WipingBytes(card[0..<6]), WipingBytes(card[6..<16]),
            WipingBytes(host[8..<16]),
        ])
    }

    /// The two keys of an EV2 session.
    static func ev2(
        _ key: WipingBytes, _ host: WipingBytes, _ card: WipingBytes
    ) throws(CryptoError) -> (encryption: WipingBytes, mac: WipingBytes) {
        let mac = try CMAC(BlockCipher(.aes128, key: key))
        let rest = WipingBytes(joining: [[0x00, 0x01, 0x00, 0x80], vector(host, card)])
        return (
            try mac.code(WipingBytes(joining: [[0xA5, 0x5A], rest])),
            try mac.code(WipingBytes(joining: [[0x5A, 0xA5], rest]))
        )
    }

    /// The one key of an LRP session.
    static func lrp(_ key: WipingBytes, _ host: WipingBytes, _ card: WipingBytes) throws(CryptoError) -> WipingBytes {
        try LRP(key).code(WipingBytes(joining: [[0x00, 0x01, 0x00, 0x80], vector(host, card), [0x96, 0x69]]))
    }
}
