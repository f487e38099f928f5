// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// Block formats of PKCS#1 v1.5 (RFC 8017 §7.2 and §9.2).
public enum PKCS1 {
    /// 00 01 FF…FF 00 data, `count` bytes; nil when fewer than eight FF would fit.
    public static func signatureBlock(_ data: [UInt8], count: Int) -> [UInt8]? {
        let fill = count - data.count - 3
        guard fill >= 8 else { return nil }
        return [0x00, 0x01] + [UInt8](repeating: 0xFF, count: fill) + [0x00] + data
    }

    /// 00 02 non-zero-filler 00 plaintext, `count` bytes; nil when fewer than eight bytes of filler would fit.
    static func encryptionBlock(
        _ plaintext: WipingBytes, count: Int, random: any RandomSource
    ) throws(CryptoError) -> WipingBytes? {
        let fill = count - plaintext.count - 3
        guard fill >= 8 else { return nil }
        var filler: [UInt8] = []
        // One byte in 256 is zero: a source that never fills this up is broken.
        for _ in 0..<16 where filler.count < fill { filler += try random.bytes(fill).filter { $0 != 0 } }
        guard filler.count >= fill else { throw .library("random bytes") }
        return WipingBytes(count: count) { block in
            block[1] = 0x02
            for index in 0..<fill { block[2 + index] = filler[index] }
            for index in 0..<plaintext.count { block[3 + fill + index] = plaintext[index] }
        }
    }

    /// What a 00 02 … 00 block holds; nil for any flaw.
    ///
    /// Every byte is looked at and nothing branches on any of them before the one verdict at the end (Bleichenbacher).
    /// What is told apart by time is what is handed out: a flaw from a plaintext, and the plaintext's length by the
    /// allocation and the copy that hold it. Who asks for the latter has it anyway.
    public static func encryptedContent(_ block: WipingBytes) -> WipingBytes? {
        // The block is as long as the modulus, which is public.
        guard block.count >= 11 else { return nil }
        return block.withSpan { bytes in
            var flaws = UInt(bytes[0]) | UInt(bytes[1] ^ 0x02)
            // The place of the first zero from byte 2 on, and whether there is one (all ones or none).
            var end: UInt = 0
            var found: UInt = 0
            for index in 2..<bytes.count {
                let first = isZero(UInt(bytes[index])) & ~found
                end |= UInt(index) & first
                found |= first
            }
            flaws |= ~found
            // Eight bytes of filler at least: the zero stands at 10 or later. 9 - end borrows when end is above 9.
            flaws |= ~(0 &- ((9 &- end) >> UInt(UInt.bitWidth - 1)))
            guard flaws == 0 else { return nil }
            return WipingBytes(copying: bytes.extracting((Int(end) + 1)..<bytes.count))
        }
    }

    /// All ones for zero, else zero, without a branch; for values below the topmost bit.
    private static func isZero(_ value: UInt) -> UInt {
        0 &- ((value &- 1) >> UInt(UInt.bitWidth - 1))
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
        guard digest.count == function.digestCount, salt.count == function.digestCount,
            count >= digest.count + salt.count + 2
        else { throw .input("PSS") }
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
