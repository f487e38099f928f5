// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The status byte of a DESFire answer, kept whatever it means.
public struct DESFireStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The byte.
    public let rawValue: UInt8

    /// Any byte.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Whether the command was carried out; 90 is what signature reading answers without a session.
    public var isSuccess: Bool { self == .ok || self == .okUnauthenticated }

    /// Its hexadecimal form with the name where it has one.
    public var description: String {
        let digits = (rawValue < 16 ? "0" : "") + String(rawValue, radix: 16, uppercase: true)
        return DESFireStatus.names[rawValue].map { "\(digits) \($0)" } ?? digits
    }

    /// Carried out.
    public static let ok = DESFireStatus(rawValue: 0x00)
    /// Carried out, outside any session.
    public static let okUnauthenticated = DESFireStatus(rawValue: 0x90)
    /// The proximity check has not been done.
    public static let proximityCheckMissing = DESFireStatus(rawValue: 0x0B)
    /// Nothing to commit or abort.
    public static let noChanges = DESFireStatus(rawValue: 0x0C)
    /// No memory left.
    public static let outOfMemory = DESFireStatus(rawValue: 0x0E)
    /// Unknown command.
    public static let illegalCommand = DESFireStatus(rawValue: 0x1C)
    /// Code, checksum or padding wrong.
    public static let integrityError = DESFireStatus(rawValue: 0x1E)
    /// No such key.
    public static let noSuchKey = DESFireStatus(rawValue: 0x40)
    /// Wrong length.
    public static let lengthError = DESFireStatus(rawValue: 0x7E)
    /// Not allowed.
    public static let permissionDenied = DESFireStatus(rawValue: 0x9D)
    /// Wrong parameter.
    public static let parameterError = DESFireStatus(rawValue: 0x9E)
    /// No such application.
    public static let applicationNotFound = DESFireStatus(rawValue: 0xA0)
    /// Too many failures: wait.
    public static let authenticationDelay = DESFireStatus(rawValue: 0xAD)
    /// Not authenticated.
    public static let authenticationError = DESFireStatus(rawValue: 0xAE)
    /// More frames to come, or awaited.
    public static let additionalFrame = DESFireStatus(rawValue: 0xAF)
    /// Out of the file.
    public static let boundaryError = DESFireStatus(rawValue: 0xBE)
    /// Another command while a chain was open.
    public static let commandAborted = DESFireStatus(rawValue: 0xCA)
    /// Too many applications.
    public static let countError = DESFireStatus(rawValue: 0xCE)
    /// Exists already.
    public static let duplicate = DESFireStatus(rawValue: 0xDE)
    /// Memory defect.
    public static let memoryError = DESFireStatus(rawValue: 0xEE)
    /// No such file.
    public static let fileNotFound = DESFireStatus(rawValue: 0xF0)

    private static let names: [UInt8: String] = [
        0x0B: "proximity check missing", 0x0C: "no changes", 0x0E: "out of memory", 0x1C: "illegal command",
        0x1E: "integrity error", 0x40: "no such key", 0x7E: "length error", 0x9D: "permission denied",
        0x9E: "parameter error", 0xA0: "application not found", 0xA1: "application integrity error",
        0xAD: "authentication delay", 0xAE: "authentication error", 0xAF: "additional frame", 0xBE: "boundary error",
        0xC1: "card integrity error", 0xCA: "command aborted", 0xCD: "card disabled", 0xCE: "count error",
        0xDE: "duplicate", 0xEE: "memory error", 0xF0: "file not found", 0xF1: "file integrity error",
    ]
}
