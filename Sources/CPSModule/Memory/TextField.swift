// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Fills the character arrays of the header's structures.
enum TextField {
    /// Writes text and NULs to the end of the field; too long a text is cut between characters.
    static func put(_ text: String?, _ field: UnsafeMutableRawBufferPointer) {
        var bytes: [UInt8] = []
        for character in text ?? "" {
            // A NUL of the card's would end the text for C and hide the rest.
            guard character != "\0", bytes.count + character.utf8.count < field.count else { break }
            bytes += Array(character.utf8)
        }
        for index in field.indices { unsafe field[index] = index < bytes.count ? bytes[index] : 0 }
    }

    /// An identifier is whole or not there: a cut one would be another's.
    static func putWhole(_ text: String?, _ field: UnsafeMutableRawBufferPointer) {
        let fits = (text ?? "").utf8.count < field.count && !(text ?? "").utf8.contains(0)
        unsafe put(fits ? text : nil, field)
    }
}
