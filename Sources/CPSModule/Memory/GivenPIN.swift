// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import HealthCard
internal import SecretMemory

/// A PIN as a caller gave it, and whether guarded tries may be used.
struct GivenPIN: ~Copyable, Sendable {
    let secret: SecretBytes
    let consent: TryConsent

    consuming func take() -> SecretBytes { secret }
}
