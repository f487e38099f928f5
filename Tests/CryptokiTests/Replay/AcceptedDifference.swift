// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Cryptoki

/// A call that ends otherwise here than with the established middleware, and why that is right.
struct AcceptedDifference: Sendable {
    /// Scenarios, by the end of their names; with the card where it matters.
    let scenarios: [String]
    /// The call, or how it begins.
    let call: String
    /// What the established middleware answered.
    let recorded: ReturnCode
    /// What we answer.
    let ours: ReturnCode
    /// Its defect.
    let defect: String

    func applies(to recording: Recording, _ call: Recording.Call) -> Bool {
        scenarios.contains(recording.name) && call.name.hasPrefix(self.call)
    }

    /// All of them: what is not here must be equal.
    static let all: [AcceptedDifference] = [
        AcceptedDifference(
            scenarios: ["cps4-t0-sign-matrix", "cps4-t1-sign-matrix"], call: "C_Sign AUT CKM_SHA256_RSA_PKCS 24 bytes",
            recorded: .generalError, ours: .ok,
            defect: "A mechanism that it lists fails with the authentication key of a CPS4 for want of a DigestInfo."),
        AcceptedDifference(
            scenarios: ["cps4-t0-sign-aut-large-buffer", "cps4-t1-sign-aut-large-buffer"], call: "pkcs11-tool",
            recorded: .argumentsBad, ours: .ok,
            defect: "The caller's buffer becomes Le: more room than the signature needs is refused."),
        AcceptedDifference(
            scenarios: ["cps4-t1-update-mode"], call: "C_TransmitMessage", recorded: .generalError, ours: .ok,
            defect: "Raw exchanges always carry the header of T=0, which a T=1 connection refuses."),
        AcceptedDifference(
            scenarios: ["cps3-update-mode"], call: "C_KeepAlive", recorded: .ok, ours: .sessionHandleInvalid,
            defect: "A session that does not exist is said to be alive."),
        AcceptedDifference(
            scenarios: ["cps3-contactless-cold-objects"], call: "C_GetAttributeValue(CPS_PRIV_TECH_AUT CKA_VALUE)",
            recorded: .ok, ours: .attributeTypeInvalid,
            defect: "CKR_OK, without an exchange, for an attribute that RSA private keys do not have (2.40 §2.1.3)."),
    ]
}

extension ReturnCode {
    /// Of a name or a number in a recording.
    init?(recorded text: String) {
        let names: [String: ReturnCode] = [
            "CKR_OK": .ok, "CKR_ARGUMENTS_BAD": .argumentsBad, "CKR_ATTRIBUTE_READ_ONLY": .attributeReadOnly,
            "CKR_DATA_INVALID": .dataInvalid, "CKR_FUNCTION_NOT_SUPPORTED": .functionNotSupported,
            "CKR_GENERAL_ERROR": .generalError, "CKR_KEY_TYPE_INCONSISTENT": .keyTypeInconsistent,
            "CKR_MECHANISM_INVALID": .mechanismInvalid, "CKR_PIN_INCORRECT": .pinIncorrect,
            "CKR_PIN_LEN_RANGE": .pinLengthRange, "CKR_PIN_LOCKED": .pinLocked,
            "CKR_SESSION_HANDLE_INVALID": .sessionHandleInvalid,
            "CKR_USER_PIN_NOT_INITIALIZED": .userPINNotInitialized,
        ]
        if let known = names[text] {
            self = known
        } else {
            guard text.hasPrefix("0x"), let value = UInt(text.dropFirst(2), radix: 16) else { return nil }
            self.init(rawValue: value)
        }
    }
}
