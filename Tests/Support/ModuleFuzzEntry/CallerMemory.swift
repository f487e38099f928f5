// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The memory that a caller hands over for one call, and what the module may do to it.
///
/// A block is either exact, so that AddressSanitizer meets the byte before it and the byte behind, or between two
/// guards, which are looked at after the call where there is no sanitizer.
@safe
final class CallerMemory {
    @safe
    private struct Block {
        let start: UnsafeMutableRawPointer
        let guardCount: Int
        let count: Int
        /// From here on nothing may be written.
        let writable: Int
        let content: [UInt8]
    }

    private static let guardByte: UInt8 = 0xA5
    private var blocks: [Block] = []
    private let isGuarded: Bool

    init(guarded: Bool) {
        isGuarded = guarded
    }

    deinit {
        for block in blocks { unsafe free(block.start) }
    }

    /// A block with this content, of which the first bytes may be written; its address.
    func place(_ content: [UInt8], writable: Int = 0) -> UInt {
        let guardCount = isGuarded ? 16 : 0
        guard let start = unsafe malloc(content.count + 2 * guardCount) else { return 0 }
        let bytes = unsafe start.assumingMemoryBound(to: UInt8.self)
        for index in 0..<guardCount {
            unsafe bytes[index] = CallerMemory.guardByte
            unsafe bytes[guardCount + content.count + index] = CallerMemory.guardByte
        }
        for (index, byte) in content.enumerated() { unsafe bytes[guardCount + index] = byte }
        unsafe blocks.append(
            Block(start: start, guardCount: guardCount, count: content.count, writable: writable, content: content))
        return UInt(bitPattern: unsafe start + guardCount)
    }

    /// A block to be written, of which the caller tells so many bytes; the rest is there and must stay as it is.
    func room(_ count: Int, told: Int) -> UInt {
        place([UInt8](repeating: 0x5A, count: count), writable: min(told, count))
    }

    /// A word, writable or not.
    func word(_ value: UInt, writable: Bool = true) -> UInt {
        place(CallerMemory.bytes(value), writable: writable ? 8 : 0)
    }

    /// The word at an address that a call was given.
    func word(at address: UInt) -> UInt {
        guard let pointer = unsafe UnsafeRawPointer(bitPattern: address) else { return 0 }
        return unsafe pointer.loadUnaligned(as: UInt.self)
    }

    /// Whether all that must not be written is as it was.
    var isIntact: Bool {
        blocks.allSatisfy { block in
            let bytes = unsafe block.start.assumingMemoryBound(to: UInt8.self)
            for index in 0..<block.guardCount {
                guard unsafe bytes[index] == CallerMemory.guardByte,
                    unsafe bytes[block.guardCount + block.count + index] == CallerMemory.guardByte
                else { return false }
            }
            for index in block.writable..<max(block.count, block.writable) {
                guard unsafe bytes[block.guardCount + index] == block.content[index] else { return false }
            }
            return true
        }
    }

    static func bytes(_ value: UInt) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
