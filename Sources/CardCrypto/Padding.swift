// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Block formats of PKCS#1 v1.5 (RFC 8017 §7.2 and §9.2).
public enum PKCS1 {
    /// 00 01 FF…FF 00 data, `count` bytes; nil when fewer than eight FF would fit.
    public static func signatureBlock(_ data: [UInt8], count: Int) -> [UInt8]? {
        let fill = count - data.count - 3
        guard fill >= 8 else { return nil }
        return [0x00, 0x01] + [UInt8](repeating: 0xFF, count: fill) + [0x00] + data
    }

    /// What a 00 02 … 00 block holds; nil for any flaw, found in time that depends on lengths alone.
    public static func encryptedContent(_ block: [UInt8]) -> [UInt8]? {
        guard block.count >= 11 else { return nil }
        var bad = block[0] | (block[1] ^ 0x02)
        var end = 0
        var found: UInt8 = 0
        for index in 2..<block.count {
            // 01 when the byte is zero, without a branch.
            let isZero = UInt8(truncatingIfNeeded: (UInt16(block[index]) &- 1) >> 15)
            let isFirst = isZero & (1 ^ found)
            end |= index & -Int(isFirst)
            found |= isZero
        }
        bad |= 1 ^ found
        if end < 10 { bad |= 1 }
        return bad == 0 ? Array(block[(end + 1)...]) : nil
    }
}

/// EMSA-PSS (RFC 8017 §9.1), MGF1 with the same hash, salt as long as the digest.
public enum PSS {
    /// Encodes a digest for a modulus of `modulusBits`.
    public static func encode(
        digest: [UInt8], _ function: HashFunction, salt: [UInt8], modulusBits: Int
    ) throws(CryptoError) -> [UInt8] {
        let bits = modulusBits - 1
        let count = (bits + 7) / 8
        guard digest.count == function.digestCount, count >= digest.count + salt.count + 2 else { throw .input("PSS") }
        let hash = function.digest([UInt8](repeating: 0, count: 8) + digest + salt)
        var block = [UInt8](repeating: 0, count: count - salt.count - hash.count - 2) + [0x01] + salt
        let mask = maskGeneration(hash, block.count, function)
        for index in block.indices { block[index] ^= mask[index] }
        block[0] &= 0xFF >> UInt8(8 * count - bits)
        let encoded = block + hash + [0xBC]
        return [UInt8](repeating: 0, count: (modulusBits + 7) / 8 - encoded.count) + encoded
    }

    /// Whether an opened signature encodes `digest`.
    static func verifies(_ opened: [UInt8], digest: [UInt8], _ function: HashFunction, modulusBits: Int) -> Bool {
        let bits = modulusBits - 1
        let count = (bits + 7) / 8
        guard opened.count >= count, opened.dropLast(count).allSatisfy({ $0 == 0 }) else { return false }
        let encoded = Array(opened.suffix(count))
        let size = function.digestCount
        guard count >= 2 * size + 2, encoded.last == 0xBC else { return false }
        var block = Array(encoded[..<(count - size - 1)])
        let hash = Array(encoded[(count - size - 1)..<(count - 1)])
        guard block[0] & ~(0xFF >> UInt8(8 * count - bits)) == 0 else { return false }
        let mask = maskGeneration(hash, block.count, function)
        for index in block.indices { block[index] ^= mask[index] }
        block[0] &= 0xFF >> UInt8(8 * count - bits)
        let zeros = block.count - size - 1
        guard block[..<zeros].allSatisfy({ $0 == 0 }), block[zeros] == 0x01 else { return false }
        return function.digest([UInt8](repeating: 0, count: 8) + digest + block[(zeros + 1)...]) == hash
    }

    private static func maskGeneration(_ seed: [UInt8], _ count: Int, _ function: HashFunction) -> [UInt8] {
        var mask: [UInt8] = []
        var counter: UInt32 = 0
        while mask.count < count {
            mask += function.digest(seed + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) })
            counter += 1
        }
        return Array(mask.prefix(count))
    }
}
