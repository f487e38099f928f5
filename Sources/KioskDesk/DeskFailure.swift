// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import AuditTrail
public import RoamingSessions

/// Why a desk did not do what it was asked; nothing was opened.
public enum DeskFailure: Error, Hashable, Sendable {
    /// What was to be done could not be announced in the audit trail, and so was not done.
    case audit(AuditError)
    /// The store is there and refuses.
    case store(StoreFailure)
    /// No random number, or no signature, could be had.
    case crypto
}
