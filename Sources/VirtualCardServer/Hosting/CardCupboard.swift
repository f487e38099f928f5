// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardProfiles
import Foundation
import Synchronization
import VirtualCardPlugs
import VirtualCards

/// All cards that the server has made, in a reader or not: a card that comes back remembers.
final class CardCupboard: Sendable {
    private let folders: ProfileFolders
    private let store: StateStore?
    private let trace: TraceWriter?
    private let seed: UInt64?
    private let manners: HostingManners
    private let cards = Mutex<[HostedCard]>([])

    init(
        folders: ProfileFolders, store: StateStore?, trace: TraceWriter?, seed: UInt64?,
        manners: HostingManners = HostingManners()
    ) {
        self.folders = folders
        self.store = store
        self.trace = trace
        self.seed = seed
        self.manners = manners
    }

    /// Makes a new card from a profile; a second one of the same profile is called `name-2`.
    func make(_ profile: String) throws -> HostedCard {
        guard let folder = folders.folder(of: profile) else {
            throw ControlFailure("no profile \(profile) in \(folders.places.joined(separator: ", "))")
        }
        let url = URL(fileURLWithPath: folder)
        let profile = try ProfileContent(folder: url)
        return try cards.withLock { cards in
            let base = url.lastPathComponent
            let name = CardCupboard.freeName(base, among: cards.map(\.name))
            let random = random(for: UInt64(cards.count))
            let content: HostedContent =
                switch profile {
                case .card(let profile): .card(try VirtualCard(profile, random: random))
                case .badge(let profile): .badge(try VirtualBadge(profile, random: random))
                }
            let hosted = try HostedCard(content, name: name, trace: trace, store: store, manners: manners)
            cards.append(hosted)
            return hosted
        }
    }

    /// A card made before.
    func card(named name: String) -> HostedCard? {
        cards.withLock { cards in cards.first { $0.name == name } }
    }

    private func random(for number: UInt64) -> any RandomSource {
        guard let seed else { return SystemRandom() }
        // Cards of one run draw different numbers, and the same ones in the next run.
        return SeededRandom(seed: seed &+ number)
    }

    private static func freeName(_ base: String, among taken: [String]) -> String {
        guard taken.contains(base) else { return base }
        var number = 2
        while taken.contains("\(base)-\(number)") { number += 1 }
        return "\(base)-\(number)"
    }
}
