// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why the numbering register refuses.
public enum RegisterError: Error, Hashable, Sendable {
    /// Others may read or write the file or folder; the payload is its name.
    case notPrivate(String)
    /// Another process works with the register.
    case inUse
    /// The file cannot be opened, written or understood; SQLite's extended code.
    case storage(code: Int)
    /// The number is bound to another content for ever.
    case boundToOtherContent(number: Int)
    /// The FSE is in a finished lot already.
    case alreadyInLot(number: Int, lot: Int)
    /// Numbers do not go back: the issuer's last is higher.
    case notAfterLast(number: Int, last: Int)
    /// A lot of the issuer was interrupted and comes first; resume it with exactly its FSE, or abandon it.
    case interruptedLot(number: Int, first: Int, last: Int)
    /// A signature for a number, content or lot that was never bound.
    case notBound(number: Int)
    /// The clock shows a time before the issuer's last signature.
    case clockBeforeLastSignature

    /// A stable name for programs and for translation.
    public var code: String {
        switch self {
        case .notPrivate: "register.not-private"
        case .inUse: "register.in-use"
        case .storage: "register.storage"
        case .boundToOtherContent: "register.bound-to-other-content"
        case .alreadyInLot: "register.already-in-lot"
        case .notAfterLast: "register.not-after-last"
        case .interruptedLot: "register.interrupted-lot"
        case .notBound: "register.not-bound"
        case .clockBeforeLastSignature: "register.clock-before-last-signature"
        }
    }
}
