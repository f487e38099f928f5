// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Everything that a badge remembers without power.
struct BadgeState: Hashable, Sendable, Codable {
    /// Seven bytes; a state never goes into another card.
    var uid: [UInt8]
    var policy = KeyPolicy(byte: 0x0F)
    /// The card's own keys: 00 master, 10...12 delegation, 20...23 virtual card and proximity.
    var keys: [UInt8: BadgeKey]
    /// Those of them that were ever written.
    var writtenKeys: Set<UInt8> = []
    var configuration = BadgeConfiguration()
    var applications: [BadgeApplication] = []
    var slots: [UInt16: DelegationSlot] = [:]
    /// Failed authentications that count against the limit.
    var failures = 0

    init(uid: [UInt8], master: BadgeKey) {
        self.uid = uid
        keys = [0: master]
        for number in BadgeState.extraKeys { keys[number] = .factory(.aes) }
    }

    static let extraKeys: [UInt8] = [0x10, 0x11, 0x12, 0x20, 0x21, 0x22, 0x23]

    func index(of identifier: UInt32) -> Int? { applications.firstIndex { $0.identifier == identifier } }

    func key(_ reference: KeyReference) -> BadgeKey? {
        guard reference.application != 0 else { return keys[reference.number] }
        guard let index = index(of: reference.application) else { return nil }
        let keys = applications[index].keys
        return Int(reference.number) < keys.count ? keys[Int(reference.number)] : nil
    }

    /// Blocks taken: a delegated application takes its whole quota, used or not.
    var blocks: Int {
        applications.reduce(0) { sum, application in
            let quota = application.slot.flatMap { slots[$0]?.quota }
            return sum + (quota.map { Int($0) } ?? application.blocks)
        }
    }
}
