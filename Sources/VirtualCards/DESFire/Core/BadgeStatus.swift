// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto

/// The status byte of an answer; what is thrown is a refusal, and ends the session.
struct BadgeStatus: RawRepresentable, Hashable, Error {
    let rawValue: UInt8

    /// Whether the session lives on: carried out, or more to come.
    var keepsSession: Bool { self == .ok || self == .okUnauthenticated || self == .more }

    static let ok = BadgeStatus(rawValue: 0x00)
    /// A signature was read outside a session.
    static let okUnauthenticated = BadgeStatus(rawValue: 0x90)
    static let proximityMissing = BadgeStatus(rawValue: 0x0B)
    static let noChanges = BadgeStatus(rawValue: 0x0C)
    static let outOfMemory = BadgeStatus(rawValue: 0x0E)
    static let illegalCommand = BadgeStatus(rawValue: 0x1C)
    static let integrityError = BadgeStatus(rawValue: 0x1E)
    static let noSuchKey = BadgeStatus(rawValue: 0x40)
    static let lengthError = BadgeStatus(rawValue: 0x7E)
    static let permissionDenied = BadgeStatus(rawValue: 0x9D)
    static let parameterError = BadgeStatus(rawValue: 0x9E)
    static let applicationNotFound = BadgeStatus(rawValue: 0xA0)
    static let authenticationDelay = BadgeStatus(rawValue: 0xAD)
    static let authenticationError = BadgeStatus(rawValue: 0xAE)
    static let more = BadgeStatus(rawValue: 0xAF)
    static let boundaryError = BadgeStatus(rawValue: 0xBE)
    static let commandAborted = BadgeStatus(rawValue: 0xCA)
    static let countError = BadgeStatus(rawValue: 0xCE)
    static let duplicate = BadgeStatus(rawValue: 0xDE)
    static let memoryError = BadgeStatus(rawValue: 0xEE)
    static let fileNotFound = BadgeStatus(rawValue: 0xF0)
}

/// What libcrypto refuses is a defect of the card's own.
func guarded<R>(_ body: () throws(CryptoError) -> R) throws(BadgeStatus) -> R {
    do {
        return try body()
    } catch {
        throw .memoryError
    }
}
