// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

extension CommandAPDU {
    /// Reads a command as T=1 or contactless carry it.
    ///
    /// - Throws: ``CardError/malformed(_:)`` when lengths and bytes disagree.
    public init(parsing bytes: WipingBytes) throws(CardError) {
        guard bytes.count >= 4 else { throw .malformed("command APDU shorter than its header") }
        header = CommandHeader(bytes[0], bytes[1], bytes[2], bytes[3])
        let rest = bytes.count - 4
        if rest == 0 {
            (body, expected, form) = ([], nil, .short)
        } else if rest == 1 {
            (body, expected, form) = ([], CommandAPDU.shortExpected(bytes[4]), .short)
        } else if bytes[4] != 0 {
            let count = Int(bytes[4])
            body = WipingBytes(bytes.dropFirst(5).prefix(count))
            form = .short
            switch rest - 1 - count {
            case 0: expected = nil
            case 1: expected = CommandAPDU.shortExpected(bytes[bytes.count - 1])
            default: throw .malformed("command APDU: Lc and length differ")
            }
        } else {
            form = .extended
            guard rest >= 3 else { throw .malformed("command APDU: extended length cut short") }
            let first = Int(bytes[5]) << 8 | Int(bytes[6])
            if rest == 3 {
                (body, expected) = ([], first == 0 ? 65_536 : first)
                return
            }
            guard first > 0 else { throw .malformed("command APDU: extended Lc of zero with data") }
            body = WipingBytes(bytes.dropFirst(7).prefix(first))
            switch rest - 3 - first {
            case 0: expected = nil
            case 2:
                let last = Int(bytes[bytes.count - 2]) << 8 | Int(bytes[bytes.count - 1])
                expected = last == 0 ? 65_536 : last
            default: throw .malformed("command APDU: extended Lc and length differ")
            }
        }
    }

    /// Writes the command as T=1 and contactless carry it.
    ///
    /// - Throws: ``CardError/malformed(_:)`` when a length does not fit the form.
    public func encoded() throws(CardError) -> WipingBytes {
        try checkLengths()
        var tail: [UInt8] = []
        if let expected {
            // ISO/IEC 7816-4 §5.1: the largest length is written as zero.
            switch form {
            case .short: tail = [UInt8(truncatingIfNeeded: expected)]
            case .extended:
                tail =
                    (body.isEmpty ? [0] : []) + [
                        UInt8(truncatingIfNeeded: expected >> 8), UInt8(truncatingIfNeeded: expected),
                    ]
            }
        }
        return joined(lc: lengthField, tail)
    }

    /// Writes the command as the TPDU of T=0 (ISO/IEC 7816-3 §12.2): case 4 loses its Le, case 1 gains P3 = 00.
    public func encodedForT0() throws(CardError) -> WipingBytes {
        guard form == .short else { throw .unsupportedOperation("extended length over T=0") }
        try checkLengths()
        if body.isEmpty { return joined(lc: [UInt8(truncatingIfNeeded: expected ?? 0)], []) }
        return joined(lc: lengthField, [])
    }

    private var lengthField: [UInt8] {
        if body.isEmpty { return [] }
        switch form {
        case .short: return [UInt8(truncatingIfNeeded: body.count)]
        case .extended:
            return [0, UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count)]
        }
    }

    private func checkLengths() throws(CardError) {
        let (most, back) = form == .short ? (255, 256) : (65_535, 65_536)
        guard body.count <= most, (1...back).contains(expected ?? 1) else {
            throw .malformed("command APDU: length outside its form")
        }
    }

    private func joined(lc: [UInt8], _ tail: [UInt8]) -> WipingBytes {
        WipingBytes(count: 4 + lc.count + body.count + tail.count) { target in
            var position = 0
            func put(_ byte: UInt8, _ target: inout MutableSpan<UInt8>) {
                target[position] = byte
                position += 1
            }
            for byte in [header.cla, header.ins, header.p1, header.p2] { put(byte, &target) }
            for byte in lc { put(byte, &target) }
            for byte in body { put(byte, &target) }
            for byte in tail { put(byte, &target) }
        }
    }

    private static func shortExpected(_ byte: UInt8) -> Int { byte == 0 ? 256 : Int(byte) }
}
