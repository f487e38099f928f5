// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki

/// A version as PKCS#11 writes it.
public struct ModuleVersion: Hashable, Sendable, CustomStringConvertible {
    /// Before the point.
    public let major: UInt8
    /// After it.
    public let minor: UInt8

    init(_ version: CK_VERSION) {
        major = version.major
        minor = version.minor
    }

    /// With a point.
    public var description: String { "\(major).\(minor)" }
}

/// What a module says of itself (CK_INFO).
public struct ModuleInformation: Hashable, Sendable {
    /// The version of PKCS#11 that it follows.
    public let interfaceVersion: ModuleVersion
    /// Who made it.
    public let manufacturer: String
    /// What it is.
    public let description: String
    /// Its own version.
    public let libraryVersion: ModuleVersion

    init(_ info: CK_INFO) {
        interfaceVersion = ModuleVersion(info.cryptokiVersion)
        manufacturer = PaddedText.text(info.manufacturerID)
        description = PaddedText.text(info.libraryDescription)
        libraryVersion = ModuleVersion(info.libraryVersion)
    }
}

/// What a module says of a slot (CK_SLOT_INFO).
public struct SlotInformation: Hashable, Sendable {
    /// The number that calls take.
    public let id: UInt
    /// The name of the reader, as a rule.
    public let description: String
    /// Who made it.
    public let manufacturer: String
    /// Whether a token is in it.
    public let hasToken: Bool

    init(_ id: UInt, _ info: CK_SLOT_INFO) {
        self.id = id
        description = PaddedText.text(info.slotDescription)
        manufacturer = PaddedText.text(info.manufacturerID)
        hasToken = info.flags & UInt(CKF_TOKEN_PRESENT) != 0
    }
}

/// What a module says of a token (CK_TOKEN_INFO).
public struct TokenInformation: Hashable, Sendable {
    /// Its name.
    public let label: String
    /// Who made it.
    public let manufacturer: String
    /// What it is.
    public let model: String
    /// Its number.
    public let serialNumber: String
    /// Whether it is ready for use; no session can be opened with one that is not.
    public let isInitialized: Bool
    /// Whether private objects and keys need a login.
    public let requiresLogin: Bool
    /// How the user's PIN stands.
    public let pin: PINCondition
    /// Lengths that the module takes for a PIN.
    public let pinLengths: ClosedRange<UInt>

    /// How many errors a PIN can bear, as far as PKCS#11 tells.
    public enum PINCondition: String, Hashable, Sendable {
        /// No error since it was last right.
        case fresh
        /// Wrong at least once since it was last right.
        case low
        /// One more error blocks it.
        case finalTry
        /// Blocked.
        case locked
    }

    init(_ info: CK_TOKEN_INFO) {
        label = PaddedText.text(info.label)
        manufacturer = PaddedText.text(info.manufacturerID)
        model = PaddedText.text(info.model)
        serialNumber = PaddedText.text(info.serialNumber)
        func has(_ flag: UInt) -> Bool { info.flags & flag != 0 }
        isInitialized = has(CKF_TOKEN_INITIALIZED)
        requiresLogin = has(CKF_LOGIN_REQUIRED)
        pin =
            has(CKF_USER_PIN_LOCKED)
            ? .locked : has(CKF_USER_PIN_FINAL_TRY) ? .finalTry : has(CKF_USER_PIN_COUNT_LOW) ? .low : .fresh
        pinLengths = min(info.ulMinPinLen, info.ulMaxPinLen)...max(info.ulMinPinLen, info.ulMaxPinLen)
    }
}

/// Text in a field of fixed length: blanks fill it up, or NUL where a module pads as C does.
enum PaddedText {
    static func text<Field: BitwiseCopyable>(_ field: Field) -> String {
        let bytes = unsafe withUnsafeBytes(of: field) { unsafe Array($0) }
        let end = bytes.lastIndex { $0 != 0x20 && $0 != 0 }.map { $0 + 1 } ?? 0
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
