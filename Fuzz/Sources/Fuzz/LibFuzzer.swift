// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The target that every input goes to; written once, before libFuzzer's single thread starts.
nonisolated(unsafe) var chosenTarget: ([UInt8]) throws -> Void = { _ in }

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Hands over to libFuzzer, which exits by itself more often than it returns.
func runLibFuzzer(_ arguments: [String]) -> Int32 {
    // Never freed: libFuzzer keeps them.
    var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var count = Int32(arguments.count)
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
        var start = buffer.baseAddress
        return unsafe runDriver(&count, &start) { bytes, count in
            do {
                try unsafe chosenTarget(Array(UnsafeBufferPointer(start: bytes, count: count)))
            } catch {
                // A trap is the only way to tell libFuzzer of a finding.
                preconditionFailure("\(error)")
            }
            return 0
        }
    }
}
