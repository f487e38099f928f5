// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import DESFire
public import ISO7816
internal import SecretMemory

/// How a badge proved itself; the stronger the greater.
public enum BadgeStrength: Int, Hashable, Sendable, Comparable {
    /// EV1 session, AES.
    case ev1 = 1
    /// EV2 session.
    case ev2 = 2

    /// Weaker before stronger.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A badge that proved what it is.
public struct BadgeProof: Hashable, Sendable {
    /// Sixteen bytes that name it, from its enciphered file.
    public let number: [UInt8]
    /// How.
    public let strength: BadgeStrength
    /// Seven bytes; known to everybody, and good for nothing but finding its keys.
    public let uid: [UInt8]
    /// What the proximity check told, where one was made.
    public let proximity: ProximityProof?
}

/// Proves badges of one site.
///
/// One owner. It remembers how badges proved themselves, so that the next tap begins with the right mode; nothing is
/// accepted because of that memory.
public final class BadgeReader {
    private let site: BadgeSite
    private let keys: any BadgeKeySource
    private var remembered: [[UInt8]: BadgeStrength] = [:]
    /// The key for the proximity check, where the site wants it.
    private let proximityKey: DESFireKey?

    // No site has more staff than that at one kiosk.
    private static let most = 10_000

    /// For a site.
    ///
    /// - Parameter proximityKey: when given, badges with EV2 must pass the proximity check.
    public init(_ site: BadgeSite, _ keys: any BadgeKeySource, proximityKey: DESFireKey? = nil) {
        self.site = site
        self.keys = keys
        self.proximityKey = proximityKey
    }

    /// Proves the badge before the reader: selection, mutual authentication, one enciphered file.
    ///
    /// The UID comes from the reader, which knows it from activation: it costs the badge no frame.
    public func prove(_ link: any CardLink) throws(BadgeFailure) -> BadgeProof {
        let uid = try Self.uid(link)
        let key = try readKey(uid)
        let card = DESFireCard(DESFireChannel(over: link))
        let order: [BadgeStrength] = remembered[uid] == .ev1 ? [.ev1, .ev2] : [.ev2, .ev1]
        let usable = order.filter { $0 == .ev2 || site.allowsEV1 }
        for (place, strength) in usable.enumerated() {
            do {
                try card.select(site.application)
                try authenticate(card, strength, key)
            } catch {
                // A badge that has not this mode refuses its command; one that has it and fails is not tried again.
                if Self.lacksMode(error), place + 1 < usable.count { continue }
                if Self.lacksMode(error), !site.allowsEV1 { throw .weakerMode }
                throw BadgeFailure(error)
            }
            let number = try read(card)
            let proximity = try checkProximity(card, strength)
            if remembered.count >= BadgeReader.most { remembered = [:] }
            remembered[uid] = strength
            return BadgeProof(number: number, strength: strength, uid: uid, proximity: proximity)
        }
        throw .weakerMode
    }

    /// What the reader says that the badge's UID is.
    public static func uid(_ link: any CardLink) throws(BadgeFailure) -> [UInt8] {
        let answer: ResponseAPDU
        do {
            // PC/SC part 3 §3.2.2.1.3: GET DATA, the UID.
            answer = try LinkChannel(link).transmit(CommandAPDU(0xFF, 0xCA, 0, 0, [], expecting: 256))
        } catch {
            throw .lost(.card(error))
        }
        guard answer.status == .success, answer.body.count == 7 else { throw .uid }
        return Array(answer.body)
    }

    private func readKey(_ uid: [UInt8]) throws(BadgeFailure) -> DESFireKey {
        let input = try site.input(for: .read, of: uid)
        do {
            return try keys.key(for: .read, input)
        } catch {
            throw .keys(error)
        }
    }

    private func authenticate(
        _ card: DESFireCard, _ strength: BadgeStrength, _ key: DESFireKey
    ) throws(DESFireError) {
        switch strength {
        case .ev2: try card.authenticateEV2(site.readKey, key)
        case .ev1: try card.authenticateEV1(site.readKey, key)
        }
    }

    private func read(_ card: DESFireCard) throws(BadgeFailure) -> [UInt8] {
        let bytes: WipingBytes
        do {
            bytes = try card.read(site.file, 0..<site.content.count, .full)
        } catch {
            throw BadgeFailure(error)
        }
        switch site.content {
        case .caducee:
            guard let record = BadgeRecord(bytes) else { throw .noRecord }
            return Array(record.number)
        case .existing:
            return Array(BadgeBinding.number(of: bytes, site))
        }
    }

    private func checkProximity(
        _ card: DESFireCard, _ strength: BadgeStrength
    ) throws(BadgeFailure) -> ProximityProof? {
        guard let proximityKey else { return nil }
        guard strength == .ev2 else { throw .weakerMode }
        do {
            return try card.checkProximity(proximityKey)
        } catch {
            throw BadgeFailure(error)
        }
    }

    private static func lacksMode(_ error: DESFireError) -> Bool {
        guard case .status(let status, _) = error else { return false }
        return status == .illegalCommand || status == .permissionDenied
    }
}
