// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCaduceeCPS
internal import CPSFacade
internal import CertificateTrust

/// The options of a signature as a caller gave them.
struct RequestedOptions: Sendable {
    private let scheme: SignatureScheme?
    private let time: Int64?
    private let mimeType: String?
    private let trust: TrustStore?
    /// The longest media type (RFC 6838 §4.2: two names of at most 127 characters), parameters not counted.
    private static let longestType = 255
    /// The largest bundle of authorities and revocation lists.
    private static let largestBundle = 1 << 25

    /// NULL stands for the defaults.
    init(_ options: UnsafePointer<cps_options>?) throws(Refusal) {
        guard let options = unsafe options?.pointee else {
            (scheme, time, mimeType, trust) = (nil, nil, nil, nil)
            return
        }
        scheme = try RequestedOptions.scheme(unsafe options.scheme)
        time = unsafe options.signing_time == 0 ? nil : options.signing_time
        mimeType = try unsafe CallerInput.text(options.mime_type)
        guard (1...RequestedOptions.longestType).contains(mimeType?.utf8.count ?? 1) else { throw .usage }
        let bundle = try unsafe CallerInput.bytes(
            options.trust, options.trust_length, atMost: RequestedOptions.largestBundle)
        trust = unsafe options.trust == nil ? nil : try RequestedOptions.store(bundle)
    }

    /// The scheme that a number of the header stands for; nil for the default.
    static func scheme(_ number: CInt) throws(Refusal) -> SignatureScheme? {
        switch cps_scheme(UInt32(bitPattern: number)) {
        case CPS_SCHEME_DEFAULT: nil
        case CPS_PKCS1: .pkcs1
        case CPS_PSS: .pss
        default: throw .usage
        }
    }

    /// The scheme, that of the session by default.
    func scheme(in session: CPSSession?) -> SignatureScheme { scheme ?? session?.scheme ?? .pkcs1 }

    /// The options for a session, or outside of one.
    func signing(in session: CPSSession?) -> SigningOptions {
        var options = SigningOptions(scheme: scheme(in: session), signingTime: time, trust: trust)
        if let mimeType { options.mimeType = mimeType }
        return options
    }

    private static func store(_ bundle: [UInt8]) throws(Refusal) -> TrustStore {
        do {
            let lists = (try? TrustStore(roots: [], revocationLists: [bundle])) != nil
            return try TrustStore(
                roots: [bundle], intermediates: [bundle], revocationLists: lists ? [bundle] : [])
        } catch {
            throw .failure(CPSFailure(code: .inputInvalid, detail: .place("trust")))
        }
    }
}
