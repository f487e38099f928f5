// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Hash functions that cards and certificates name.
public enum HashFunction: String, Hashable, Sendable, CaseIterable {
    case sha1, sha256, sha384, sha512

    /// Length of a digest in bytes.
    public var digestCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The DER that precedes a digest in PKCS#1 v1.5 (RFC 8017 §9.2 note 1).
    public var digestInfoPrefix: [UInt8] {
        let sha2: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02]
        func prefix(_ oid: [UInt8]) -> [UInt8] {
            let count = UInt8(digestCount)
            let algorithm = [0x06, UInt8(oid.count)] + oid + [0x05, 0x00]
            let inner = [0x30, UInt8(algorithm.count)] + algorithm + [0x04, count]
            return [0x30, UInt8(inner.count) + count] + inner
        }
        return switch self {
        case .sha1: prefix([0x2B, 0x0E, 0x03, 0x02, 0x1A])
        case .sha256: prefix(sha2 + [0x01])
        case .sha384: prefix(sha2 + [0x02])
        case .sha512: prefix(sha2 + [0x03])
        }
    }

    /// The digest of a message.
    public func digest(_ message: some Sequence<UInt8>) -> [UInt8] {
        MessageHash(self, of: message).digest()
    }
}
