// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What makes a session believable where the store cannot be asked: the word of the kiosk that saw the second factor.
public struct SessionTicket: Hashable, Sendable {
    /// Whose word it is.
    public var kiosk: KioskName
    /// Ed25519 over ``message(for:by:)``: 64 bytes.
    public var signature: [UInt8]

    /// From its parts; nil when the signature has another length.
    public init?(kiosk: KioskName, signature: [UInt8]) {
        guard signature.count == 64 else { return nil }
        self.kiosk = kiosk
        self.signature = signature
    }

    /// What is signed: who, when, by what, seen by whom.
    ///
    /// Where the session is open, and its version, are not part of it: taps change them.
    public static func message(for session: RoamingSession, by kiosk: KioskName) -> [UInt8] {
        func field(_ bytes: some Collection<UInt8>) -> [UInt8] { [UInt8(truncatingIfNeeded: bytes.count)] + bytes }
        let moment = stride(from: Int64(56), through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: session.secondFactor >> $0)
        }
        return field("caducee session ticket 1".utf8) + field(session.identifier.bytes)
            + field(session.person.text.utf8) + field(moment) + field(session.means.rawValue.utf8)
            + field(session.badge?.bytes ?? []) + field(kiosk.text.utf8)
    }
}
