// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import PKCS15
internal import SecretMemory

/// Values that the C header gives in a form that Swift does not import.
enum CryptokiConstant {
    /// `CK_UNAVAILABLE_INFORMATION`.
    static let unavailable = UInt.max
}

/// `CKA_UNIQUE_ID` of PKCS#11 3.0.
let attributeUniqueID: AttributeType = 0x04

extension WipingBytes {
    /// A `CK_BBOOL`.
    static func flag(_ value: Bool) -> WipingBytes { [value ? 1 : 0] }

    /// A `CK_ULONG` in the machine's order.
    static func number(_ value: UInt) -> WipingBytes { numbers([value]) }

    /// An array of them.
    static func numbers(_ values: [UInt]) -> WipingBytes {
        WipingBytes(
            values.flatMap { value in
                (0..<MemoryLayout<UInt>.size).map { UInt8(truncatingIfNeeded: value.littleEndian >> (8 * $0)) }
            })
    }

    /// An RFC 2279 string without an end mark.
    static func text(_ value: String) -> WipingBytes { WipingBytes(value.utf8) }
}

extension CertificateFields.Day {
    /// A `CK_DATE`.
    var digits: String {
        func padded(_ number: Int, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: Swift.max(0, count - text.count)) + text
        }
        return padded(year, 4) + padded(month, 2) + padded(day, 2)
    }
}
