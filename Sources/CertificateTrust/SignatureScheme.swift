// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Paddings of RSA signatures in a CMS message.
public enum SignatureScheme: String, Hashable, Sendable, CaseIterable {
    /// RSASSA-PKCS1-v1_5.
    case pkcs1
    /// RSASSA-PSS; what we sign has MGF1 with the same hash and a salt of its length.
    case pss
}
