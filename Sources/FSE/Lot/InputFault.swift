// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import FSEDocuments

/// What is wrong with one input file of a lot.
public enum InputFault: Error, Hashable, Sendable {
    /// Cannot be read.
    case unreadable
    /// Larger than 1 MiB.
    case tooLarge
    /// Neither `.json` nor `.b2`.
    case unknownKind
    /// A B2 file whose name has no number: its last digits are the FSE's number.
    case noNumber
    /// Not an FSE of the open profile.
    case document(DocumentError)
    /// Not a B2 invoice block.
    case b2(B2Error)
    /// Not this holder's, or not this activity's.
    case binding(BindingError)
    /// Another file of the lot has the same number.
    case duplicateNumber(Int)
    /// Numbers are missing between the file before and this one.
    case gap(after: Int)

    /// A stable name for programs and for translation.
    public var code: String {
        switch self {
        case .unreadable: "input.unreadable"
        case .tooLarge: "input.too-large"
        case .unknownKind: "input.unknown-kind"
        case .noNumber: "input.no-number"
        case .document(let error): error.code
        case .b2(let error): error.reason.rawValue
        case .binding(let error): error.code
        case .duplicateNumber: "lot.duplicate-number"
        case .gap: "lot.gap"
        }
    }

    /// The field or the record at fault, where there is one.
    public var place: String? {
        switch self {
        case .document(let error): error.pointer.description
        case .b2(let error): error.record > 0 ? String(error.record) : nil
        case .binding(let error): error.pointer?.description
        case .duplicateNumber, .gap: "/number"
        case .unreadable, .tooLarge, .unknownKind, .noNumber: nil
        }
    }
}

/// A file and what is wrong with it.
public struct InputProblem: Error, Hashable, Sendable {
    /// Name of the file, without its folder.
    public let file: String
    /// What is wrong.
    public let fault: InputFault
}

/// Why a set of files makes no lot; nothing was bound or signed.
public enum LotPlanError: Error, Hashable, Sendable {
    /// No file.
    case empty
    /// More than ``LotIndex/maximumCount``.
    case tooMany(Int)
    /// Files at fault, all of them.
    case inputs([InputProblem])

    /// A stable name for programs and for translation.
    public var code: String {
        switch self {
        case .empty: "lot.empty"
        case .tooMany: "lot.too-many"
        case .inputs: "lot.inputs"
        }
    }
}
