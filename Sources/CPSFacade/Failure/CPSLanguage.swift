// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The language that people read.
public enum CPSLanguage: String, Hashable, Sendable, CaseIterable {
    /// French, the default.
    case french = "fr"
    /// English.
    case english = "en"
}

extension CPSFailure {
    /// What happened, for people: the code's sentence, then what is known beyond it.
    public func text(in language: CPSLanguage) -> String {
        var parts = [code.text(in: language).description]
        switch language {
        case .french:
            if let detail { parts.append(detail.french) }
            if let triesLeft { parts.append("Essais restants : \(triesLeft).") }
        case .english:
            if let detail { parts.append(detail.english) }
            if let triesLeft { parts.append("Tries left: \(triesLeft).") }
        }
        return parts.joined(separator: " ")
    }
}

extension CPSFailure.Code {
    /// What the code means, in text that lives as long as the program.
    public func text(in language: CPSLanguage) -> StaticString {
        switch language {
        case .french: french
        case .english: english
        }
    }
}
