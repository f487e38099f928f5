// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import CardToken
public import CardToolSupport
public import CertificateTrust
internal import FSE
internal import FSEDocuments
internal import HealthCard
internal import ISO7816

/// The command `caducee fse sign IN… --out DIR`: a day's lot, from files to container.
public struct FSESign: Sendable {
    /// What the command line says.
    public struct Request: Sendable {
        /// Files `.json` or `.b2`, or folders of them.
        public var inputs: [String]
        /// Where payloads, signatures and the container go.
        public var output: String
        /// The numbering register.
        public var register: String
        /// The activity, where the card holds several.
        public var activity: Int?
        /// PSS instead of PKCS#1 v1.5.
        public var isPSS: Bool
        /// The claimed signing time, seconds since 1970.
        public var now: Int64

        /// From its parts.
        public init(
            inputs: [String], output: String, register: String, activity: Int? = nil, isPSS: Bool = false, now: Int64
        ) {
            self.inputs = inputs
            self.output = output
            self.register = register
            self.activity = activity
            self.isPSS = isPSS
            self.now = now
        }
    }

    private let request: Request
    private let trust: TrustStore?
    private let presentation: PresentationOptions
    private let clock: @Sendable () -> Int64
    private let uptime: @Sendable () -> Duration

    /// - Parameters:
    ///   - clock: the signing time of each FSE, seconds since 1970.
    ///   - uptime: a clock that only goes forward, for the life of the PIN.
    public init(
        _ request: Request, trust: TrustStore?, presentation: PresentationOptions,
        clock: @escaping @Sendable () -> Int64, uptime: @escaping @Sendable () -> Duration
    ) {
        self.request = request
        self.trust = trust
        self.presentation = presentation
        self.clock = clock
        self.uptime = uptime
    }

    /// Signs the lot, or goes on with one that was interrupted.
    public func run(_ context: CommandContext) throws -> Report {
        let files = try FSEInputs.files(request.inputs)
        let token = try context.openToken()
        let object = try telling { () throws(TokenError) in try token.certificate(.signature) }
        let facts = try CertificateFacts(object, trust: trust, now: request.now)
        try checkFamily(facts)
        if let failure = facts.failure { throw failure }
        do {
            try LotPlan.precheck(files: files, identifier: facts.certificate.subject.commonName ?? "")
        } catch {
            throw FSEInputs.failure(error)
        }

        let given = try context.present(.holder, to: token, presentation)
        let consent = given.consent
        let allowed = given.maximumTries
        let secret = given.take()
        let session: SigningSession
        do {
            session = try token.signingSession(
                .signature, request.isPSS ? .pss(.sha256) : .pkcs1(.sha256), secret, consent: consent, uptime: uptime)
        } catch .card(let cause) {
            throw Failure(cause, triesAllowed: allowed)
        } catch {
            throw Failure(error)
        }
        defer { session.close() }
        let opened = try telling { () throws(TokenError) in try session.privateContents() }
        let plan = try plan(files, facts, opened.activities)
        let key = CardSigningKey(
            session: session, certificate: facts.certificate, intermediates: facts.intermediates,
            scheme: request.isPSS ? .pss : .pkcs1)
        return try sign(plan, key, context)
    }

    private func sign(_ plan: LotPlan, _ key: CardSigningKey, _ context: CommandContext) throws -> Report {
        let register: NumberingRegister
        do {
            register = try NumberingRegister(path: request.register)
        } catch {
            throw Failure(error)
        }
        let signer: LotSigner
        do {
            signer = try LotSigner(key: key, register: register, folder: request.output)
        } catch {
            throw Failure(.failed, .internalError("\(error)"), hint: .reportProblem)
        }
        let progress = Progress(context, total: plan.items.count)
        let outcome = signer.run(plan, clock: clock) { step in
            guard case .signed(let number, let count, _) = step else { return }
            progress.begin(count, context.text(FSEMessage.signing(number)))
        }
        progress.end()
        return LotReport(plan, outcome, context).report
    }

    private func checkFamily(_ facts: CertificateFacts) throws(Failure) {
        guard let family = facts.family, let rule = FamilyRule.rule(family, isNamed: facts.isNamed) else { return }
        guard !rule.signsFSE else { return }
        let reason: FSEMessage.FamilyReason =
            switch rule.reason {
            case .inTraining: .inTraining
            case .unnamed: .unnamed
            case .noCare: .noCare
            case .none, .billingOnly: .other
            }
        throw Failure(.refusedByPolicy, FSEMessage.family(reason) as any Message)
    }

    private func plan(
        _ files: [String], _ facts: CertificateFacts, _ activities: [Activity]
    ) throws(Failure) -> LotPlan {
        let known = activities.compactMap { activity -> HolderBinding.Activity? in
            guard let structure = activity.structureIdentifier, let sector = activity.sector else { return nil }
            return HolderBinding.Activity(
                number: activity.number, mode: activity.mode ?? "", structure: structure, sector: sector)
        }
        do {
            let holder = try HolderBinding(
                certificateIdentifier: facts.certificate.subject.commonName ?? "", activities: known,
                chosen: request.activity)
            return try LotPlan(files: files, holder: holder)
        } catch let error as BindingError {
            throw FSEInputs.failure(error)
        } catch let error as LotPlanError {
            throw FSEInputs.failure(error)
        } catch {
            throw Failure(any: error)
        }
    }
}
