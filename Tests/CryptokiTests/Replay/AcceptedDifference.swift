// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Cryptoki
import Foundation

/// A call that ends otherwise here than with the established middleware, and why that is right.
///
/// All of them are in Tests/Fixtures/Transcripts/accepted-differences.json, for whoever replays the recordings.
struct AcceptedDifference: Sendable {
    /// Scenarios, by the names of their recordings.
    let scenarios: [String]
    /// The call, or how it begins.
    let call: String
    /// What the established middleware answered.
    let recorded: ReturnCode
    /// What we answer.
    let ours: ReturnCode
    /// Its defect, as docs/pkcs11-modes.md says it.
    let defect: String

    func applies(to recording: Recording, _ call: Recording.Call) -> Bool {
        scenarios.contains(recording.name) && call.name.hasPrefix(self.call)
    }

    /// All of them: what is not here must be equal.
    static let all: [AcceptedDifference] = {
        let file = Recording.folder.appendingPathComponent("../accepted-differences.json").standardizedFileURL
        guard let content = try? Data(contentsOf: file) else { return [] }
        return (try? JSONDecoder().decode([AcceptedDifference].self, from: content)) ?? []
    }()
}

extension AcceptedDifference: Decodable {
    private enum CodingKeys: CodingKey {
        case scenarios, call, recorded, ours, defect
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func code(_ key: CodingKeys) throws -> ReturnCode {
            guard let code = ReturnCode(recorded: try fields.decode(String.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: fields, debugDescription: "no code of ours")
            }
            return code
        }
        scenarios = try fields.decode([String].self, forKey: .scenarios)
        call = try fields.decode(String.self, forKey: .call)
        recorded = try code(.recorded)
        ours = try code(.ours)
        defect = try fields.decode(String.self, forKey: .defect)
    }
}

extension ReturnCode {
    /// Of a name or a number in a recording.
    init?(recorded text: String) {
        let names: [String: ReturnCode] = [
            "CKR_OK": .ok, "CKR_ARGUMENTS_BAD": .argumentsBad, "CKR_ATTRIBUTE_READ_ONLY": .attributeReadOnly,
            "CKR_ATTRIBUTE_TYPE_INVALID": .attributeTypeInvalid, "CKR_DATA_INVALID": .dataInvalid,
            "CKR_FUNCTION_NOT_SUPPORTED": .functionNotSupported,
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
