// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import HealthCard
internal import SecretMemory

/// A signature, or the check of one, under way in a session.
struct SigningOperation {
    let plan: SignaturePlan
    let key: CardKey
    /// What came so far, of a plan that hashes.
    var hash: MessageHash?
    /// What came so far, of a plan that does not: a digest or a little more.
    var data: [UInt8] = []
    /// Whether a part has come: then only more parts and the end may follow.
    var isMultipart = false
    /// The PIN given for this one operation.
    var pin: OperationPIN?

    init(_ plan: SignaturePlan, _ key: CardKey) {
        self.plan = plan
        self.key = key
        hash = plan.hashFunction.map { MessageHash($0) }
    }

    /// Length of the signature.
    var signatureCount: Int { key.modulusBits / 8 }

    /// Takes a part of the message.
    mutating func append(_ part: [UInt8]) throws(ReturnCode) {
        if hash != nil {
            hash?.update(part)
        } else {
            // No plan takes more than a block of the key.
            guard data.count + part.count <= signatureCount else { throw .dataLengthRange }
            data += part
        }
    }

    /// The scheme and input for the card.
    func prepared() throws(ReturnCode) -> (SignatureInput, SignatureScheme) {
        if let hash, case .message(let function, let padding) = plan {
            return (.streamed(hash), padding == .pss ? .pss(function) : .pkcs1(function))
        }
        return try plan.prepare(data, modulusCount: signatureCount)
    }
}

/// A PIN for one operation; the last reference wipes it.
final class OperationPIN {
    let value: SecretBytes

    init(_ value: consuming SecretBytes) {
        self.value = value
    }
}
