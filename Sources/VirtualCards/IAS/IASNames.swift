// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Names and identifiers of the IAS-ECC side.
enum IASNames {
    /// The root application, as EF.ATR names it.
    static let root: [UInt8] = [0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x01, 0x00]
    /// PKCS#15 application of the contact interface, CPS3 and CPS4.
    static let contact: [UInt8] = [
        0xE8, 0x28, 0xBD, 0x08, 0x0F, 0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x00, 0x10,
    ]
    /// PKCS#15 application of the contactless interface, CPS3.
    static let contactless: [UInt8] = [
        0xE8, 0x28, 0xBD, 0x08, 0x0F, 0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x00, 0x20,
    ]
    static let masterFile: UInt16 = 0x3F00
    static let contactDirectory: UInt16 = 0x0001
    static let contactlessDirectory: UInt16 = 0x0002
}
