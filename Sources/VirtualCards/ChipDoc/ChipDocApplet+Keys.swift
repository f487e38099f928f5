// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816

/// The security environment in use.
struct ChipDocEnvironment {
    /// Template B6: what PSO COMPUTE DIGITAL SIGNATURE does.
    var signature: (scheme: ChipDocScheme, key: CardKey)?
    /// Template B8.
    var decipherment: CardKey?
}

/// Algorithm references of MSE tag 91.
enum ChipDocScheme: UInt8 {
    case sha1 = 0x0A
    case sha256 = 0x28
    case sha1PSS = 0x15
    case sha256PSS = 0x2C

    var function: HashFunction {
        switch self {
        case .sha1, .sha1PSS: .sha1
        case .sha256, .sha256PSS: .sha256
        }
    }

    var isPSS: Bool { self == .sha1PSS || self == .sha256PSS }
}

extension ChipDocApplet {
    /// Keys by reference: 10 signature, 20 authentication.
    private func key(_ reference: UInt8) -> CardKey? {
        switch reference {
        case 0x10: keys.first { $0.role == .signature }
        case 0x20: keys.first { $0.role == .authentication }
        default: nil
        }
    }

    /// MANAGE SECURITY ENVIRONMENT: `81 B6` with `91 02 algorithm key|80`, `41 B8` with `83 01 key`.
    func setEnvironment(_ command: CardCommand) -> Reply {
        switch command.parameters {
        case 0x81B6:
            guard let value = DataObject.only(0x91, in: command.body), value.count == 2, let algorithm = value.first,
                let reference = value.last, let scheme = ChipDocScheme(rawValue: algorithm), reference & 0x80 != 0
            else { return .status(.incorrectData) }
            guard let key = key(reference & 0x7F) else { return .status(.referencedDataNotFound) }
            environment.signature = (scheme, key)
        case 0x41B8:
            guard let value = DataObject.only(0x83, in: command.body), value.count == 1, let reference = value.first
            else { return .status(.incorrectData) }
            guard let key = key(reference) else { return .status(.referencedDataNotFound) }
            guard key.role == .authentication else { return .status(.conditionsOfUseNotSatisfied) }
            environment.decipherment = key
        default:
            return .status(.incorrectParameters)
        }
        return .success
    }

    /// PERFORM SECURITY OPERATION.
    func performSecurityOperation(_ command: CardCommand) -> Reply {
        switch command.parameters {
        case 0x9E9A: sign(command)
        case 0x8086: decipher(command)
        default: .status(.incorrectParameters)
        }
    }

    /// PSO COMPUTE DIGITAL SIGNATURE over a digest; without an environment 6985, as after a lost context.
    private func sign(_ command: CardCommand) -> Reply {
        guard let (scheme, key) = environment.signature else { return .status(.conditionsOfUseNotSatisfied) }
        guard security.isPINVerified else { return .status(.securityStatusNotSatisfied) }
        let function = scheme.function
        guard command.body.count == function.digestCount else { return .status(.wrongLength) }
        let digest = Array(command.body)
        if scheme.isPSS { return key.signPSS(digest, function, random, journal) }
        return key.sign(function.digestInfoPrefix + digest, journal)
    }

    /// PSO DECIPHER: the raw private operation on a whole block, without padding indicator.
    private func decipher(_ command: CardCommand) -> Reply {
        guard let key = environment.decipherment else { return .status(.conditionsOfUseNotSatisfied) }
        guard security.isPINVerified else { return .status(.securityStatusNotSatisfied) }
        guard command.body.count == key.key.publicKey.count else { return .status(.wrongLength) }
        return key.decipher(Array(command.body), journal)
    }
}
