// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension Unicode.Scalar {
    /// Whether a terminal shows it instead of obeying it: no control and no mark that turns the writing direction.
    var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}

extension String {
    /// The text with everything that a terminal would obey replaced by a visible mark.
    ///
    /// Names of readers, holders and files come from outside: an escape sequence in one of them must stay harmless.
    var printable: String {
        guard unicodeScalars.contains(where: { !$0.isPrintable }) else { return self }
        var clean = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            clean.append(scalar.isPrintable || scalar == "\n" || scalar == "\t" ? scalar : "\u{FFFD}")
        }
        return String(clean)
    }
}
