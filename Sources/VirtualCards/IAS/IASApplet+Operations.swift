// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816
internal import SecretMemory

extension IASApplet {
    /// PERFORM SECURITY OPERATION.
    func performSecurityOperation(_ command: CardCommand) -> Reply {
        switch command.parameters {
        case 0x90A0: hash(command)
        case 0x9E9A: computeSignature(command)
        case 0x8086: decipher(command)
        default: .status(.incorrectParameters)
        }
    }

    /// PSO HASH: `90 L (state, bit count)` from the host, or `90 00`, then `80 L` with the rest of the message.
    private func hash(_ command: CardCommand) -> Reply {
        guard let function = environment.hashing else { return .status(.conditionsOfUseNotSatisfied) }
        guard let objects = DataObject.list(command.body), objects.count == 2, objects[0].tag == 0x90,
            objects[1].tag == 0x80, objects[1].value.count <= 64
        else { return .status(.incorrectData) }
        let (before, rest) = (objects[0].value, objects[1].value)
        if before.isEmpty {
            environment.digest = (function, function.digest(rest))
            return .success
        }
        guard before.count == function.digestCount + 8 else { return .status(.incorrectData) }
        let bits = before.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let partial = try? PartialHash(function, state: Array(before.dropLast(8)), bitCount: bits) else {
            return .status(.incorrectData)
        }
        environment.digest = (function, partial.finished(with: rest))
        return .success
    }

    /// PSO COMPUTE DIGITAL SIGNATURE: over the hash that the card holds, or over one in the command.
    private func computeSignature(_ command: CardCommand) -> Reply {
        guard let (function, key) = environment.signature else { return .status(.conditionsOfUseNotSatisfied) }
        guard security.isPINVerified else { return .status(.securityStatusNotSatisfied) }
        let digest: [UInt8]
        if command.body.isEmpty {
            guard let held = environment.digest, held.function == function else {
                return .status(.conditionsOfUseNotSatisfied)
            }
            digest = held.bytes
        } else {
            guard command.body.count == function.digestCount else { return .status(.incorrectData) }
            digest = Array(command.body)
        }
        environment.digest = nil
        return key.sign(function.digestInfoPrefix + digest, journal)
    }

    /// INTERNAL AUTHENTICATE (client/server): the card pads, and takes at most 40 % of the modulus.
    func internalAuthenticate(_ command: CardCommand) -> Reply {
        guard command.parameters == 0 else { return .status(.incorrectParameters) }
        guard let key = environment.authentication else { return .status(.conditionsOfUseNotSatisfied) }
        guard key.role == .technical || security.isPINVerified else { return .status(.securityStatusNotSatisfied) }
        // PKCS #1 v1.5 for client/server authentication (CEN/TS 15480-2): a longer input could be anything.
        guard !command.body.isEmpty, command.body.count * 5 <= key.key.publicKey.count * 2 else {
            return .status(.wrongLength)
        }
        return key.sign(Array(command.body), journal)
    }

    /// PSO DECIPHER: padding indicator 81, then the cryptogram; the answer has lost its padding.
    private func decipher(_ command: CardCommand) -> Reply {
        guard let key = environment.decipherment else { return .status(.conditionsOfUseNotSatisfied) }
        guard security.isPINVerified else { return .status(.securityStatusNotSatisfied) }
        guard command.body.count == key.key.publicKey.count + 1 else { return .status(.wrongLength) }
        guard command.body.first == 0x81 else { return .status(.incorrectData) }
        let reply = key.decipher(Array(command.body.dropFirst()), journal)
        guard reply.status == .success else { return reply }
        guard let content = PKCS1.encryptedContent(WipingBytes(reply.body)) else { return .status(.incorrectData) }
        return .data(Array(content))
    }
}
