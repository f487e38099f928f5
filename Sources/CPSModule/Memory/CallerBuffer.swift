// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A caller's buffer and its `*length`: room on entry, what is there or needed on return.
@safe
struct CallerBuffer<Element> {
    private let buffer: UnsafeMutablePointer<Element>?
    private let length: UnsafeMutablePointer<Int>

    /// - Throws: `usage` when there is nowhere to write a length.
    init(_ buffer: UnsafeMutablePointer<Element>?, _ length: UnsafeMutablePointer<Int>?) throws(Refusal) {
        guard let length = unsafe length else { throw .usage }
        unsafe self.buffer = buffer
        unsafe self.length = length
    }

    /// Whether the caller only asks for the length.
    var isQuery: Bool { unsafe buffer == nil }

    /// Tells the length to a caller who only asks; for others there must be room for so much, before work begins.
    func demand(_ count: Int) throws(Refusal) {
        // size_t comes as Int: lengths beyond Int.max are negative here, and are room enough.
        guard isQuery || UInt(bitPattern: unsafe length.pointee) >= UInt(count) else {
            unsafe length.pointee = count
            throw .bufferTooSmall
        }
        if isQuery { unsafe length.pointee = count }
    }

    /// Writes elements, or only their number for a caller who asks.
    func write(_ elements: some Collection<Element>) throws(Refusal) {
        try demand(elements.count)
        guard let buffer = unsafe buffer else { return }
        for (index, element) in elements.enumerated() { unsafe buffer[index] = element }
        unsafe length.pointee = elements.count
    }
}

extension CallerBuffer<CChar> {
    /// Writes text and the NUL that ends it.
    func write(_ text: String) throws(Refusal) {
        try write(text.utf8.filter { $0 != 0 }.map { CChar(bitPattern: $0) } + [0])
    }
}
