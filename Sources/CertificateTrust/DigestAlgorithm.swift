// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// Hash functions that signatures of today use; SHA-1 is not among them.
public enum DigestAlgorithm: String, Hashable, Sendable, CaseIterable {
    case sha256, sha384, sha512

    /// The digest of a message.
    public func digest(_ message: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        switch self {
        case .sha256: _ = unsafe SHA256(message, message.count, &result)
        case .sha384: _ = unsafe SHA384(message, message.count, &result)
        case .sha512: _ = unsafe SHA512(message, message.count, &result)
        }
        return result
    }

    /// Length of a digest in bytes.
    public var count: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    init?(_ object: OpaquePointer?) {
        switch unsafe OBJ_obj2nid(object) {
        case NID_sha256: self = .sha256
        case NID_sha384: self = .sha384
        case NID_sha512: self = .sha512
        default: return nil
        }
    }
}
