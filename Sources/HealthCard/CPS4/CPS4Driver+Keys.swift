// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ChipDoc
internal import ISO7816
internal import SecretMemory

extension CPS4Driver: CardDriver {
    func sign(_ input: SignatureInput, _ scheme: SignatureScheme, with key: CardKey) throws(CardError) -> [UInt8] {
        switch (key.role, scheme) {
        case (.signature, .pkcs1(let function)), (.signature, .pss(let function)),
            (.authentication, .pss(let function)):
            guard let algorithm = CPS4Driver.algorithms[scheme] else {
                throw .unsupportedOperation("CPS4: \(scheme)")
            }
            let digest = try input.digest(function)
            return try inEnvironment([0xB6, algorithm, key.reference | 0x80]) { () throws(CardError) in
                try applet.setSignatureEnvironment(algorithm, key: key.reference)
            } work: { () throws(CardError) in
                try applet.computeDigitalSignature(digest)
            }
        case (.authentication, .pkcs1(let function)):
            return try raw(function.digestInfoPrefix + input.digest(function), key)
        case (.authentication, .pkcs1Data):
            guard case .digest(let data) = input else { throw .unsupportedOperation("CPS4: message without a hash") }
            return try raw(data, key)
        case (.technical, _), (.signature, .pkcs1Data):
            throw .unsupportedOperation("CPS4: \(scheme)")
        }
    }

    func decipher(_ cryptogram: [UInt8], with key: CardKey) throws(CardError) -> WipingBytes {
        let block = try rawDecipher(.init(cryptogram), key)
        guard let content = PKCS1.encryptedContent(block) else {
            // One error for every flaw of the padding: more would make the card an oracle.
            throw .status(.incorrectData, during: .decipher)
        }
        return content
    }

    /// Algorithm bytes of tag 91.
    private static let algorithms: [SignatureScheme: UInt8] = [
        .pkcs1(.sha1): 0x0A, .pkcs1(.sha256): 0x28, .pss(.sha1): 0x15, .pss(.sha256): 0x2C,
    ]

    /// ChipDoc has no INTERNAL AUTHENTICATE: the host pads, the card does the bare private operation.
    private func raw(_ data: [UInt8], _ key: CardKey) throws(CardError) -> [UInt8] {
        guard let block = PKCS1.signatureBlock(data, count: key.modulusBits / 8) else {
            throw .unsupportedOperation("data longer than the key")
        }
        return Array(try rawDecipher(.init(block), key))
    }

    private func rawDecipher(_ block: WipingBytes, _ key: CardKey) throws(CardError) -> WipingBytes {
        try inEnvironment([0xB8, 0, key.reference]) { () throws(CardError) in
            try applet.setDeciphermentEnvironment(key: key.reference)
        } work: { () throws(CardError) in
            try applet.rawDecipher(block)
        }
    }

    /// Sets the environment where this transaction has not, and works in it; a card that lost its context gets
    /// everything said again, once.
    private func inEnvironment<R>(
        _ wanted: [UInt8], _ set: () throws(CardError) -> Void, work: () throws(CardError) -> R
    ) throws(CardError) -> R {
        try enterApplication(trusting: .believed)
        do {
            return try step(wanted, set, work)
        } catch CardError.status(let status, _) where inApplication != .known && status != .securityStatusNotSatisfied {
            forgetContext()
            try enterApplication()
            return try step(wanted, set, work)
        }
    }

    private func step<R>(
        _ wanted: [UInt8], _ set: () throws(CardError) -> Void, _ work: () throws(CardError) -> R
    ) throws(CardError) -> R {
        if environment != wanted {
            environment = nil
            try set()
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
