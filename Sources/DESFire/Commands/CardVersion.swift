// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// What GetVersion tells: hardware, software, production.
public struct CardVersion: Hashable, Sendable {
    /// One half of it.
    public struct Part: Hashable, Sendable {
        /// 04 for NXP.
        public let vendor: UInt8
        /// High nibble: 0 an integrated circuit, 8 an implementation on a controller, 9 an applet, A a phone.
        public let type: UInt8
        /// 01 for 17 pF, 02 for 70 pF.
        public let subtype: UInt8
        /// Major version; its low nibble tells the generation.
        public let major: UInt8
        /// Minor version.
        public let minor: UInt8
        /// Storage as the card codes it.
        public let storage: UInt8
        /// Protocol.
        public let transport: UInt8

        init(_ bytes: WipingBytes, at start: Int) {
            (vendor, type, subtype) = (bytes[start], bytes[start + 1], bytes[start + 2])
            (major, minor) = (bytes[start + 3], bytes[start + 4])
            (storage, transport) = (bytes[start + 5], bytes[start + 6])
        }

        /// Bytes of storage, at least.
        public var capacity: Int { 1 << Int(min(storage >> 1, 30)) }
    }

    /// The chip.
    public let hardware: Part
    /// Its program.
    public let software: Part
    /// Seven bytes; zeros while the card shows random ones.
    public let uid: [UInt8]
    /// Batch number.
    public let batch: [UInt8]
    /// Week and year of production, binary coded decimal.
    public let production: [UInt8]

    /// Reads the 28 bytes of the three frames; later chips add one.
    public init(parsing bytes: WipingBytes) throws(DESFireError) {
        guard (28...29).contains(bytes.count) else { throw .malformed("GetVersion: length") }
        hardware = Part(bytes, at: 0)
        software = Part(bytes, at: 7)
        uid = Array(bytes[14..<21])
        batch = Array(bytes[21..<26])
        production = Array(bytes[26..<28])
    }

    /// Whether the card hides its UID before authentication.
    public var isUIDHidden: Bool { uid.allSatisfy { $0 == 0 } }

    /// The generation that the chip says it is: a guess that trying proves.
    public var generation: Generation? {
        guard hardware.vendor == 0x04, hardware.type & 0x0F == 0x01 else { return nil }
        // Major 0 is the D40, 1 the EV1, x2 the EV2, x3 the EV3.
        return switch hardware.major & 0x0F {
        case 0 where hardware.major == 0: .d40
        case 1: .ev1
        case 2: .ev2
        case 3: .ev3
        default: nil
        }
    }

    /// Generations of DESFire.
    public enum Generation: String, Hashable, Sendable, CaseIterable {
        case d40, ev1, ev2, ev3
    }
}
