// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ISO7816
import SecretMemory
import VirtualCards

/// What a card remembers, as a file: JSON with bytes in hexadecimal.
struct StoredState: Codable, Equatable {
    /// The layout of this file.
    var format = 1
    /// Generation and serial number: a state never goes into another card.
    var card: String
    /// Missing in the state of a badge that is no more than that.
    var pin: Secret?
    var puk: Secret?
    /// Contents by path without 3F00.
    var files: [String: String]?
    /// A badge, or the contactless side of a CPS4.
    var badge: BadgeSnapshot?

    struct Secret: Codable, Equatable {
        var value: String
        var left: Int
        var uses: Int?
    }

    init(_ snapshot: CardSnapshot, of card: String) {
        self.card = card
        pin = Secret(snapshot.pin)
        puk = Secret(snapshot.puk)
        files = Dictionary(
            snapshot.files.map { ($0.key.description, $0.value.hexadecimal) }, uniquingKeysWith: { first, _ in first })
        badge = snapshot.badge
    }

    init(_ badge: BadgeSnapshot, of card: String) {
        self.card = card
        self.badge = badge
    }

    /// Puts the state into a snapshot of the same card.
    func apply(to snapshot: inout CardSnapshot, of card: String) throws {
        try check(for: card)
        guard let pin, let puk, let files else { throw ControlFailure("state without PIN, PUK or files") }
        try pin.apply(to: &snapshot.pin, "pin")
        try puk.apply(to: &snapshot.puk, "puk")
        if let badge { snapshot.badge = badge }
        for (path, content) in files {
            guard let bytes = [UInt8](hexadecimal: path), let file = CardFilePath(bytes),
                let content = [UInt8](hexadecimal: content)
            else { throw ControlFailure("state: file \(path) cannot be read") }
            guard snapshot.files[file]?.count == content.count else {
                throw ControlFailure("state: the card has no file \(path) of this size")
            }
            snapshot.files[file] = WipingBytes(content)
        }
    }

    /// The state of a badge, where it is one of this badge.
    func badge(of card: String) throws -> BadgeSnapshot {
        try check(for: card)
        guard let badge else { throw ControlFailure("state without a badge") }
        return badge
    }

    private func check(for card: String) throws {
        guard format == 1 else { throw ControlFailure("state of format \(format), which this version does not know") }
        guard self.card == card else { throw ControlFailure("state of another card") }
    }

    /// Writes the file's content.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// Reads a file's content.
    init(parsing content: [UInt8]) throws {
        guard let state = try? JSONDecoder().decode(StoredState.self, from: Data(content)) else {
            throw ControlFailure("not the state of a card")
        }
        self = state
    }
}

extension StoredState.Secret {
    init(_ data: CardSnapshot.ReferenceData) {
        self.init(value: data.value.hexadecimal, left: data.left, uses: data.uses)
    }

    func apply(to data: inout CardSnapshot.ReferenceData, _ name: String) throws {
        // 15 tries is what a status word 63Cx can tell; 64 bytes is more than any PIN.
        guard let bytes = [UInt8](hexadecimal: value), (1...64).contains(bytes.count), (0...15).contains(left),
            (0...0xFFFF).contains(uses ?? 0)
        else { throw ControlFailure("state: \(name) cannot be read") }
        data.value = WipingBytes(bytes)
        data.left = left
        data.uses = uses
    }
}
