// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import RoamingSessions
import SecondFactors
import SecretMemory

extension SecretBytes {
    /// Of a text in the source.
    init(_ text: String) { self.init(Array(text.utf8)) }

    /// Of bytes in the source.
    init(_ bytes: [UInt8]) { self.init(copying: bytes.span) }
}

extension SecondFactorCheck {
    func check(_ person: String, _ secret: String) -> SecondFactorOutcome? {
        PersonIdentifier(person).map { check($0, SecretBytes(secret)) }
    }
}

extension SecondFactorOutcome {
    /// Whether there is no judgement.
    var isUnavailable: Bool {
        if case .unavailable = self { true } else { false }
    }
}
