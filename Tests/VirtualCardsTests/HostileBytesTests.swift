// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import Testing
import VirtualCards

@Suite struct HostileBytesTests {
    @Test(arguments: [
        ("transcript-cps3", false), ("transcript-cps3", true), ("transcript-cps4", false),
        ("transcript-cps4-t0", false),
    ])
    func answersWhateverComes(_ profile: String, _ isContactless: Bool) throws {
        let card = try CardUnderTest(profile, contactless: isContactless)
        let random = SeededRandom(seed: 20_000)
        let seeds = try Transcript.all.filter { $0.name.hasPrefix("cps") }.flatMap { try $0.lines() }.compactMap {
            line in
            if case .exchange(let command, _) = line { command } else { nil }
        }
        for round in 0..<20_000 {
            let dice = random.bytes(8)
            var command = seeds[(Int(dice[0]) << 16 | Int(dice[1]) << 8 | Int(dice[2])) % seeds.count]
            switch dice[3] % 4 {
            case 0: command = random.bytes(Int(dice[4]))
            case 1: command[Int(dice[5]) % command.count] = dice[6]
            case 2: command.removeLast(Int(dice[5]) % command.count)
            default: command += random.bytes(Int(dice[5]) % 4)
            }
            let answer = card.face.respond(to: command)
            #expect((2...258).contains(answer.count), "round \(round): \(command.hexadecimal)")
            if dice[7] == 0 { card.face.reset() }
        }
        #expect(card.card.statistics.commands == 20_000)
    }
}
