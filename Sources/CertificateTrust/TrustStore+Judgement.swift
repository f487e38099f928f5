// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

extension TrustStore {
    /// A verdict, and the chain it was found on when that is valid.
    struct Judgement {
        let verdict: ChainVerdict
        let chain: [CertificateHandle]
    }

    func judge(
        _ leaf: X509Certificate, _ handle: CertificateHandle, helpers: [CertificateHandle], at time: Int64,
        for purpose: CertificatePurpose
    ) -> Judgement {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        func refused(_ text: String) -> Judgement {
            Judgement(verdict: .untrusted(.refused(code: X509_V_ERR_UNSPECIFIED, text: text)), chain: [])
        }
        // One store per question: its members are shared by reference, its state is not.
        guard let store = unsafe X509_STORE_new() else { return refused("no store") }
        defer { unsafe X509_STORE_free(store) }
        for root in roots { unsafe X509_STORE_add_cert(store, root.pointer) }
        for list in revocationLists { unsafe X509_STORE_add_crl(store, list.pointer) }
        let untrusted = CertificateStack(helpers + intermediates)
        defer { withExtendedLifetime(untrusted) {} }
        let context = unsafe X509_STORE_CTX_new()
        defer { unsafe X509_STORE_CTX_free(context) }
        guard unsafe X509_STORE_CTX_init(context, store, handle.pointer, untrusted.pointer) == 1 else {
            return refused("no verification context")
        }
        unsafe Self.setRules(of: X509_STORE_CTX_get0_param(context), at: time, for: purpose)
        let findings = ChainFindings(revocationLists)
        unsafe X509_STORE_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(findings).toOpaque())
        // Every fault is noted and the walk goes on, so that the gravest can be told; one fault is enough to fail.
        unsafe X509_STORE_CTX_set_verify_cb(context) { accepted, context in
            guard accepted != 1 else { return 1 }
            guard let noted = unsafe X509_STORE_CTX_get_ex_data(context, 0) else { return 0 }
            unsafe Unmanaged<ChainFindings>.fromOpaque(noted).takeUnretainedValue().note(context)
            return 1
        }
        let outcome = unsafe X509_verify_cert(context)
        let verdict = withExtendedLifetime(findings) { findings.gravest }
        if let verdict, verdict.rank < ChainFindings.usageRank { return Judgement(verdict: verdict.verdict, chain: []) }
        if let fault = purpose.usageDenied(by: leaf) { return Judgement(verdict: .badUsage(fault), chain: []) }
        if let verdict { return Judgement(verdict: verdict.verdict, chain: []) }
        guard outcome == 1 else { return refused("not verified") }
        let stack = unsafe X509_STORE_CTX_get0_chain(context)
        let chain = unsafe Borrowed.elements(stack).compactMap { unsafe CertificateHandle(sharing: OpaquePointer($0)) }
        let certificates = chain.compactMap { try? X509Certificate($0) }
        guard !chain.isEmpty, certificates.count == chain.count else { return refused("unreadable chain") }
        return Judgement(verdict: .valid(TrustedChain(certificates, at: time)), chain: chain)
    }

    private static func setRules(of rules: OpaquePointer?, at time: Int64, for purpose: CertificatePurpose) {
        unsafe X509_VERIFY_PARAM_set_time(rules, Int(time))
        unsafe X509_VERIFY_PARAM_set_flags(rules, UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL))
        unsafe X509_VERIFY_PARAM_set_depth(rules, 8)
        // Level 2 is 112 bits: RSA of 2048 bits and SHA-256 pass, RSA of 1024 bits and SHA-1 do not.
        unsafe X509_VERIFY_PARAM_set_auth_level(rules, 2)
        switch purpose {
        case .signature: _ = unsafe X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_SMIME_SIGN)
        case .authentication: _ = unsafe X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_SSL_CLIENT)
        case .any: _ = unsafe X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY)
        }
    }
}
