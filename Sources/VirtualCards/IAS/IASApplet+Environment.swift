// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816

/// Algorithm references of the CPS3 (TokenInfo, supportedAlgorithms).
private enum Algorithm {
    static func hash(_ reference: UInt8) -> HashFunction? {
        switch reference {
        case 0x10: .sha1
        case 0x40: .sha256
        default: nil
        }
    }

    static func signature(_ reference: UInt8) -> HashFunction? {
        switch reference {
        case 0x12: .sha1
        case 0x42: .sha256
        default: nil
        }
    }

    static let clientServer: UInt8 = 0x02
    static let decipher: UInt8 = 0x1A
}

extension IASApplet {
    /// MANAGE SECURITY ENVIRONMENT: SET for computation (P1 = 41), RESTORE (P1 = F3).
    func manageEnvironment(_ command: CardCommand) -> Reply {
        switch command.p1 {
        case 0x41:
            return set(command)
        case 0xF3:
            guard IASObjects.environments[command.p2] != nil else { return .status(.referencedDataNotFound) }
            environment = IASEnvironment()
            return .success
        default:
            return .status(.incorrectParameters)
        }
    }

    private func set(_ command: CardCommand) -> Reply {
        guard let objects = DataObject.list(command.body) else { return .status(.incorrectData) }
        var algorithm: UInt8?
        var reference: UInt8?
        // 80 and 84 in any order: the two known middlewares disagree about it.
        for object in objects {
            guard object.value.count == 1, let value = object.value.first else { return .status(.incorrectData) }
            switch object.tag {
            case 0x80: algorithm = value
            case 0x84: reference = value
            default: return .status(.incorrectData)
            }
        }
        guard let algorithm else { return .status(.incorrectData) }
        if command.p2 == 0xAA {
            guard reference == nil, let function = Algorithm.hash(algorithm) else { return .status(.incorrectData) }
            environment.hashing = function
            return .success
        }
        guard let reference, let key = key(reference) else { return .status(.referencedDataNotFound) }
        switch (command.p2, key.role) {
        case (0xB6, .signature):
            guard let function = Algorithm.signature(algorithm) else { return .status(.incorrectData) }
            environment.signature = (function, key)
        case (0xA4, .authentication), (0xA4, .technical):
            guard algorithm == Algorithm.clientServer else { return .status(.incorrectData) }
            environment.authentication = key
        case (0xB8, .authentication):
            guard algorithm == Algorithm.decipher else { return .status(.incorrectData) }
            environment.decipherment = key
        case (0xA4, _), (0xB6, _), (0xB8, _):
            return .status(.conditionsOfUseNotSatisfied)
        default:
            return .status(.incorrectParameters)
        }
        return .success
    }

    /// A key of the current directory; bit 8 of the reference says "local" (ISO/IEC 7816-4 §10.3.3).
    private func key(_ reference: UInt8) -> CardKey? {
        guard reference & 0x80 != 0 else { return nil }
        return objects.key(reference & 0x7F, in: selection.directory.id)
    }
}
