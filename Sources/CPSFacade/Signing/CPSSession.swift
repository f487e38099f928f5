// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CardToken
public import CertificateTrust
public import FSEDocuments
public import HealthCard

/// A lot's worth of signatures after one presentation of the PIN, for five minutes at most.
///
/// The card is held until ``close()``, or until the session goes, and reset then; other programs wait meanwhile.
public final class CPSSession {
    /// The certificate that signs.
    public let certificate: SigningCertificate
    /// The padding of all its signatures.
    public let scheme: CertificateTrust.SignatureScheme

    private let session: SigningSession
    private let uptime: () -> Duration
    private let begun: Duration
    private var known: [Activity]?
    /// Whether it can still sign.
    public private(set) var isOpen = true
    private static let longest = Duration.seconds(300)

    init(
        _ session: SigningSession, _ certificate: SigningCertificate, _ scheme: CertificateTrust.SignatureScheme,
        begun: Duration, uptime: @escaping () -> Duration
    ) {
        self.session = session
        self.certificate = certificate
        self.scheme = scheme
        self.begun = begun
        self.uptime = uptime
    }

    deinit { close() }

    /// The holder's activities; read once.
    public func activities() throws(CPSFailure) -> [Activity] {
        if let known { return known }
        let read = try work { (session) throws(TokenError) in try session.privateContents().activities }
        known = read
        return read
    }

    /// A detached CAdES baseline B-B signature over exactly these bytes.
    public func sign(
        _ content: [UInt8], options: SigningOptions = SigningOptions()
    ) throws(CPSFailure) -> [UInt8] {
        try sign(content, mimeType: options.contentType, options)
    }

    /// The signature of an FSE, which must be this holder's and name this activity of the card.
    ///
    /// - Parameter activity: its number; nil: the only one.
    public func sign(
        _ payload: FSEPayload, activity: Int? = nil, options: SigningOptions = SigningOptions()
    ) throws(CPSFailure) -> [UInt8] {
        try certificate.checkIssuer(of: payload)
        try checkBinding(of: payload, try activities(), activity)
        return try sign(payload.signedBytes, mimeType: payload.kind.mimeType, options)
    }

    /// Gives the card back, reset, and forgets the PIN.
    public func close() {
        isOpen = false
        session.close()
    }

    /// Closes when the five minutes are over, though nobody asks for anything; else tells how long is left.
    package func closeWhenExpired() -> Duration? {
        guard isOpen else { return nil }
        let left = CPSSession.longest - (uptime() - begun)
        guard left < .zero else { return left }
        close()
        return nil
    }

    private func checkBinding(
        of payload: FSEPayload, _ activities: [Activity], _ chosen: Int?
    ) throws(CPSFailure) {
        let known = activities.compactMap { activity -> HolderBinding.Activity? in
            guard let structure = activity.structureIdentifier, let sector = activity.sector else { return nil }
            return HolderBinding.Activity(
                number: activity.number, mode: activity.mode ?? "", structure: structure, sector: sector)
        }
        do {
            let holder = try HolderBinding(
                certificateIdentifier: certificate.certificate.subject.commonName ?? "", activities: known,
                chosen: chosen)
            try holder.check(payload)
        } catch {
            throw CPSFailure(error)
        }
    }

    private func sign(
        _ content: [UInt8], mimeType: String, _ options: SigningOptions
    ) throws(CPSFailure) -> [UInt8] {
        guard options.scheme == scheme else { throw CPSFailure(code: .usage, detail: .otherScheme) }
        let time = options.signingTime ?? SystemClock.now
        let signer = try certificate.signer(options, at: time)
        do throws(CAdESFailure<CPSFailure>) {
            return try signer.sign(content: content, mimeType: mimeType, signingTime: time) {
                (attributes) throws(CPSFailure) in
                try work { (session) throws(TokenError) in try session.sign(attributes) }
            }
        } catch {
            switch error {
            case .cades(let fault): throw CPSFailure(fault)
            case .signer(let failure): throw failure
            }
        }
    }

    /// Work under the PIN; five minutes after its presentation it has to be given again, whatever the card would do.
    func work<R>(_ body: (SigningSession) throws(TokenError) -> R) throws(CPSFailure) -> R {
        _ = closeWhenExpired()
        guard isOpen else { throw CPSFailure(code: .pinExpired) }
        do {
            return try body(session)
        } catch {
            if error == .pinExpired { close() }
            throw CPSFailure(error)
        }
    }
}
