// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// A PIN that can be let go of before its owner is.
final class SealedPIN {
    let value: SecretBytes

    init(value: consuming SecretBytes) {
        self.value = value
    }
}
