// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardCrypto
public import ISO7816
public import SecretMemory

extension ProfessionalCard {
    /// The key of a role.
    public func key(_ role: KeyRole) throws(CardError) -> CardKey {
        guard let key = try keys().first(where: { $0.role == role }) else {
            throw .unsupportedOperation("key: \(role.rawValue)")
        }
        return key
    }

    /// Signs, checks the result against the card's certificate, and only then hands it out.
    ///
    /// Another process may have set another key, hash or directory without a trace. So what comes back is verified
    /// in software; a mismatch or a refusal has everything said again in the documented order, once.
    /// - Throws: ``CardError/signatureMismatch`` when the second signature is wrong too.
    public func sign(
        _ input: SignatureInput, _ scheme: SignatureScheme, with role: KeyRole
    ) throws(CardError) -> [UInt8] {
        let key = try key(role)
        _ = try publicKey(role)
        do {
            let signature = try driver.sign(input, scheme, with: key)
            if try isRight(signature, input, scheme, role) { return signature }
        } catch CardError.status(let status, let operation) where status != .securityStatusNotSatisfied {
            guard operation != .verify else { throw .status(status, during: operation) }
        }
        driver.forgetContext()
        let signature = try driver.sign(input, scheme, with: key)
        if try isRight(signature, input, scheme, role) { return signature }
        // The certificate may be of yesterday, from a cache, or another's that a disturbed read brought. The next operation
        // reads it again; this one fails, since whoever asked may hold the wrong one.
        dropKeptFiles()
        throw .signatureMismatch
    }

    /// Deciphers a PKCS#1 v1.5 cryptogram with the authentication key.
    public func decipher(_ cryptogram: [UInt8]) throws(CardError) -> WipingBytes {
        let key = try key(.authentication)
        guard cryptogram.count * 8 == key.modulusBits else { throw .unsupportedOperation("cryptogram length") }
        return try driver.decipher(cryptogram, with: key)
    }

    private func isRight(
        _ signature: [UInt8], _ input: SignatureInput, _ scheme: SignatureScheme, _ role: KeyRole
    ) throws(CardError) -> Bool {
        let key = try publicKey(role)
        return switch scheme {
        case .pkcs1(let function):
            try key.verifies(signature, digest: input.digest(function), function, .pkcs1)
        case .pss(let function):
            try key.verifies(signature, digest: input.digest(function), function, .pss)
        case .pkcs1Data:
            if case .digest(let data) = input { key.verifiesPKCS1(signature, block: data) } else { false }
        }
    }

    /// The public key of a role, from its certificate, which is read at most once.
    public func publicKey(_ role: KeyRole) throws(CardError) -> RSAPublicKey {
        if let known = publicKeys[role] { return known.key }
        _ = try certificate(role)
        guard let read = publicKeys[role] else { throw .unsupportedOperation("certificate: \(role.rawValue)") }
        return read.key
    }
}
