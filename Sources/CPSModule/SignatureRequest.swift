// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCaduceeCPS
internal import CPSFacade
internal import FSEDocuments
internal import XMLSigning

/// What a caller wants signed, in a session or with a PIN of its own.
struct SignatureRequest: Sendable {
    enum Subject: Sendable {
        case content([UInt8])
        case fse(FSEPayload, activity: Int?)
        case xml(XMLSubject)
    }

    private let subject: Subject
    private let options: RequestedOptions

    init(_ subject: Subject, _ options: RequestedOptions) {
        self.subject = subject
        self.options = options
    }

    /// An FSE in the bytes that are signed: a document must be canonical already, since the caller keeps these bytes.
    static func payload(_ bytes: [UInt8], _ kind: CInt) throws(Refusal) -> FSEPayload {
        switch cps_fse_kind(UInt32(bitPattern: kind)) {
        case CPS_FSE_JSON:
            let document: FSEDocument
            do { document = try FSEDocument(bytes) } catch { throw .failure(CPSFailure(error)) }
            guard document.canonicalBytes == bytes else {
                throw .failure(CPSFailure(code: .inputInvalid, detail: .notCanonical))
            }
            return .document(document)
        case CPS_FSE_B2:
            do { return .b2(try B2Block(bytes)) } catch { throw .failure(CPSFailure(error)) }
        default: throw .usage
        }
    }

    /// An assertion that may become a VIHF.
    static func vihf(_ bytes: [UInt8]) throws(Refusal) -> XMLSubject {
        do { return .vihf(try VIHFAssertion(bytes)) } catch { throw .failure(CPSFailure(error)) }
    }

    /// Bytes behind a reference, or a document that the signature goes into.
    static func xades(_ bytes: [UInt8], _ uri: String?) throws(Refusal) -> XMLSubject {
        do {
            guard let uri else { return .xades(.enveloped(try XMLDocument(bytes))) }
            return .xades(.detached(bytes, uri: try XMLReference(uri)))
        } catch {
            throw .failure(CPSFailure(error))
        }
    }

    /// Signs, or tells how long the signature will be; too little room is told before the PIN is used.
    func answer(
        _ handle: CardHandle, _ pin: UnsafePointer<cps_pin>?, _ buffer: CallerBuffer<UInt8>
    ) throws(Refusal) {
        let needed = try handle.use { (state) throws(CPSFailure) -> Int in try count(state) }
        try buffer.demand(needed)
        guard !buffer.isQuery else { return }
        guard let given = try unsafe CallerInput.pin(pin) else {
            let signature = try handle.use { (state) throws(CPSFailure) -> [UInt8] in
                try sign(in: state.openSession())
            }
            return try buffer.write(signature)
        }
        let consent = given.consent
        var secret: GivenPIN? = consume given
        let signature = try handle.use { (state) throws(CPSFailure) -> [UInt8] in
            guard let pin = secret.take() else { throw CPSFailure(code: .internalError) }
            let session = try state.card.session(pin.take(), scheme: options.scheme(in: nil), consent: consent)
            defer { session.close() }
            return try sign(in: session)
        }
        try buffer.write(signature)
    }

    /// How long the signature will be, after all that can be refused without a PIN was checked.
    private func count(_ state: CardHandle.State) throws(CPSFailure) -> Int {
        let certificate: SigningCertificate
        if let session = state.session {
            certificate = session.certificate
        } else {
            certificate = try state.card.signingCertificate()
        }
        let options = options.signing(in: state.session)
        switch subject {
        case .content: return try certificate.signatureCount(options)
        case .fse(let payload, _):
            try certificate.checkIssuer(of: payload)
            return try certificate.signatureCount(options, mimeType: payload.kind.mimeType)
        case .xml(let subject):
            if case .vihf(let assertion) = subject { try certificate.checkHolder(of: assertion) }
            return try certificate.documentCount(subject, options)
        }
    }

    private func sign(in session: CPSSession) throws(CPSFailure) -> [UInt8] {
        let options = options.signing(in: session)
        switch subject {
        case .content(let bytes): return try session.sign(bytes, options: options)
        case .fse(let payload, let activity): return try session.sign(payload, activity: activity, options: options)
        case .xml(let subject): return try session.sign(subject, options: options)
        }
    }
}
