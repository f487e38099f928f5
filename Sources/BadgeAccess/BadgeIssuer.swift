// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardCrypto
public import DESFire
public import ISO7816
internal import SecretMemory

/// Writes a site's application onto badges, and takes it off again.
public final class BadgeIssuer {
    private let site: BadgeSite
    private let keys: any BadgeKeySource
    private let random: any RandomSource

    /// For a site whose content is ours.
    public init(
        _ site: BadgeSite, _ keys: any BadgeKeySource, random: any RandomSource = SystemRandom()
    ) throws(BadgeFailure) {
        guard site.content == .caducee else { throw .layout("content") }
        self.site = site
        self.keys = keys
        self.random = random
    }

    /// Writes application, keys and record; afterwards a ``BadgeReader`` of the site proves the badge.
    ///
    /// What fails on the way leaves no application behind, or one that no reader proves and that ``remove(from:card:)``
    /// takes away: the record is written last, and the keys before it.
    ///
    /// - Parameter card: the badge's own master key: AES, or as it left the factory.
    /// - Returns: the badge's number.
    public func issue(on link: any CardLink, card cardKey: DESFireKey) throws(BadgeFailure) -> [UInt8] {
        let uid = try BadgeReader.uid(link)
        let card = DESFireCard(DESFireChannel(over: link))
        let own = try ownKeys(uid)
        let number: [UInt8]
        let isThere: Bool
        do {
            number = try random.bytes(16)
        } catch {
            throw .lost(.crypto(error))
        }
        do {
            try card.select(.card)
            try Self.open(card, cardKey)
            isThere = try card.applications().contains(site.application)
            if !isThere { try write(number, on: card, own) }
        } catch {
            throw BadgeFailure(error)
        }
        if isThere { throw .alreadyIssued }
        return number
    }

    private func write(_ number: [UInt8], on card: DESFireCard, _ own: OwnKeys) throws(DESFireError) {
        // Settings stay changeable by the master key; it also changes the others, and creates files.
        let settings = KeySettings(
            isMasterKeyChangeable: true, isDirectoryFree: false, isCreationFree: false, areSettingsChangeable: true,
            changeKey: 0)
        try card.create(
            ApplicationPlan(site.application, settings, keyCount: max(site.readKey, site.writeKey) + 1, keyType: .aes))
        try card.select(site.application)
        let factory = DESFireKey.factory(.aes)
        try card.authenticateStrongest(0, factory)
        try card.changeKey(site.readKey, to: own.read, from: factory)
        try card.changeKey(site.writeKey, to: own.write, from: factory)
        try card.changeKey(0, to: own.master)
        try card.authenticateStrongest(0, own.master)
        let rights = AccessRights(read: site.readKey, write: site.writeKey, readWrite: 0, change: 0)
        try card.createDataFile(site.file, size: BadgeRecord.count, .full, rights)
        try card.write(BadgeRecord(number: WipingBytes(number)).bytes, to: site.file, .full)
    }

    /// Takes the site's application off, with everything in it.
    public func remove(from link: any CardLink, card cardKey: DESFireKey) throws(BadgeFailure) {
        let card = DESFireCard(DESFireChannel(over: link))
        do {
            try card.select(.card)
            try Self.open(card, cardKey)
            try card.delete(site.application)
        } catch {
            throw BadgeFailure(error)
        }
    }

    private typealias OwnKeys = (read: DESFireKey, write: DESFireKey, master: DESFireKey)

    private func ownKeys(_ uid: [UInt8]) throws(BadgeFailure) -> OwnKeys {
        let inputs = (
            read: try site.input(for: .read, of: uid), write: try site.input(for: .write, of: uid),
            master: try site.input(for: .master, of: uid)
        )
        do {
            return (
                try keys.key(for: .read, inputs.read), try keys.key(for: .write, inputs.write),
                try keys.key(for: .master, inputs.master)
            )
        } catch {
            throw .keys(error)
        }
    }

    private static func open(_ card: DESFireCard, _ key: DESFireKey) throws(DESFireError) {
        if key.type == .aes { try card.authenticateStrongest(0, key) } else { try card.authenticateEV1(0, key) }
    }
}

extension DESFireCard {
    /// An EV2 session, or an EV1 session where the badge has none.
    fileprivate func authenticateStrongest(_ number: UInt8, _ key: DESFireKey) throws(DESFireError) {
        do {
            endSession()
            try authenticateEV2(number, key)
        } catch .status(.illegalCommand, _) {
            try authenticateEV1(number, key)
        }
    }
}
