// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not an FSE of the open profile, and in which field.
///
/// It never holds a value.
public struct DocumentError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// Not JSON that we accept.
        case json(JSONError.Reason)
        /// Not `fse-open/1`.
        case schema
        /// Claims an accreditation that nobody gave.
        case accreditation
        /// A field that must be there is not.
        case missing
        /// A field that the schema does not know.
        case unknown
        /// A value of another JSON type.
        case type(expected: JSONKind)
        /// A number, a length or a count out of bounds.
        case range
        /// Text of the wrong form, or a code that is in no table.
        case format
        /// A day that does not exist, or not ISO 8601.
        case date
        /// Later than the FSE itself.
        case dateAfterDocument
        /// Before the beneficiary's birth.
        case dateBeforeBirth
        /// The NIR's key does not belong to its number.
        case nirKey
        /// Amounts that do not add up.
        case sum
        /// A replacement names the issuer twice, or leaves out a name.
        case replacement
    }

    /// What is wrong.
    public let reason: Reason
    /// The field, as a JSON Pointer (RFC 6901).
    public let pointer: JSONPointer

    /// An error.
    public init(_ reason: Reason, at pointer: JSONPointer) {
        self.reason = reason
        self.pointer = pointer
    }

    package init(_ error: JSONError) {
        self.init(.json(error.reason), at: error.pointer)
    }

    /// A stable name for programs and for translation.
    public var code: String {
        switch reason {
        case .json(let reason): reason.rawValue
        case .schema: "fse.schema"
        case .accreditation: "fse.accreditation"
        case .missing: "fse.missing-field"
        case .unknown: "fse.unknown-field"
        case .type: "fse.wrong-type"
        case .range: "fse.out-of-range"
        case .format: "fse.bad-format"
        case .date: "fse.not-a-date"
        case .dateAfterDocument: "fse.date-after-document"
        case .dateBeforeBirth: "fse.date-before-birth"
        case .nirKey: "fse.nir-key"
        case .sum: "fse.sum"
        case .replacement: "fse.replacement"
        }
    }
}
