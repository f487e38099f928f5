// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import SecretMemory

/// A key for each card out of one master key (NXP AN10922).
public enum KeyDiversification {
    /// The card's key.
    ///
    /// - Parameters:
    ///   - master: AES-128 or triple DES.
    ///   - input: what tells the card and the purpose apart, usually UID, application and a name of the system; at
    ///     most 31 bytes with AES, 15 with DES.
    ///   - version: what a DES key's parity bits are to say; nil leaves them as they come, a part of the key.
    public static func key(
        from master: DESFireKey, for input: WipingBytes, version: UInt8? = nil
    ) throws(DESFireError) -> DESFireKey {
        let block = master.type == .aes ? 32 : 16
        guard (1...block - 1).contains(input.count) else { throw .parameter("diversification input") }
        // One code per block of the key, each under its own constant.
        let constants: [UInt8] =
            switch master.type {
            case .aes: [0x01]
            case .des2Keys: [0x21, 0x22]
            case .des3Keys: [0x31, 0x32, 0x33]
            }
        let bytes = try crypto { () throws(CryptoError) in
            let cipher = try BlockCipher(master.type.algorithm, key: master.bytes)
            var parts: [WipingBytes] = []
            for constant in constants {
                parts.append(try code(WipingBytes(joining: [[constant], input]), block, cipher))
            }
            return WipingBytes(joining: parts)
        }
        let key = try DESFireKey(master.type, bytes)
        return version.map(key.withVersionInParity) ?? key
    }

    /// A CMAC over exactly one input block, which is longer than the cipher's: the padding goes to its end.
    private static func code(
        _ message: WipingBytes, _ count: Int, _ cipher: BlockCipher
    ) throws(CryptoError) -> WipingBytes {
        let mac = try CMAC(cipher)
        let isWhole = message.count == count
        let padded = isWhole ? message : message.marked(to: count)
        let size = cipher.blockCount
        let last = WipingBytes(padded.suffix(size)) ^ (isWhole ? mac.subkey1 : mac.subkey2)
        var vector = cipher.zeroVector
        _ = try cipher.encryptCBC(WipingBytes(joining: [WipingBytes(padded.dropLast(size)), last]), &vector)
        return vector
    }
}
