// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The language that people read.
public enum Language: String, Hashable, Sendable, CaseIterable {
    /// French, the default.
    case french = "fr"
    /// English.
    case english = "en"

    /// The language asked for on the command line, else that of the locale, else French.
    ///
    /// `C` and `POSIX` name no language, so they leave French in place.
    public init(arguments: [String], environment: [String: String]) {
        if let asked = EarlyOptions(arguments).language {
            self = asked
            return
        }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let name = locale.prefix { $0.isLetter }.lowercased()
        switch name {
        case "", "c", "posix", "fr": self = .french
        default: self = .english
        }
    }
}
