// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// A slot's number: 0 to 15, the same for a reader as long as the process lives.
public typealias SlotID = UInt
/// A session; never used twice in a process.
public typealias SessionHandle = UInt
/// An object on one inserted card.
public typealias ObjectHandle = UInt
/// A `CKM_` value.
public typealias MechanismType = UInt
/// A `CKA_` value.
public typealias AttributeType = UInt

/// One line of a template.
public struct Attribute: Hashable, Sendable {
    /// `CKA_` value.
    public let type: AttributeType
    /// Its bytes as the interface carries them: `CK_ULONG` in the machine's order, text without an end mark.
    public let value: [UInt8]

    /// From its parts.
    public init(_ type: AttributeType, _ value: [UInt8]) {
        self.type = type
        self.value = value
    }
}

/// A mechanism with its parameter read.
public struct Mechanism: Hashable, Sendable {
    /// `CKM_` value.
    public let type: MechanismType
    /// What came with it.
    public let parameter: Parameter

    /// From its parts.
    public init(_ type: MechanismType, _ parameter: Parameter = .none) {
        self.type = type
        self.parameter = parameter
    }

    /// Parameters that our mechanisms take.
    public enum Parameter: Hashable, Sendable {
        /// None.
        case none
        /// `CK_RSA_PKCS_PSS_PARAMS`: hash mechanism, `CKG_` value, salt length.
        case pss(hash: MechanismType, mask: UInt, saltCount: UInt)
        /// Something else, so many bytes long.
        case other(count: UInt)
    }
}

/// The place that a caller offers for an output.
public enum OutputRoom: Hashable, Sendable {
    /// A null pointer: only the length is asked for.
    case lengthOnly
    /// A buffer of so many bytes.
    case bytes(UInt)
}

/// What becomes of an output.
public enum Output: Sendable {
    /// The length that was asked for; the operation goes on.
    case length(Int)
    /// The buffer is too small; the operation goes on.
    case tooSmall(needed: Int)
    /// The result; the operation is over.
    case bytes(WipingBytes)

    /// A result that is there already, for a room that may not suit it.
    init(_ result: WipingBytes, for room: OutputRoom) {
        self =
            switch room {
            case .lengthOnly: .length(result.count)
            case .bytes(let count) where count < UInt(result.count): .tooSmall(needed: result.count)
            case .bytes: .bytes(result)
            }
    }
}

/// Who logs in.
public enum UserType: Hashable, Sendable {
    /// The unblocking code.
    case securityOfficer
    /// The holder's PIN.
    case user
    /// The holder's PIN for one operation.
    case contextSpecific
}
