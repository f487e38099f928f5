// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// Message authentication by a block cipher (NIST SP 800-38B).
public struct CMAC {
    private let cipher: BlockCipher
    /// For messages whose last block is full.
    public let subkey1: WipingBytes
    /// For messages whose last block is padded.
    public let subkey2: WipingBytes

    /// Under a cipher's key.
    public init(_ cipher: BlockCipher) throws(CryptoError) {
        self.cipher = cipher
        let first = try cipher.encrypt(cipher.zeroVector)
        subkey1 = CMAC.doubled(first)
        subkey2 = CMAC.doubled(subkey1)
    }

    /// The whole code, one block long.
    ///
    /// - Parameter vector: where the chain begins; zeros in the standard, the last code of a session in DESFire EV1.
    public func code(_ message: WipingBytes, from vector: WipingBytes? = nil) throws(CryptoError) -> WipingBytes {
        let size = cipher.blockCount
        let isWhole = !message.isEmpty && message.count.isMultiple(of: size)
        let begun = message.count - (isWhole ? size : message.count % size)
        var chain = vector ?? cipher.zeroVector
        guard chain.count == size else { throw .input("CMAC: vector") }
        _ = try cipher.encryptCBC(WipingBytes(message[..<begun]), &chain)
        let last = WipingBytes(message[begun...])
        let block = isWhole ? last ^ subkey1 : CMAC.padded(last, size) ^ subkey2
        return try cipher.encryptCBC(block, &chain)
    }

    /// 80 and zeros to the end of the block.
    static func padded(_ bytes: WipingBytes, _ size: Int) -> WipingBytes {
        WipingBytes(joining: [bytes, [0x80], WipingBytes(repeatElement(0, count: size - bytes.count - 1))])
    }

    /// Multiplication by x in the field of the block's size (SP 800-38B §6.1), in time that depends on nothing.
    public static func doubled(_ block: WipingBytes) -> WipingBytes {
        let reduction: UInt8 = block.count == 16 ? 0x87 : 0x1B
        return WipingBytes(count: block.count) { target in
            for index in 0..<target.count {
                let carry = index + 1 < block.count ? block[index + 1] >> 7 : 0
                target[index] = block[index] << 1 | carry
            }
            target[target.count - 1] ^= reduction & (0 &- (block[0] >> 7))
        }
    }
}
