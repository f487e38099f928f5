// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import CardToolSupport
internal import CertificateTrust
internal import ISO7816
internal import SecretMemory
internal import TokenClient

/// The part of the module's test that needs a card.
struct TokenChecks {
    private(set) var results: [CheckResult] = []

    /// Looks at every token; signs with the only one, where a signature is asked for.
    init(_ module: TokenModule, _ context: CommandContext, _ descriptors: SecretDescriptors?) {
        let slots: [SlotInformation]
        do {
            slots = try context.slots(of: module)
        } catch {
            add("slots", error)
            return
        }
        var occupied: [SlotInformation] = []
        for slot in slots where slot.hasToken {
            // SoftHSM always has a token that nobody made ready yet; that is no fault.
            if (try? module.token(in: slot.id).isInitialized) != false { occupied.append(slot) }
        }
        add("slots", .ok, .slots(slots.count, tokens: occupied.count))
        guard !occupied.isEmpty else {
            let level: CheckResult.Level = descriptors == nil ? .warning : .failed
            add("token", level, .noToken, hint: .insertToken, exit: .noCard)
            return
        }
        for slot in occupied {
            do throws(ModuleFault) {
                try look(at: slot, module)
            } catch {
                let failure = Failure(error)
                results.append(
                    CheckResult(
                        "token", .failed, ModuleMessage.tokenFails(slot: slot.description, error),
                        hint: failure.hint ?? HintMessage.reinsertCard, exit: failure.code))
            }
        }
        guard let descriptors else { return }
        guard occupied.count == 1 else {
            let failure = Failure(.ambiguousReader, .ambiguousReader(occupied.map(\.description)), hint: .nameReader)
            add("signature", failure)
            return
        }
        do {
            try sign(occupied[0], module, context, descriptors)
        } catch {
            add("signature", Failure(any: (error as? ModuleFault).map { Failure($0) } ?? error))
        }
    }

    private mutating func add(
        _ name: String, _ level: CheckResult.Level, _ finding: ModuleMessage, hint: ModuleMessage? = nil,
        exit: FailureCode = .failed
    ) {
        results.append(CheckResult(name, level, finding, hint: hint, exit: exit))
    }

    private mutating func add(_ name: String, _ failure: Failure) {
        results.append(CheckResult(name, .failed, failure.message, hint: failure.hint, exit: failure.code))
    }

    private mutating func look(at slot: SlotInformation, _ module: TokenModule) throws(ModuleFault) {
        add("token", .ok, .token(try module.token(in: slot.id), slot: slot.description))
        let mechanisms = try module.mechanisms(in: slot.id)
        if mechanisms.isEmpty {
            add("mechanisms", .failed, .noMechanisms)
        } else {
            add("mechanisms", .ok, .mechanisms(mechanisms.count))
        }
        let session = try module.openSession(in: slot.id)
        if mechanisms.contains(TokenMechanism.sha256.rawValue) {
            let isRight = try session.digest(Array("abc".utf8), .sha256) == TokenChecks.digestOfABC
            add("digest", isRight ? .ok : .failed, isRight ? .digest : .digestWrong)
        } else {
            add("digest", .warning, .digestMissing)
        }
        var count = 0
        for object in try TokenChecks.objects(session) where object.kind == .certificate {
            count += 1
            if try TokenChecks.certificate(object, session) == nil {
                add("certificates", .failed, .certificateUnreadable(object.label))
            }
        }
        add("certificates", .ok, .certificates(count))
    }

    /// FIPS 180-4, the example of SHA-256 for one block.
    private static let digestOfABC: [UInt8]? = [UInt8](
        hexadecimal: "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")

    private static func objects(_ session: TokenSession) throws(ModuleFault) -> [ObjectView] {
        var objects: [ObjectView] = []
        for handle in try session.objects() { objects.append(try ObjectView(handle, session)) }
        return objects
    }

    private static func certificate(
        _ object: ObjectView, _ session: TokenSession
    ) throws(ModuleFault) -> X509Certificate? {
        let der = try session.attribute(.value, of: object.handle) ?? []
        return try? X509Certificate(der: der)
    }

    // MARK: The signature

    private mutating func sign(
        _ slot: SlotInformation, _ module: TokenModule, _ context: CommandContext, _ descriptors: SecretDescriptors
    ) throws {
        switch try module.token(in: slot.id).pin {
        case .locked: throw Failure(.pinBlocked, .pinBlocked(.holder), hint: .unblockPIN)
        // A test is no reason to risk a card.
        case .finalTry: throw Failure(.tryGuard, ModuleMessage.lastTry as any Message, hint: nil)
        case .fresh, .low: break
        }
        let session = try module.openSession(in: slot.id)
        let pin = try context.secrets(descriptors).ask(.pin)
        try pin.withSpan { (bytes) throws(ModuleFault) in try session.login(pin: bytes) }
        defer { try? session.logout() }
        guard let (key, publicKey) = try TokenChecks.authenticationKey(session) else {
            return add("signature", .failed, .noKey)
        }
        let message = try SystemRandom().bytes(32)
        let digest = HashFunction.sha256.digest(message)
        let signature = try session.sign(HashFunction.sha256.digestInfoPrefix + digest, with: key.handle, .rsaPKCS)
        let isRight = publicKey.verifies(signature, digest: digest, .sha256, .pkcs1)
        if isRight {
            add("signature", .ok, .signed(key.label))
        } else {
            add("signature", .failed, .signatureWrong(key.label), exit: .signatureInvalid)
        }
    }

    /// A private RSA key that may prove presence, and its public half.
    ///
    /// Never a key whose certificate is for commitments alone: a test must not sign in the holder's name.
    private static func authenticationKey(
        _ session: TokenSession
    ) throws(ModuleFault) -> (ObjectView, RSAPublicKey)? {
        let objects = try objects(session)
        for key in objects where key.kind == .privateKey {
            guard try session.attribute(.sign, of: key.handle)?.first == 1,
                try session.attribute(.alwaysAuthenticate, of: key.handle)?.first != 1
            else { continue }
            var modulus = try session.attribute(.modulus, of: key.handle) ?? []
            var exponent = try session.attribute(.publicExponent, of: key.handle) ?? []
            let companion = objects.first { $0.kind == .certificate && $0.id == key.id && !$0.id.isEmpty }
            if let companion, let certificate = try certificate(companion, session) {
                if let usage = certificate.keyUsage, !usage.contains(.digitalSignature) { continue }
                (modulus, exponent) = (certificate.modulus, certificate.exponent)
            }
            if let publicKey = try? RSAPublicKey(modulus: modulus, exponent: exponent) { return (key, publicKey) }
        }
        return nil
    }
}
