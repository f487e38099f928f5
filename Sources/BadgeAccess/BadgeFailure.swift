// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import DESFire
internal import ISO7816

/// Why a badge was not proved, or not written.
public enum BadgeFailure: Error, Hashable, Sendable {
    /// What is before the reader has no such application, or is no DESFire at all.
    case foreign
    /// It does not know the key, or what it sent was changed on the way.
    case notAuthentic
    /// It left before the end, or the reader failed; nothing was decided.
    case lost(DESFireError)
    /// Its file holds no badge's record.
    case noRecord
    /// It gave no UID of seven bytes.
    case uid
    /// It can only what the site does not accept.
    case weakerMode
    /// A site was described as no badge can be; which field.
    case layout(String)
    /// The keys cannot be had; why.
    case keys(BadgeKeyFailure)
    /// It refused to be written.
    case refused(DESFireStatus)
    /// It has the application already.
    case alreadyIssued

    /// What a card's error means for a badge.
    init(_ error: DESFireError) {
        switch error {
        case .cardNotAuthentic, .integrity: self = .notAuthentic
        case .status(.authenticationError, _): self = .notAuthentic
        case .status(.applicationNotFound, _), .status(.fileNotFound, _): self = .foreign
        case .status(let status, _): self = .refused(status)
        // A status word that is none of DESFire's.
        case .card(.status(_, _)): self = .foreign
        default: self = .lost(error)
        }
    }
}

/// Why keys cannot be had.
public enum BadgeKeyFailure: Error, Hashable, Sendable {
    /// A file of keys is not marked as one for tests: real keys do not belong into files.
    case notMarkedTEST
    /// It cannot be read, or not understood; where.
    case file(String)
    /// The token refuses; the PKCS#11 code's name.
    case token(String)
    /// There is no such key.
    case missing(String)
}
