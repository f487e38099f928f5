// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// The faults that libcrypto reports while it walks a chain, gravest first.
final class ChainFindings {
    /// Below it stand faults that outweigh a wrong usage.
    static let usageRank = 3
    private(set) var gravest: (rank: Int, verdict: ChainVerdict)?
    private let revocationLists: [RevocationListHandle]

    init(_ revocationLists: [RevocationListHandle]) {
        self.revocationLists = revocationLists
    }

    /// Notes the fault that a verification callback is told of.
    func note(_ context: OpaquePointer?) {
        let code = unsafe X509_STORE_CTX_get_error(context)
        // A list issued after the moment asked for knows more than one of that time, not less.
        guard code != X509_V_ERR_CRL_NOT_YET_VALID else { return }
        let found = unsafe finding(code, context)
        if let gravest, gravest.rank <= found.rank { return }
        gravest = found
    }

    private func finding(_ code: Int32, _ context: OpaquePointer?) -> (rank: Int, verdict: ChainVerdict) {
        let current = unsafe CertificateHandle(sharing: X509_STORE_CTX_get_current_cert(context))
        guard let current, let certificate = try? X509Certificate(current) else { return refused(code) }
        let list = unsafe X509_STORE_CTX_get0_current_crl(context)
        switch code {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return (0, .untrusted(.issuerUnknown(certificate.issuer)))
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            return (0, .untrusted(.rootUnknown(certificate.subject)))
        case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
            return (0, .untrusted(.signatureWrong(certificate.subject)))
        case X509_V_ERR_CERT_REVOKED:
            return (1, .revoked(subject: certificate.subject, date: revocationDate(of: current)))
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return (2, .notYetValid(subject: certificate.subject, notBefore: certificate.notBefore))
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return (2, .expired(subject: certificate.subject, notAfter: certificate.notAfter))
        case X509_V_ERR_INVALID_PURPOSE: return (Self.usageRank, .badUsage(.purposeRefused))
        case X509_V_ERR_CRL_HAS_EXPIRED:
            let nextUpdate = unsafe Borrowed.seconds(X509_CRL_get0_nextUpdate(list))
            return (5, .crlStale(issuer: certificate.issuer, nextUpdate: nextUpdate))
        case X509_V_ERR_UNABLE_TO_GET_CRL: return (4, .crlMissing(issuer: certificate.issuer))
        case X509_V_ERR_CRL_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE,
            X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, X509_V_ERR_DIFFERENT_CRL_SCOPE,
            X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD,
            X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD, X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
            return (4, .crlInvalid(issuer: certificate.issuer))
        default: return refused(code)
        }
    }

    private func refused(_ code: Int32) -> (rank: Int, verdict: ChainVerdict) {
        let text = unsafe X509_verify_cert_error_string(Int(code)).map { unsafe String(cString: $0) }
        return (0, .untrusted(.refused(code: code, text: text ?? "")))
    }

    /// The first date any list gives; libcrypto does not always say on which list it found the certificate.
    private func revocationDate(of certificate: CertificateHandle) -> Int64? {
        let dates = revocationLists.compactMap { list -> Int64? in
            var entry: OpaquePointer?
            // It also compares the issuers.
            guard unsafe X509_CRL_get0_by_cert(list.pointer, &entry, certificate.pointer) == 1 else { return nil }
            return unsafe Borrowed.seconds(X509_REVOKED_get0_revocationDate(entry))
        }
        return dates.min()
    }
}
