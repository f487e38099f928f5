// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import BadgeAccess
import CardCrypto
import DESFire
import ISO7816
import SecretMemory
import Testing
import VirtualCards

/// A badge before a reader that counts, and fails or lies when it is told to.
final class BadgeField: CardLink {
    let transmission = TransmissionProtocol.t1
    let badge: VirtualBadge
    /// What went to the badge itself: commands to the reader are not counted.
    private(set) var commands: [[UInt8]] = []
    private(set) var answers: [[UInt8]] = []
    /// The field goes before this command of the badge reaches it (true), or before its answer comes back (false).
    var loss: (command: Int, isBefore: Bool)?
    /// Changes an answer of the badge; numbered from 0.
    var alter: ((Int, [UInt8]) -> [UInt8])?

    init(_ badge: VirtualBadge) {
        self.badge = badge
        badge.face.powerOn()
    }

    convenience init(_ generation: BadgeProfile.Generation = .ev3, uid: UInt8 = 1, seed: UInt64 = 1) throws {
        let hardware: [UInt8]
        let software: [UInt8]
        switch generation {
        case .ev1: (hardware, software) = ([4, 1, 1, 1, 0, 0x18, 5], [4, 1, 1, 1, 4, 0x18, 5])
        case .ev2: (hardware, software) = ([4, 1, 1, 0x12, 0, 0x18, 5], [4, 1, 1, 2, 1, 0x18, 5])
        case .ev3: (hardware, software) = ([4, 1, 1, 0x33, 0, 0x18, 5], [4, 1, 1, 3, 0, 0x18, 5])
        }
        let profile = BadgeProfile(
            generation, uid: [4, 0x7E, 0x57, 0, 0, 0, uid], hardware: hardware, software: software,
            production: [0xBA, 0x45, 0x19, 0xE3, 0x20, 0x49, 0x13], capacity: 4096)
        self.init(try VirtualBadge(profile, random: SeededRandom(seed: seed)))
    }

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        let bytes = Array(command)
        if bytes.first == 0xFF { return WipingBytes(badge.face.respond(to: bytes)) }
        let number = commands.count
        commands.append(bytes)
        if let loss, number >= loss.command, loss.isBefore || number > loss.command { throw lost() }
        let answer = badge.face.respond(to: bytes)
        if let loss, number == loss.command { throw lost() }
        answers.append(answer)
        return WipingBytes(alter?(number, answer) ?? answer)
    }

    private func lost() -> CardError {
        badge.face.powerOff()
        return .transport(.cardRemoved)
    }

    /// A new activation: what went before is forgotten.
    func again() {
        badge.face.powerOff()
        badge.face.powerOn()
        (loss, alter, commands, answers) = (nil, nil, [], [])
    }
}

enum Site {
    static let keyFile = """
        # TEST keys, of no value
        read = 00112233445566778899AABBCCDDEEFF
        write = 102132435465768798A9BACBDCEDFE0F
        master = 2031425364758697A8B9CADBECFD0E1F
        """

    static func keys(_ text: String = keyFile) throws -> TestKeyFile { try TestKeyFile(WipingBytes(Array(text.utf8))) }

    static func site(
        _ name: String = "CHU TEST", content: BadgeSite.Content = .caducee, allowsEV1: Bool = false
    ) throws -> BadgeSite {
        try BadgeSite(
            name: Array(name.utf8), application: ApplicationID(0x01CAF5), content: content, allowsEV1: allowsEV1)
    }

    static func issuer(seed: UInt64 = 7) throws -> BadgeIssuer {
        try BadgeIssuer(site(), keys(), random: SeededRandom(seed: seed))
    }

    static let factory = DESFireKey.factory(.des2Keys)
}
