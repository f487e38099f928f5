// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// The hash of a message that comes in parts, in constant memory.
///
/// The last 1 to 64 bytes are held back, so that a card can compute the last round itself whenever the message ends.
public struct MessageHash: Sendable {
    /// The function.
    public let function: HashFunction
    private var context: HashContext
    /// What is not hashed yet: at most 64 bytes, none only for the empty message.
    private var last: [UInt8] = []

    /// Of an empty message.
    public init(_ function: HashFunction) {
        self.function = function
        context = HashContext(function)
    }

    /// Of a whole message.
    public init(_ function: HashFunction, of message: some Sequence<UInt8>) {
        self.init(function)
        update(message)
    }

    /// Adds the next part of the message.
    public mutating func update(_ part: Span<UInt8>) {
        let count = last.count + part.count
        guard count > 64 else {
            for index in 0..<part.count { last.append(part[index]) }
            return
        }
        let held = (count - 1) % 64 + 1
        // What was held back is hashed whole: with over 64 bytes there is a block after its start.
        let block = last
        context.update(block.span)
        context.update(part.extracting(0..<max(0, part.count - held)))
        last = []
        for index in max(0, part.count - held)..<part.count { last.append(part[index]) }
    }

    /// Adds the next part of the message.
    public mutating func update(_ part: some Sequence<UInt8>) {
        update(Array(part).span)
    }

    /// The digest of what came so far; more may follow.
    public func digest() -> [UInt8] {
        var copy = context
        copy.update(last.span)
        return copy.finished(function.digestCount)
    }

    /// What a card needs to end the hash: the state before the last 1 to 64 bytes, and these bytes.
    ///
    /// Nil for functions that no card ends. The empty message has no last bytes.
    public var unfinished: (state: PartialHash, last: [UInt8])? {
        guard let (value, bitCount) = context.betweenBlocks,
            let state = try? PartialHash(function, state: value, bitCount: bitCount)
        else { return nil }
        return (state, last)
    }
}

/// The context of one function, held by value.
///
/// Low-level functions of libcrypto on purpose. What is above them, `SHA256()` included, fetches an implementation from
/// the default library context, and the first fetch reads the configuration of the process: of a host that may just be
/// reading it, and may be loading us from there.
private enum HashContext: Sendable {
    case sha1(SHA_CTX)
    case sha256(SHA256_CTX)
    case sha384(SHA512_CTX)
    case sha512(SHA512_CTX)

    init(_ function: HashFunction) {
        switch function {
        case .sha1:
            var context = SHA_CTX()
            unsafe SHA1_Init(&context)
            self = .sha1(context)
        case .sha256:
            var context = SHA256_CTX()
            unsafe SHA256_Init(&context)
            self = .sha256(context)
        case .sha384:
            var context = SHA512_CTX()
            unsafe SHA384_Init(&context)
            self = .sha384(context)
        case .sha512:
            var context = SHA512_CTX()
            unsafe SHA512_Init(&context)
            self = .sha512(context)
        }
    }

    mutating func update(_ part: Span<UInt8>) {
        unsafe part.withUnsafeBytes { bytes in
            switch self {
            case .sha1(var context):
                unsafe SHA1_Update(&context, bytes.baseAddress, bytes.count)
                self = .sha1(context)
            case .sha256(var context):
                unsafe SHA256_Update(&context, bytes.baseAddress, bytes.count)
                self = .sha256(context)
            case .sha384(var context):
                unsafe SHA384_Update(&context, bytes.baseAddress, bytes.count)
                self = .sha384(context)
            case .sha512(var context):
                unsafe SHA512_Update(&context, bytes.baseAddress, bytes.count)
                self = .sha512(context)
            }
        }
    }

    consuming func finished(_ count: Int) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: count)
        switch self {
        case .sha1(var context): unsafe SHA1_Final(&digest, &context)
        case .sha256(var context): unsafe SHA256_Final(&digest, &context)
        case .sha384(var context): unsafe SHA384_Final(&digest, &context)
        case .sha512(var context): unsafe SHA512_Final(&digest, &context)
        }
        return digest
    }

    /// Chaining value and bits hashed, for the functions that cards end.
    var betweenBlocks: ([UInt8], UInt64)? {
        switch self {
        case .sha1(let context): (context.chainingValue, UInt64(context.Nh) << 32 | UInt64(context.Nl))
        case .sha256(let context): (context.chainingValue, UInt64(context.Nh) << 32 | UInt64(context.Nl))
        case .sha384, .sha512: nil
        }
    }
}
