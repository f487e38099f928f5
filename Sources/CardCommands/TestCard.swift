// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
internal import CardToken
internal import CertificateTrust
internal import HealthCard

/// Whether a card is one of TEST: its certificates say so, and a TEST authority issued them.
///
/// A holder's name proves nothing: real names begin with TEST too.
public enum TestCard {
    /// Reads the certificates; a card without any is not proven.
    @Sendable public static func isProven(_ connection: any CardConnection) throws -> Bool {
        let token = try telling { () throws(TokenError) in try HealthCardToken(connection) }
        let found = try telling { () throws(TokenError) in try token.certificates() }
        guard !found.isEmpty else { return false }
        return try found.allSatisfy { object in
            let facts = try CertificateFacts(object, trust: nil, now: 0)
            return facts.isTest && facts.certificate.issuer.commonName?.hasPrefix("TEST AC ") == true
        }
    }
}
