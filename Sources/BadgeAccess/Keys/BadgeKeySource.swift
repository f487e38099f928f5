// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import DESFire
public import SecretMemory

/// Gives badges' keys: made from the site's key, which stays where it is.
///
/// A kiosk's source knows the site's reading key only. The master key that sites' keys come from is never on a kiosk.
public protocol BadgeKeySource: AnyObject {
    /// A badge's key.
    ///
    /// - Parameters:
    ///   - role: what the key is for.
    ///   - input: what tells badge and use apart, 16 to 31 bytes.
    func key(for role: BadgeKeyRole, _ input: WipingBytes) throws(BadgeKeyFailure) -> DESFireKey
    /// A key that all badges have in common, as an issuer may deliver them; a token gives none out.
    func commonKey(for role: BadgeKeyRole) throws(BadgeKeyFailure) -> DESFireKey
}

/// What a site's key is for; each has keys of its own.
public enum BadgeKeyRole: String, Hashable, Sendable, CaseIterable {
    /// Prove a badge and read its number.
    case read
    /// Write the number.
    case write
    /// Rule the application.
    case master
    /// Rule the badge itself, where the site may; a kiosk never has it.
    case card
}
