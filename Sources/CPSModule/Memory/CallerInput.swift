// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCaduceeCPS
internal import CPSFacade
internal import Glibc
internal import HealthCard
internal import SecretMemory

/// Reads what callers hand over; lengths are theirs to lie about only as far as the header allows.
enum CallerInput {
    /// The longest C string that is looked at.
    static let longestText = 1024
    /// The longest PIN that is copied; what the card wants is judged later.
    static let longestPIN = 64

    /// A C string; nil for NULL.
    static func text(_ pointer: UnsafePointer<CChar>?) throws(Refusal) -> String? {
        guard let pointer = unsafe pointer else { return nil }
        let count = unsafe strnlen(pointer, longestText)
        guard count < longestText else { throw .usage }
        let bytes = unsafe UnsafeRawBufferPointer(start: pointer, count: count)
        guard let text = unsafe String(validating: bytes, as: UTF8.self) else { throw .usage }
        return text
    }

    /// Bytes of a document; NULL stands for none when the length is 0.
    static func bytes(_ pointer: UnsafePointer<UInt8>?, _ count: Int, atMost limit: Int) throws(Refusal) -> [UInt8] {
        guard (0...limit).contains(count) else { throw .failure(CPSFailure(code: .inputInvalid)) }
        guard let pointer = unsafe pointer else {
            guard count == 0 else { throw .usage }
            return []
        }
        return unsafe Array(UnsafeBufferPointer(start: pointer, count: count))
    }

    /// Bytes that may be secret, copied into memory that is wiped.
    static func wipingBytes(
        _ pointer: UnsafePointer<UInt8>?, _ count: Int, atMost limit: Int
    ) throws(Refusal) -> WipingBytes {
        guard (0...limit).contains(count) else { throw .failure(CPSFailure(code: .inputInvalid)) }
        guard let pointer = unsafe pointer else { throw .usage }
        return unsafe WipingBytes(copying: Span(_unsafeStart: pointer, count: count))
    }

    /// A PIN, copied into memory that is wiped; nil for NULL.
    static func pin(_ pointer: UnsafePointer<cps_pin>?) throws(Refusal) -> GivenPIN? {
        guard let pointer = unsafe pointer else { return nil }
        let given = unsafe pointer.pointee
        guard let digits = unsafe given.digits, (1...longestPIN).contains(unsafe given.length) else { throw .usage }
        let bytes = unsafe UnsafeRawBufferPointer(start: digits, count: given.length)
        let secret = unsafe SecretBytes(copying: Span(_unsafeElements: bytes.assumingMemoryBound(to: UInt8.self)))
        return GivenPIN(secret: secret, consent: unsafe given.use_last_try != 0 ? .given : .none)
    }

    /// A PIN that must be there.
    static func neededPIN(_ pointer: UnsafePointer<cps_pin>?) throws(Refusal) -> GivenPIN {
        guard let pin = try unsafe pin(pointer) else { throw .failure(CPSFailure(code: .usage, detail: .pinNeeded)) }
        return pin
    }
}
