// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// An application of a card: three bytes, least significant first on the wire.
public struct ApplicationID: Hashable, Sendable, CustomStringConvertible {
    /// 0 to FFFFFF; 0 is the card itself.
    public let value: UInt32

    /// From its number.
    public init(_ value: UInt32) throws(DESFireError) {
        guard value <= 0xFF_FFFF else { throw .parameter("application identifier") }
        self.value = value
    }

    private init(card: ()) {
        value = 0
    }

    /// The card itself.
    public static let card = ApplicationID(card: ())

    var bytes: WipingBytes { littleEndian(value, 3) }

    /// Six hexadecimal digits.
    public var description: String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}

/// Who may do what with the keys of an application (KS1).
public struct KeySettings: Hashable, Sendable {
    /// The byte.
    public let rawValue: UInt8

    /// From its byte.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// From its parts.
    ///
    /// - Parameter changeKey: 0 the master key, 1 to D that key, E each key itself, F nobody.
    public init(
        isMasterKeyChangeable: Bool, isDirectoryFree: Bool, isCreationFree: Bool, areSettingsChangeable: Bool,
        changeKey: UInt8
    ) {
        rawValue =
            (isMasterKeyChangeable ? 1 : 0) | (isDirectoryFree ? 2 : 0) | (isCreationFree ? 4 : 0)
            | (areSettingsChangeable ? 8 : 0) | changeKey << 4
    }

    /// Whether the master key can be changed.
    public var isMasterKeyChangeable: Bool { rawValue & 1 != 0 }
    /// Whether lists can be read without a session.
    public var isDirectoryFree: Bool { rawValue & 2 != 0 }
    /// Whether files are created and deleted without the master key.
    public var isCreationFree: Bool { rawValue & 4 != 0 }
    /// Whether these settings can be changed.
    public var areSettingsChangeable: Bool { rawValue & 8 != 0 }
    /// Which key changes others.
    public var changeKey: UInt8 { rawValue >> 4 }
}

/// An application to be created.
public struct ApplicationPlan: Hashable, Sendable {
    /// Its identifier.
    public var identifier: ApplicationID
    /// Who may do what with its keys.
    public var settings: KeySettings
    /// 1 to 14.
    public var keyCount: UInt8
    /// Their kind.
    public var keyType: DESFireKeyType
    /// ISO/IEC 7816-4 file identifier, where it is to have one.
    public var isoIdentifier: UInt16?
    /// ISO/IEC 7816-4 DF name of 1 to 16 bytes, where it is to have one.
    public var isoName: [UInt8]

    /// From its parts.
    public init(
        _ identifier: ApplicationID, _ settings: KeySettings, keyCount: UInt8, keyType: DESFireKeyType,
        isoIdentifier: UInt16? = nil, isoName: [UInt8] = []
    ) {
        self.identifier = identifier
        self.settings = settings
        self.keyCount = keyCount
        self.keyType = keyType
        self.isoIdentifier = isoIdentifier
        self.isoName = isoName
    }

    var encoded: WipingBytes {
        get throws(DESFireError) {
            guard (1...14).contains(keyCount) else { throw .parameter("number of keys") }
            guard isoName.count <= 16, isoIdentifier != nil || isoName.isEmpty else { throw .parameter("DF name") }
            // Bit 5: files may have ISO identifiers too.
            let second = keyType.rawValue | (isoIdentifier == nil ? 0 : 0x20) | keyCount
            let iso = isoIdentifier.map { littleEndian(UInt32($0), 2) } ?? []
            return WipingBytes(joining: [identifier.bytes, [settings.rawValue, second], iso, WipingBytes(isoName)])
        }
    }
}

extension DESFireCard {
    /// What the card is.
    public func version() throws(DESFireError) -> CardVersion {
        try CardVersion(parsing: manage(.getVersion))
    }

    /// Makes an application, or the card itself, current; the session is over.
    public func select(_ application: ApplicationID) throws(DESFireError) {
        session = nil
        _ = try channel.transmit(.selectApplication, application.bytes)
        selected = application
    }

    /// All applications.
    public func applications() throws(DESFireError) -> [ApplicationID] {
        let bytes = try manage(.getApplicationIDs)
        guard bytes.count.isMultiple(of: 3) else { throw .malformed("GetApplicationIDs") }
        var found: [ApplicationID] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            found.append(try ApplicationID(number(bytes, start, 3)))
        }
        return found
    }

    /// Creates an application.
    public func create(_ plan: ApplicationPlan) throws(DESFireError) {
        _ = try manage(.createApplication, plan.encoded)
    }

    /// Deletes an application with all its files; the card itself is selected when it was the current one.
    public func delete(_ application: ApplicationID) throws(DESFireError) {
        _ = try manage(.deleteApplication, application.bytes)
        guard application == selected else { return }
        // Its keys are gone, and the session with them.
        session = nil
        selected = .card
    }

    /// Deletes everything on the card.
    public func format() throws(DESFireError) {
        _ = try manage(.formatPICC)
    }

    /// Bytes that are free.
    public func freeMemory() throws(DESFireError) -> Int {
        let bytes = try manage(.freeMemory)
        guard bytes.count == 3 else { throw .malformed("FreeMem") }
        return Int(number(bytes, 0, 3))
    }

    /// The card's own UID, also of one that shows random ones; needs a session with any key.
    public func uid() throws(DESFireError) -> [UInt8] {
        guard session != nil else { throw .noSession }
        let bytes = try manage(.getCardUID, answer: .full, answerCount: (session?.kind ?? .ev2) < .ev2 ? 7 : nil)
        // Cards with several numbers answer 00, a length, and the number.
        if bytes.count == 7 { return Array(bytes) }
        guard bytes.count >= 2, bytes[0] == 0, bytes[1] >= 4, bytes.count >= 2 + Int(bytes[1]) else {
            throw .malformed("GetCardUID")
        }
        return Array(bytes[2..<2 + Int(bytes[1])])
    }

    func number(_ bytes: WipingBytes, _ start: Int, _ count: Int) -> UInt32 {
        (0..<count).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
    }
}
