// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What SetConfiguration changes.
struct BadgeConfiguration: Hashable, Sendable, Codable {
    /// Option 00.
    var flags: UInt8 = 0
    /// Option 01: key and version of new applications; 24 bytes.
    var initialKey = BadgeKey(.tripleDES, .zeros(24), version: 0)
    var initialVersion: UInt8 = 0
    /// Option 02, with its length byte; empty is the profile's.
    var ats: [UInt8] = []
    /// Option 03.
    var sak: [UInt8] = []
    /// Option 04, byte 1: b0 no D40, b1 no EV1, b2 no chaining with AF in EV2.
    var messaging: UInt8 = 0
    /// Option 05: the card's capabilities; byte 4 = 02 turns the leakage-resilient mode on for good.
    var capabilities = [UInt8](repeating: 0, count: 10)
    /// Option 06: the name that virtual card selection looks for.
    var installationName: [UInt8] = []
    /// Option 0A: limit, decrement, enabled.
    var failureLimit: UInt16 = 0
    var failureDecrement: UInt16 = 0
    var countsFailures = false
    /// Options 0B and 0C as they were written.
    var hardware: [UInt8] = []
    var atqa: [UInt8] = []

    var isFormatDisabled: Bool { flags & 0x01 != 0 }
    var isUIDRandom: Bool { flags & 0x02 != 0 }
    var needsProximity: Bool { flags & 0x04 != 0 }
    var showsShortIdentifier: Bool { flags & 0x40 != 0 }
    var isD40Disabled: Bool { messaging & 0x01 != 0 }
    var isEV1Disabled: Bool { messaging & 0x02 != 0 }
    var isFrameChainingDisabled: Bool { messaging & 0x04 != 0 }
    var isLeakageResilient: Bool { capabilities[4] & 0x02 != 0 }
}

/// A place for an application of somebody else's (delegated application management).
struct DelegationSlot: Hashable, Sendable, Codable {
    /// Grows with each application: an old permission cannot be used again.
    var version: UInt8
    /// Blocks of 32 bytes.
    var quota: UInt16
    /// 0 when it is empty.
    var application: UInt32
}
