// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import IASECC
internal import ISO7816
internal import PKCS15
internal import SecretMemory

extension CPS3Driver: CardDriver {
    func sign(_ input: SignatureInput, _ scheme: SignatureScheme, with key: CardKey) throws(CardError) -> [UInt8] {
        switch (key.role, scheme) {
        case (.signature, .pkcs1(let function)):
            guard let algorithms = CPS3Driver.algorithms[function] else {
                throw .unsupportedOperation("CPS3: \(function.rawValue)")
            }
            if !acceptsDigest, let hash = try input.messageHash(function) {
                return try signHashingOnCard(hash, algorithms, key)
            }
            return try signDigest(input.digest(function), algorithms, key)
        case (.authentication, .pkcs1(let function)), (.technical, .pkcs1(let function)):
            return try authenticate(function.digestInfoPrefix + input.digest(function), key)
        case (.authentication, .pkcs1Data), (.technical, .pkcs1Data):
            guard case .digest(let data) = input else { throw .unsupportedOperation("CPS3: message without a hash") }
            return try authenticate(data, key)
        case (.signature, .pkcs1Data), (_, .pss):
            throw .unsupportedOperation("CPS3: \(scheme)")
        }
    }

    func decipher(_ cryptogram: [UInt8], with key: CardKey) throws(CardError) -> WipingBytes {
        let environment = IASEnvironment.decipherment(key: key.reference)
        return try inEnvironment(environment) { () throws(CardError) in try applet.decipher(cryptogram) }
    }

    /// Algorithm bytes of MSE: hash on card, signature.
    private static let algorithms: [HashFunction: (hash: UInt8, signature: UInt8)] = [
        .sha1: (0x10, 0x12), .sha256: (0x40, 0x42),
    ]

    /// A ready digest in PSO CDS, as the established middleware also sends it: one command instead of three.
    private func signDigest(
        _ digest: [UInt8], _ algorithms: (hash: UInt8, signature: UInt8), _ key: CardKey
    ) throws(CardError) -> [UInt8] {
        try enter(application.identifiers)
        return try inEnvironment(.signature(algorithms.signature, key: key.reference)) { () throws(CardError) in
            try applet.computeDigitalSignature(digest)
        }
    }

    /// The documented way: the card computes the last round of the hash itself.
    private func signHashingOnCard(
        _ hash: MessageHash, _ algorithms: (hash: UInt8, signature: UInt8), _ key: CardKey
    ) throws(CardError) -> [UInt8] {
        guard let (state, last) = hash.unfinished else { throw .unsupportedOperation("hash on card") }
        guard !last.isEmpty else { throw .unsupportedOperation("CPS3: empty message") }
        try enter(application.identifiers)
        try applet.set(.hash(algorithms.hash))
        // 1 to 64 bytes are left to the card; a message of whole blocks leaves its last one.
        try applet.hash(state: state.state, bitCount: state.bitCount, last: last)
        environment = nil
        try applet.set(.signature(algorithms.signature, key: key.reference))
        return try applet.computeDigitalSignature()
    }

    private func authenticate(_ data: [UInt8], _ key: CardKey) throws(CardError) -> [UInt8] {
        // ISO/IEC 9796 rule of the card: at most 40 % of the modulus.
        guard data.count * 5 <= key.modulusBits / 8 * 2 else {
            throw .unsupportedOperation("data over 40 % of the key")
        }
        return try inEnvironment(.authentication(key: key.reference)) { () throws(CardError) in
            try applet.internalAuthenticate(data)
        }
    }

    /// Sets the environment where this transaction has not done so, and works in it.
    ///
    /// Our application DF is taken for current when we left it so; a card that has been moved refuses the key, and
    /// then the DF is selected and everything said again, once.
    private func inEnvironment<R>(
        _ wanted: IASEnvironment, _ work: () throws(CardError) -> R
    ) throws(CardError) -> R {
        try enter(application.identifiers, trusting: .believed)
        do {
            return try set(wanted, work)
        } catch CardError.status(let status, let operation)
            where current?.footing != .known && operation != .verify && status != .securityStatusNotSatisfied
        {
            try enter(application.identifiers)
            return try set(wanted, work)
        }
    }

    private func set<R>(_ wanted: IASEnvironment, _ work: () throws(CardError) -> R) throws(CardError) -> R {
        if environment != wanted {
            environment = nil
            try applet.set(wanted)
            environment = wanted
        }
        do {
            return try work()
        } catch {
            environment = nil
            throw error
        }
    }
}
