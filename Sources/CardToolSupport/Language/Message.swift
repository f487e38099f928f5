// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A sentence for people, in both languages.
///
/// Every topic is one enumeration whose cases carry the parameters; each language is one `switch`, so that a missing
/// sentence does not compile. French says « vous », is short, and names one thing to do.
public protocol Message: Sendable {
    /// In French.
    var french: String { get }
    /// In English.
    var english: String { get }
}

extension Message {
    /// In the given language.
    public func text(in language: Language) -> String {
        switch language {
        case .french: french
        case .english: english
        }
    }
}

/// French counts one and zero in the singular, English only one.
public enum Count {
    /// « 1 essai », « 2 essais ».
    public static func french(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(abs(count) < 2 ? one : many)"
    }

    /// "1 try", "2 tries".
    public static func english(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }
}
