// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import SecretMemory

/// What a badge writes anew into each read without a session (SDM): who it is, how often it was read, and a code.
public struct DynamicMessage: Hashable, Sendable {
    /// Seven bytes.
    public let uid: [UInt8]
    /// Reads so far.
    public let counter: UInt32

    /// Opens the enciphered part.
    ///
    /// - Parameter key: the one for meta data.
    public init(_ cryptogram: WipingBytes, under key: DESFireKey) throws(DESFireError) {
        guard key.type == .aes, cryptogram.count == 16 else { throw .malformed("dynamic message") }
        let plain = try crypto { () throws(CryptoError) in
            let cipher = try BlockCipher(.aes128, key: key.bytes)
            var vector = cipher.zeroVector
            return try cipher.decryptCBC(cryptogram, &vector)
        }
        // Bits 7 and 6: UID and counter are there; the rest is the UID's length.
        guard plain[0] == 0xC7 else { throw .malformed("dynamic message: tag") }
        uid = Array(plain[1..<8])
        counter = UInt32(plain[8]) | UInt32(plain[9]) << 8 | UInt32(plain[10]) << 16
    }

    /// From what is mirrored in the open.
    public init(uid: [UInt8], counter: UInt32) throws(DESFireError) {
        guard uid.count == 7, counter <= 0xFF_FFFF else { throw .parameter("UID or counter") }
        self.uid = uid
        self.counter = counter
    }

    /// Whether a code is the one over what was read.
    ///
    /// - Parameters:
    ///   - input: what the file says from where the code begins to count, as characters.
    ///   - key: the one for reading files.
    public func verifies(_ code: WipingBytes, over input: WipingBytes, under key: DESFireKey) throws(DESFireError)
        -> Bool
    {
        guard key.type == .aes else { throw .parameter("key type") }
        let expected = try crypto { () throws(CryptoError) in
            let deriving = try CMAC(BlockCipher(.aes128, key: key.bytes))
            let session = try deriving.code(
                WipingBytes(joining: [
                    [0x3C, 0xC3, 0x00, 0x01, 0x00, 0x80], WipingBytes(uid), littleEndian(counter, 3),
                ]))
            return try CMAC(BlockCipher(.aes128, key: session)).code(input).oddBytes
        }
        return expected.isSame(as: code)
    }

    /// Opens the enciphered part of the file itself.
    public func fileData(_ cryptogram: WipingBytes, under key: DESFireKey) throws(DESFireError) -> WipingBytes {
        guard key.type == .aes, cryptogram.count.isMultiple(of: 16) else { throw .malformed("enciphered file data") }
        return try crypto { () throws(CryptoError) in
            let deriving = try CMAC(BlockCipher(.aes128, key: key.bytes))
            let session = try deriving.code(
                WipingBytes(joining: [
                    [0xC3, 0x3C, 0x00, 0x01, 0x00, 0x80], WipingBytes(uid), littleEndian(counter, 3),
                ]))
            let cipher = try BlockCipher(.aes128, key: session)
            let begun = WipingBytes(joining: [littleEndian(counter, 3), WipingBytes(repeatElement(0, count: 13))])
            var vector = try cipher.encrypt(begun)
            return try cipher.decryptCBC(cryptogram, &vector)
        }
    }
}
