// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import HealthCard
internal import ISO7816
public import ModuleSettings

/// A version as the interface carries it.
public struct CryptokiVersion: Hashable, Sendable {
    /// Before the point.
    public let major: UInt8
    /// Behind it, two digits.
    public let minor: UInt8
}

/// What C_GetInfo tells.
public struct LibraryInformation: Hashable, Sendable {
    /// Version of the interface, such as 2.40.
    public let interfaceVersion: CryptokiVersion
    /// Who made the library.
    public let manufacturer: String
    /// What it is.
    public let description: String
    /// Version of the library.
    public let version: CryptokiVersion

    /// As the settings want it: our own names, or those that software may look for.
    public init(_ settings: ModuleSettings) {
        interfaceVersion = CryptokiVersion(major: 2, minor: settings.mode == .compat ? 20 : 40)
        manufacturer = settings.mirrorsIdentity ? "ANS" : "Caducée"
        description = settings.mirrorsIdentity ? "CPS3 PKCS#11 LINUX" : "Caducée PKCS#11"
        version = settings.mirrorsIdentity ? CryptokiVersion(major: 3, minor: 1) : CryptokiVersion(major: 0, minor: 3)
    }
}

/// What C_GetSlotInfo tells.
public struct SlotInformation: Hashable, Sendable {
    /// The reader's name, at most 64 bytes of it.
    public let description: [UInt8]
    /// `CKF_` values.
    public let flags: UInt
}

/// What C_GetTokenInfo tells.
public struct TokenInformation: Hashable, Sendable {
    /// Label as the card names it.
    public let label: String
    /// Manufacturer as the card names it.
    public let manufacturer: String
    /// The card's number.
    public let serial: String
    /// `CKF_` values.
    public let flags: UInt
    /// Digits that a PIN may have.
    public let pinDigits: ClosedRange<UInt>
    /// Sessions open in this process.
    public let sessions: UInt
    /// Those among them that may write.
    public let readWriteSessions: UInt
    /// Whether padding with NUL instead of blanks is wanted for the model, as the established middleware has it.
    public let padsModelWithNUL: Bool
    /// The same for every card: what software was written for.
    public let model = "IAS ECC"

    /// Flags of one PIN's counter.
    static func flags(of state: PINState) -> UInt {
        let isHolder = state.role == .holder
        if state.isBlocked { return UInt(isHolder ? CKF_USER_PIN_LOCKED : CKF_SO_PIN_LOCKED) }
        if state.triesLeft == 1 { return UInt(isHolder ? CKF_USER_PIN_FINAL_TRY : CKF_SO_PIN_FINAL_TRY) }
        if state.triesLeft < state.maximumTries {
            return UInt(isHolder ? CKF_USER_PIN_COUNT_LOW : CKF_SO_PIN_COUNT_LOW)
        }
        return 0
    }
}

/// What C_GetSessionInfo tells.
public struct SessionInformation: Hashable, Sendable {
    /// Its slot.
    public let slot: SlotID
    /// `CKS_` value.
    public let state: UInt
    /// `CKF_` values.
    public let flags: UInt
}
