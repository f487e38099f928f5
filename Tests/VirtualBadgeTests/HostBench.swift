// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import ISO7816
import SecretMemory
import Testing

@testable import DESFire
@testable import VirtualCards

/// A badge with a host before it, for what needs sessions.
final class HostBench {
    let badge: VirtualBadge
    let link: BadgeLink
    let host: DESFireCard
    static let zero = DESFireKey.factory(.aes)

    init(_ profile: BadgeProfile, syntax: DESFireSyntax = .wrapped) throws {
        badge = try VirtualBadge(profile, random: SeededRandom(seed: 3))
        badge.face.powerOn()
        link = BadgeLink(badge.face)
        host = DESFireCard(DESFireChannel(over: link, syntax: syntax), random: SeededRandom(seed: 4))
    }

    /// A badge whose master key is of AES, all zeros.
    convenience init(_ generation: BadgeProfile.Generation = .ev3, capacity: Int = 4096) throws {
        var profile = try BadgeProfile.plain(generation)
        profile.keys[0] = BadgeProfile.zeroAES
        profile.capacity = capacity
        try self.init(profile)
    }

    var system: BadgeSystem { badge.system }

    /// An application with AES keys, selected, and an EV2 session (EV1 on an EV1).
    func openApplication(
        _ identifier: UInt32 = 1, keys: UInt8 = 3, settings: UInt8 = 0x0F, iso: UInt16? = nil, name: [UInt8] = []
    ) throws {
        try host.select(.card)
        try host.create(
            ApplicationPlan(
                ApplicationID(identifier), KeySettings(rawValue: settings), keyCount: keys, keyType: .aes,
                isoIdentifier: iso, isoName: name))
        try host.select(ApplicationID(identifier))
        try authenticate()
    }

    func authenticate(_ number: UInt8 = 0, _ key: DESFireKey = HostBench.zero) throws {
        if badge.profile.generation == .ev1 { return try host.authenticateEV1(number, key) }
        try host.authenticateEV2(number, key)
    }

    /// A management command within the session.
    @discardableResult
    func manage(_ instruction: DESFireInstruction, _ header: String = "") throws -> String {
        text(try host.manage(instruction, try hex(header)))
    }

    /// A command with enciphered data.
    @discardableResult
    func full(_ instruction: DESFireInstruction, _ header: String, _ data: String) throws -> String {
        text(
            try host.perform(
                LogicalCommand(instruction: instruction, header: try hex(header), data: try hex(data), mode: .full)))
    }

    /// The status of what is refused.
    func status(_ body: () throws -> Void) -> UInt8? {
        do {
            try body()
            return nil
        } catch DESFireError.status(let status, _) {
            return status.rawValue
        } catch {
            return 0xFF
        }
    }
}
