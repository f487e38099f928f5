// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The few DER shapes that PKCS#15 directories are made of (ISO/IEC 7816-15).
enum DER {
    static func sequence(_ parts: [UInt8]...) -> [UInt8] { DataObject.encode(0x30, parts.flatMap { $0 }) }
    static func octets(_ bytes: [UInt8]) -> [UInt8] { DataObject.encode(0x04, bytes) }
    static func utf8(_ text: String) -> [UInt8] { DataObject.encode(0x0C, Array(text.utf8)) }
    static func oid(_ bytes: [UInt8]) -> [UInt8] { DataObject.encode(0x06, bytes) }
    /// Content octets as they stand: unused bits, then bits.
    static func bits(_ content: UInt8...) -> [UInt8] { DataObject.encode(0x03, content) }

    /// A non-negative INTEGER in its shortest form.
    static func integer(_ number: Int) -> [UInt8] { DataObject.encode(0x02, minimal(number)) }

    static func minimal(_ number: Int) -> [UInt8] {
        var rest = UInt64(max(number, 0))
        var bytes: [UInt8] = []
        repeat {
            bytes.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        } while rest != 0
        // The first bit is the sign.
        return (bytes.first ?? 0) & 0x80 != 0 ? [0] + bytes : bytes
    }
}
