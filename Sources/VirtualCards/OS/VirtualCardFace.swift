// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// One face of a virtual card, as a reader meets it: power, reset and bytes.
///
/// Loopback and vpcd both use this door and no other.
public protocol VirtualCardFace: AnyObject {
    /// The answer to reset.
    var atr: [UInt8] { get }
    /// The protocol that a reader will choose for that answer to reset.
    var transmission: TransmissionProtocol { get }
    /// Power comes: a new life for the security state.
    func powerOn()
    /// Power goes.
    func powerOff()
    /// Reset: like losing and regaining power.
    func reset()
    /// One command as bytes, one answer as bytes; never traps, whatever the bytes.
    func respond(to command: [UInt8]) -> [UInt8]
}
