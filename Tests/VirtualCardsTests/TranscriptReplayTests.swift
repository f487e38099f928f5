// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardProfiles
import Foundation
import ISO7816
import Testing
import VirtualCards

@Suite struct TranscriptReplayTests {
    @Test func findsEveryScenario() throws {
        #expect(Transcript.all.count == 86)
        let commands = try Transcript.all.flatMap { try $0.lines() }.count { line in
            if case .exchange = line { true } else { false }
        }
        #expect(commands == 3840)
    }

    @Test(arguments: Transcript.all)
    func answersAsRecorded(_ transcript: Transcript) throws {
        let card = try transcript.card()
        let face = transcript.face(of: card)
        var replay = Replay(try transcript.lines(), key: try authenticationKey(card))
        while let step = replay.next() {
            switch step {
            case .powerOn: face.powerOn()
            case .powerOff: face.powerOff()
            case .reset: face.reset()
            case .lostPINState: card.forgetVerification()
            case .exchange(let command, let response):
                let answer = face.respond(to: command)
                if replay.isExact {
                    #expect(answer.hexadecimal == response.hexadecimal, "\(command.hexadecimal)")
                } else {
                    #expect(answer.count == response.count, "\(command.hexadecimal)")
                    #expect(answer.suffix(2) == response.suffix(2), "\(command.hexadecimal)")
                }
            }
        }
        #expect(card.statistics.commands == replay.count)
    }

    private func authenticationKey(_ card: VirtualCard) throws -> RSAPublicKey {
        let key = try #require(card.profile.keys[.authentication])
        return try RSAPrivateKey(pem: key.pem).publicKey
    }
}

/// Walks a transcript; knows which answers depend on keys and chance, and puts our cryptograms for recorded ones.
struct Replay {
    private var lines: ArraySlice<Transcript.Line>
    private let key: RSAPublicKey
    private var pendingCryptogram: [UInt8] = []
    private var dependsOnKeys = false
    private var isDecipherment = false
    /// Commands given out so far.
    private(set) var count = 0
    /// Whether the last answer must equal the record byte for byte.
    private(set) var isExact = true

    init(_ lines: [Transcript.Line], key: RSAPublicKey) {
        self.lines = lines[...]
        self.key = key
    }

    mutating func next() -> Transcript.Line? {
        guard let line = lines.popFirst() else { return nil }
        guard case .exchange(var command, let response) = line else { return line }
        count += 1
        classify(command)
        if command[0] & 0x10 != 0, command[1] == 0x2A, let content = recordedContent() {
            pendingCryptogram = key.encrypted(block(for: content)) ?? []
            isDecipherment = true
            if command[0] & 0x0F == 0 { pendingCryptogram.insert(0x81, at: 0) }
            command.replaceSubrange(5..., with: pendingCryptogram.prefix(Int(command[4])))
            pendingCryptogram.removeFirst(Int(command[4]))
        } else if !pendingCryptogram.isEmpty {
            command.replaceSubrange(5..<(5 + Int(command[4])), with: pendingCryptogram)
            pendingCryptogram = []
        }
        isExact = !dependsOnKeys || isDecipherment || response.count == 2
        return .exchange(command: command, response: response)
    }

    private mutating func classify(_ command: [UInt8]) {
        guard command[1] != 0xC0 else { return }
        let head = Array(command.dropFirst().prefix(3))
        if head != [0x2A, 0x80, 0x86] { isDecipherment = false }
        dependsOnKeys =
            [0x84, 0x88].contains(command[1]) || head == [0x2A, 0x9E, 0x9A] || head == [0x2A, 0x80, 0x86]
            || (command[1] == 0xCB && command.contains([0x7F, 0x49]))
    }

    /// What the recorded card deciphered, when it was a decipherment and no signature made by one.
    private func recordedContent() -> [UInt8]? {
        for line in lines {
            guard case .exchange(let command, let response) = line else { return nil }
            guard response.count > 2 else { continue }
            guard command[1] == 0x2A || command[1] == 0xC0 else { return nil }
            let content = Array(response.dropLast(2))
            return content.count == 256 && !content.starts(with: [0x00, 0x02]) ? nil : content
        }
        return nil
    }

    private func block(for content: [UInt8]) -> [UInt8] {
        if content.count == 256 { return content }
        return [0x00, 0x02] + [UInt8](repeating: 0x5A, count: 253 - content.count) + [0x00] + content
    }
}
