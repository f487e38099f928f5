// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardCrypto
internal import HealthCard
internal import ModuleSettings

/// What a signature mechanism means for one key.
enum SignaturePlan: Hashable, Sendable {
    /// The message is hashed here or on the card.
    case message(HashFunction, SignaturePadding)
    /// The caller hands over a digest, or the DigestInfo of one, that goes into a PKCS#1 v1.5 signature.
    case digestInfo
    /// The caller hands over the data of a PKCS#1 v1.5 block.
    case data
    /// The caller hands over a digest for PSS.
    case digest(HashFunction)

    /// For signing or verifying with a mechanism.
    ///
    /// - Parameter role: what the key is for.
    /// - Throws: `mechanismParameterInvalid` for a PSS whose hashes or salt are not those of the card.
    init(_ mechanism: Mechanism, _ role: KeyRole) throws(ReturnCode) {
        if let function = HashFunction(hashingPKCS1: mechanism.type) {
            self = .message(function, .pkcs1)
        } else if let function = HashFunction(hashingPSS: mechanism.type) {
            guard try SignaturePlan.pss(mechanism) == function else { throw .mechanismParameterInvalid }
            self = .message(function, .pss)
        } else if mechanism.type == UInt(CKM_RSA_PKCS_PSS) {
            self = .digest(try SignaturePlan.pss(mechanism))
        } else {
            self = role == .signature ? .digestInfo : .data
        }
    }

    /// The hash of PSS parameters: the card has one hash for message and mask, and a salt as long as it.
    private static func pss(_ mechanism: Mechanism) throws(ReturnCode) -> HashFunction {
        guard case .pss(let hash, let mask, let saltCount) = mechanism.parameter,
            let function = HashFunction(digest: hash), function == .sha1 || function == .sha256,
            mask == function.maskGeneration, saltCount == UInt(function.digestCount)
        else { throw .mechanismParameterInvalid }
        return function
    }

    /// Whether the message is hashed while it comes.
    var hashFunction: HashFunction? {
        if case .message(let function, _) = self { function } else { nil }
    }

    /// The scheme and input for the card.
    ///
    /// - Parameter data: what the caller handed over, unless the plan hashes.
    /// - Throws: `dataInvalid`, `dataLengthRange`.
    func prepare(_ data: [UInt8], modulusCount: Int) throws(ReturnCode) -> (SignatureInput, SignatureScheme) {
        switch self {
        case .message: throw .generalError
        case .digestInfo:
            for function in [HashFunction.sha256, .sha1] {
                if data.count == function.digestCount { return (.digest(data), .pkcs1(function)) }
                let prefix = function.digestInfoPrefix
                if data.count == prefix.count + function.digestCount, data.starts(with: prefix) {
                    return (.digest(Array(data.dropFirst(prefix.count))), .pkcs1(function))
                }
            }
            throw .dataInvalid
        case .data:
            // What the card takes: 40 % of the modulus (its ISO/IEC 9796 rule); a CPS4 would take more, a caller that
            // works with both would not know.
            guard !data.isEmpty, data.count * 5 <= modulusCount * 2 else { throw .dataLengthRange }
            return (.digest(data), .pkcs1Data)
        case .digest(let function):
            guard data.count == function.digestCount else { throw .dataLengthRange }
            return (.digest(data), .pss(function))
        }
    }
}
