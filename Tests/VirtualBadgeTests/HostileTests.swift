// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import DESFire
import ISO7816
import SecretMemory
import Testing

@testable import VirtualCards

/// Whatever is done to a command on its way: the session is over, and nothing was written.
@Suite struct HostileTests {
    enum Kind: String, CaseIterable { case d40, ev1DES, ev1AES, ev2, lrp }

    /// A badge with one file for each mode, and a session with a host.
    fileprivate final class Session {
        let badge: VirtualBadge
        let link: BadgeLink
        let host: DESFireCard

        init(_ kind: Kind, _ mode: CommunicationMode) throws {
            var profile = try BadgeProfile.plain()
            profile.isLeakageResilient = kind == .lrp
            let text = "00112233445566778899AABBCCDDEEFF"
            let isDES = kind == .d40 || kind == .ev1DES
            let key = BadgeProfile.Key(isDES ? .des : .aes, try hex(text))
            let option: UInt8 = mode == .full ? 3 : 1
            profile.applications = [
                .init(
                    1, settings: 0x0F, keys: [key, key],
                    files: [
                        .init(1, mode: option, rights: 0x0000, .data([UInt8](repeating: 0, count: 40), isBackup: false))
                    ])
            ]
            badge = try VirtualBadge(profile, random: SeededRandom(seed: 5))
            badge.face.powerOn()
            link = BadgeLink(badge.face)
            host = DESFireCard(DESFireChannel(over: link, syntax: .native), random: SeededRandom(seed: 6))
            try host.select(ApplicationID(1))
            let hostKey = try DESFireKey(isDES ? .des2Keys : .aes, hex(text))
            switch kind {
            case .d40: try host.authenticateD40(0, hostKey)
            case .ev1DES, .ev1AES: try host.authenticateEV1(0, hostKey)
            case .ev2: try host.authenticateEV2(0, hostKey)
            case .lrp: try host.authenticateLRP(0, hostKey)
            }
        }

        var content: BadgeContent { badge.system.state.applications[0].files[0].content }
    }

    private static let cases = Kind.allCases.flatMap { kind in
        [CommunicationMode.mac, .full].map { (kind, $0) }
    }

    @Test(arguments: cases) func takesTheRightCommand(_ kind: Kind, _ mode: CommunicationMode) throws {
        let session = try Session(kind, mode)
        let before = session.content
        try session.host.write(hex("010203"), to: 1, at: 3, mode)
        #expect(session.content != before)
        #expect(try session.host.read(1, 3..<6, mode) == hex("010203"))
    }

    @Test(arguments: cases) func refusesEveryFlippedBit(_ kind: Kind, _ mode: CommunicationMode) throws {
        // D40 protects data alone, four bytes of them: its header is the one thing that may be changed.
        let first = kind == .d40 ? 8 : 1
        let count = try Session(kind, mode).command(mode).count
        for index in first..<count {
            for bit in [0, 3, 7] {
                try refused(kind, mode) { bytes in bytes[index] ^= 1 << UInt8(bit) }
            }
        }
    }

    @Test(arguments: cases) func refusesWhatWasCutOrAdded(_ kind: Kind, _ mode: CommunicationMode) throws {
        let count = try Session(kind, mode).command(mode).count
        for length in 1..<count { try refused(kind, mode) { $0 = Array($0.prefix(length)) } }
        try refused(kind, mode) { $0.append(0) }
        try refused(kind, mode) { $0 += $0.suffix(8) }
    }

    @Test(arguments: cases) func refusesAForeignCode(_ kind: Kind, _ mode: CommunicationMode) throws {
        // The code, or the cryptogram, of another session's command.
        let foreign = try Session(kind, mode).command(mode, "FFFFFFFFFFFFFFFFFFFFFFFFFF")
        try refused(kind, mode) { bytes in bytes.replaceSubrange((bytes.count - 4)..., with: foreign.suffix(4)) }
        try refused(kind, mode) { $0.replaceSubrange(($0.count - 4)..., with: [0, 0, 0, 0]) }
    }

    /// A write, the same bytes again: only D40, which has neither counter nor vector, cannot tell.
    @Test(arguments: cases.filter { $0.0 != .d40 }) func refusesAReplay(_ kind: Kind, _ mode: CommunicationMode) throws
    {
        let session = try Session(kind, mode)
        var sent: [UInt8] = []
        session.link.alter = { bytes in
            sent = bytes
            return bytes
        }
        try session.host.write(hex("0102030405060708090A0B0C0D"), to: 1, at: 3, mode)
        session.badge.system.state.applications[0].files[0].content = .standard([UInt8](repeating: 0, count: 40))
        let before = session.content
        #expect(session.badge.face.respond(to: sent)[0] != 0)
        #expect(session.badge.system.session == nil)
        #expect(session.content == before)
    }

    /// The session's code left out, and a session of nobody's: what is for a key stays for a key.
    @Test(arguments: cases) func refusesWithoutASession(_ kind: Kind, _ mode: CommunicationMode) throws {
        let session = try Session(kind, mode)
        session.badge.system.dropSession()
        let before = session.content
        let plain = Array(try hex("3D01030000030000010203"))
        #expect(session.badge.face.respond(to: plain) == [0xAE])
        #expect(session.content == before)
    }

    /// A transaction that lost its session is over: nobody commits what somebody else began.
    @Test func forgetsATransactionWithItsSession() throws {
        let session = try Session(.ev2, .full)
        session.badge.system.state.applications[0].files[0].content = .backup([UInt8](repeating: 0, count: 40))
        try session.host.write(hex("010203"), to: 1, at: 3, .full)
        #expect(!session.badge.system.transaction.isEmpty)
        #expect(session.badge.face.respond(to: [0xF5, 0x01, 0, 0, 0, 0, 0, 0, 0, 0]) == [0x1E])
        #expect(session.badge.face.respond(to: [0xC7]) == [0x0C])
        #expect(session.content == .backup([UInt8](repeating: 0, count: 40)))
    }

    private func refused(
        _ kind: Kind, _ mode: CommunicationMode, sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout [UInt8]) -> Void
    ) throws {
        let session = try Session(kind, mode)
        var bytes = try session.command(mode)
        let right = bytes
        change(&bytes)
        guard bytes != right else { return }
        let before = session.badge.system.state
        var answer = session.badge.face.respond(to: bytes)
        // A command that was cut short can be one whose next frame is to come: nothing comes but another command.
        if answer == [0xAF] { answer = session.badge.face.respond(to: [0x6F]) }
        #expect(
            answer.count == 1 && ![0x00, 0x90, 0xAF].contains(answer[0]), "\(text(bytes))",
            sourceLocation: sourceLocation)
        #expect(session.badge.system.session == nil, "\(text(bytes))", sourceLocation: sourceLocation)
        #expect(session.badge.system.state == before, "\(text(bytes))", sourceLocation: sourceLocation)
    }
}

extension HostileTests.Session {
    /// What a host sends for a write; the badge never sees it.
    fileprivate func command(_ mode: CommunicationMode, _ data: String = "0102030405060708090A0B0C0D") throws -> [UInt8]
    {
        var recorded: [UInt8] = []
        let probe = BadgeProbe(link) { recorded = $0 }
        let state = badge.system.session
        _ = try? probe.run { try self.host.write(hex(data), to: 1, at: 3, mode) }
        badge.system.session = state
        badge.system.exchange = .idle
        return recorded
    }
}

/// Listens to a host, and answers in the badge's place.
private struct BadgeProbe {
    let link: BadgeLink
    let heard: ([UInt8]) -> Void

    init(_ link: BadgeLink, _ heard: @escaping ([UInt8]) -> Void) {
        (self.link, self.heard) = (link, heard)
    }

    func run(_ body: () throws -> Void) throws {
        let listener = heard
        link.intercept = { bytes in
            listener(bytes)
            return [0x1E]
        }
        defer { link.intercept = nil }
        try body()
    }
}
