// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Which secret is asked for.
public enum SecretKind: Hashable, Sendable, CaseIterable {
    /// The holder's PIN.
    case pin
    /// The PIN that replaces it.
    case newPIN
    /// The unblocking code.
    case puk

    /// The option that gives it by a descriptor.
    public var option: String {
        switch self {
        case .pin: "--pin-fd"
        case .newPIN: "--new-pin-fd"
        case .puk: "--puk-fd"
        }
    }

    var prompt: PromptMessage {
        switch self {
        case .pin: .pin
        case .newPIN: .newPIN
        case .puk: .puk
        }
    }
}
