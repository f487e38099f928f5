// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why a module did not do what it was asked.
public enum ModuleFault: Error, Hashable, Sendable {
    /// The dynamic loader refused the file; its words.
    case notLoaded(String)
    /// The file exports no `C_GetFunctionList`, or that gives no list: it is no PKCS#11 module.
    case noModule
    /// The list has no such function.
    case missing(String)
    /// A function returned something else than `CKR_OK`.
    case returned(ReturnValue, call: String)
    /// What came back cannot be: a length, a count.
    case malformed(String)

    /// What the function returned, when that was the fault.
    public var value: ReturnValue? {
        if case .returned(let value, _) = self { value } else { nil }
    }
}

/// What a PKCS#11 function returns; those that callers tell apart have names.
public struct ReturnValue: RawRepresentable, Hashable, Sendable {
    /// The `CKR_` value.
    public let rawValue: UInt

    /// From the `CKR_` value.
    public init(rawValue: UInt) { self.rawValue = rawValue }

    /// `CKR_OK`.
    public static let ok = ReturnValue(rawValue: 0x000)
    /// `CKR_ATTRIBUTE_SENSITIVE`.
    public static let attributeSensitive = ReturnValue(rawValue: 0x011)
    /// `CKR_ATTRIBUTE_TYPE_INVALID`.
    public static let attributeTypeInvalid = ReturnValue(rawValue: 0x012)
    /// `CKR_PIN_INCORRECT`.
    public static let pinIncorrect = ReturnValue(rawValue: 0x0A0)
    /// `CKR_PIN_INVALID`.
    public static let pinInvalid = ReturnValue(rawValue: 0x0A1)
    /// `CKR_PIN_LEN_RANGE`.
    public static let pinLength = ReturnValue(rawValue: 0x0A2)
    /// `CKR_PIN_LOCKED`.
    public static let pinLocked = ReturnValue(rawValue: 0x0A4)
    /// `CKR_TOKEN_NOT_PRESENT`.
    public static let tokenNotPresent = ReturnValue(rawValue: 0x0E0)
    /// `CKR_TOKEN_NOT_RECOGNIZED`.
    public static let tokenNotRecognized = ReturnValue(rawValue: 0x0E1)
    /// `CKR_BUFFER_TOO_SMALL`.
    public static let bufferTooSmall = ReturnValue(rawValue: 0x150)
    /// `CKR_CRYPTOKI_NOT_INITIALIZED`.
    public static let notInitialized = ReturnValue(rawValue: 0x190)
    /// `CKR_CRYPTOKI_ALREADY_INITIALIZED`.
    public static let alreadyInitialized = ReturnValue(rawValue: 0x191)
}

/// Goes on after `CKR_OK` only; nil is what a call of an absent function gives.
func accept(_ value: UInt?, _ call: String) throws(ModuleFault) {
    guard let value else { throw .missing(call) }
    guard value == ReturnValue.ok.rawValue else { throw .returned(ReturnValue(rawValue: value), call: call) }
}
