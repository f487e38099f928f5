// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One line to the control socket.
struct ControlRequest: Codable, Equatable {
    var verb: ControlVerb
    /// The card's name; may be missing when there is only one.
    var card: String?
    var face: FaceName?
    /// swap: the card to put in.
    var profile: String?
    /// fault: what.
    var kind: FaultKind?
    /// fault: at the k-th command from now.
    var command: Int?
    /// fault: when the card has carried that command out and so many bytes of its answer have left.
    var byte: Int?
    /// fault: when the k-th byte of all answers from now is about to leave.
    var answerByte: Int?
    /// fault status: four hexadecimal digits.
    var sw: String?
    /// fault oversize: bytes too many.
    var extra: Int?
    /// slow, fault delay.
    var milliseconds: Int?
    /// fault foreign: commands in hexadecimal.
    var apdus: [String]?
    var counter: CounterName?
    var value: Int?
    /// save, load.
    var file: String?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case verb, card, face, profile, kind, command, byte
        case answerByte = "answer_byte"
        case sw, extra, milliseconds, apdus, counter, value, file
    }

    init(_ verb: ControlVerb) {
        self.verb = verb
    }

    /// Reads a line; a field that we do not know is an error, so that a misspelt fault never passes for none.
    init(line: Data) throws {
        let known = Set(CodingKeys.allCases.map(\.rawValue))
        guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
            throw ControlFailure("not a JSON object")
        }
        if let stranger = object.keys.sorted().first(where: { !known.contains($0) }) {
            throw ControlFailure("unknown field: \(stranger)")
        }
        do {
            self = try JSONDecoder().decode(ControlRequest.self, from: line)
        } catch DecodingError.keyNotFound(let key, _) {
            throw ControlFailure("missing field: \(key.stringValue)")
        } catch DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context)
        {
            throw ControlFailure("bad field: \(context.codingPath.map(\.stringValue).joined(separator: "."))")
        }
    }
}

/// A request that cannot be met; the text says why.
struct ControlFailure: Error, Equatable {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
