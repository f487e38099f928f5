// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import ISO7816
import SecretMemory
import Testing

@testable import VirtualCards

func hex(_ text: String) throws -> WipingBytes {
    WipingBytes(try #require([UInt8](hexadecimal: text.filter { !$0.isWhitespace }), "\(text)"))
}

func text(_ bytes: some Sequence<UInt8>) -> String { Array(bytes).hexadecimal.uppercased() }

/// Random numbers that were drawn before; then the seeded ones.
final class DrawnNumbers: RandomSource {
    var numbers: [[UInt8]]
    private let later = SeededRandom(seed: 99)

    init(_ numbers: [String]) throws {
        self.numbers = try numbers.map { Array(try hex($0)) }
    }

    func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        guard let next = numbers.first else { return later.bytes(count) }
        guard next.count == count else { throw .input("another number was drawn") }
        numbers.removeFirst()
        return next
    }
}

extension BadgeProfile {
    /// A badge of the shelf; tests change what they are about.
    static func plain(_ generation: Generation = .ev3, uid: String = "04A1B2C3D4E5F6") throws -> BadgeProfile {
        let versions: (String, String) =
            switch generation {
            case .ev1: ("04010101001805", "04010101041805")
            case .ev2: ("04010112001805", "04010102011805")
            case .ev3: ("04010133001805", "04010103001805")
            }
        return BadgeProfile(
            generation, uid: Array(try hex(uid)), hardware: Array(try hex(versions.0)),
            software: Array(try hex(versions.1)), production: Array(try hex("BA4519E3204913")), capacity: 4096)
    }

    static func aes(_ text: String, version: UInt8 = 0) throws -> Key { Key(.aes, try hex(text), version: version) }
    static var zeroAES: Key { Key(.aes, WipingBytes(repeatElement(0, count: 16))) }
}

/// A badge under test, spoken to in hexadecimal.
final class BadgeBench {
    let badge: VirtualBadge
    let random: DrawnNumbers
    var states: [BadgeSnapshot] = []

    init(_ profile: BadgeProfile, draws: [String] = []) throws {
        random = try DrawnNumbers(draws)
        badge = try VirtualBadge(profile, random: random)
        badge.written = { [unowned self] in states.append($0) }
        badge.face.powerOn()
    }

    var system: BadgeSystem { badge.system }

    /// Native: the answer with its status first.
    func say(_ command: String) throws -> String { text(badge.face.respond(to: Array(try hex(command)))) }

    /// Wrapped: data and status.
    func wrap(_ code: UInt8, _ payload: String = "") throws -> String {
        let bytes = Array(try hex(payload))
        let body = bytes.isEmpty ? [] : [UInt8(bytes.count)] + bytes
        return text(badge.face.respond(to: [0x90, code, 0, 0] + body + [0]))
    }

    /// Says lines `command -> answer`, native.
    func play(_ lines: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        for line in lines.split(separator: "\n") {
            let sides = line.split(separator: "->", omittingEmptySubsequences: false).map { String($0) }
            let answer = try say(sides[0])
            let wanted = try text(hex(sides[1]))
            #expect(answer == wanted, "\(sides[0])", sourceLocation: sourceLocation)
        }
    }

    /// A session with known keys, as if it had been opened.
    func openEV1(
        _ application: UInt32, _ number: UInt8, _ kind: BadgeKeyKind, _ key: String, vector: String? = nil
    ) throws {
        if application != 0 { system.select([application]) }
        system.session = try EV1Session(
            KeyReference(application: application, number: number), kind, hex(key), vector: vector.map(hex))
    }

    func openEV2(
        _ application: UInt32, _ number: UInt8, enc: String = "00000000000000000000000000000000",
        mac: String, ti: String, counter: UInt16 = 0
    ) throws {
        if application != 0 { system.select([application]) }
        system.session = CountedSession(
            KeyReference(application: application, number: number),
            try PairedCipher(encryption: hex(enc), codes: hex(mac)),
            CountedContext(transaction: try hex(ti), counter: counter))
    }
}
