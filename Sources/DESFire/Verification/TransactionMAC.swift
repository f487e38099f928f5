// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import SecretMemory

/// The code that an EV2 card puts over all that a transaction changed: its counter and truncated code.
public struct TransactionMAC: Hashable, Sendable {
    /// Transactions of the application so far, this one among them.
    public let counter: UInt32
    /// Eight bytes.
    public let value: WipingBytes

    /// Reads the answer of CommitTransaction, or the file.
    public init(parsing bytes: WipingBytes) throws(DESFireError) {
        guard bytes.count == 12 else { throw .malformed("transaction code") }
        counter = (0..<4).reduce(0) { $0 | UInt32(bytes[$1]) << UInt32(8 * $1) }
        value = WipingBytes(bytes[4...])
    }
}

/// The keys of one transaction, out of the key that card and back office share.
public struct TransactionKeys {
    private let mac: CMAC
    private let encryption: BlockCipher

    /// For the transaction that the card counts as `counter`.
    public init(_ key: DESFireKey, counter: UInt32, uid: [UInt8]) throws(DESFireError) {
        guard key.type == .aes, uid.count == 7 else { throw .parameter("transaction key or UID") }
        (mac, encryption) = try crypto { () throws(CryptoError) in
            let deriving = try CMAC(BlockCipher(.aes128, key: key.bytes))
            let rest = WipingBytes(joining: [[0x00, 0x01, 0x00, 0x80], littleEndian(counter, 4), WipingBytes(uid)])
            let code = try deriving.code(WipingBytes(joining: [[0x5A], rest]))
            let cipher = try deriving.code(WipingBytes(joining: [[0xA5], rest]))
            return (try CMAC(BlockCipher(.aes128, key: code)), try BlockCipher(.aes128, key: cipher))
        }
    }

    /// Whether a code is the one over these commands.
    public func verifies(_ code: TransactionMAC, over input: TransactionInput) throws(DESFireError) -> Bool {
        try crypto { () throws(CryptoError) in try mac.code(input.bytes).oddBytes }.isSame(as: code.value)
    }

    /// The reader that made the transaction before, out of what CommitReaderID answered.
    public func previousReader(_ cryptogram: WipingBytes) throws(DESFireError) -> WipingBytes {
        guard cryptogram.count == 16 else { throw .malformed("reader identifier") }
        return try crypto { () throws(CryptoError) in
            var vector = encryption.zeroVector
            return try encryption.decryptCBC(cryptogram, &vector)
        }
    }
}

/// What a transaction's code covers: each command's parameters and data, each filled up with zeros.
public struct TransactionInput: Hashable, Sendable {
    private(set) var bytes: WipingBytes = []

    /// Of nothing yet.
    public init() {}

    /// Adds a command that writes.
    public mutating func append(_ instruction: DESFireInstruction, _ header: WipingBytes, _ data: WipingBytes) {
        let head = WipingBytes(joining: [[instruction.rawValue], header]).zeroPadded(to: 16)
        bytes = WipingBytes(joining: [bytes, head, data.zeroPadded(to: 16)])
    }
}
