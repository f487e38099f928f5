// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeState {
    /// The first day of a badge.
    init(_ profile: BadgeProfile) throws(CardProfileError) {
        try profile.check()
        let master = try profile.keys[0].map { (key) throws(CardProfileError) in try BadgeKey(key, "keys.0") }
        self.init(uid: profile.uid, master: master ?? .factory(.des))
        policy = KeyPolicy(byte: profile.settings)
        for (number, key) in profile.keys where number != 0 {
            keys[number] = try BadgeKey(key, "keys.\(number)")
            writtenKeys.insert(number)
        }
        if profile.isUIDRandom { configuration.flags |= 0x02 }
        if profile.isLeakageResilient { configuration.capabilities[4] |= 0x02 }
        for application in profile.applications { applications.append(try BadgeApplication(application)) }
        guard isSound(for: profile) else { throw .field("applications") }
    }
}

extension BadgeKey {
    fileprivate init(_ key: BadgeProfile.Key, _ field: String) throws(CardProfileError) {
        let kind: BadgeKeyKind =
            switch key.kind {
            case .des: .des
            case .tripleDES: .tripleDES
            case .aes: .aes
            }
        guard key.bytes.count == kind.keyCount else { throw .field(field) }
        self.init(kind, key.bytes, version: key.version)
    }
}

extension BadgeApplication {
    fileprivate init(_ content: BadgeProfile.Application) throws(CardProfileError) {
        var keys: [BadgeKey] = []
        for key in content.keys { keys.append(try BadgeKey(key, "applications.keys")) }
        self.init(
            identifier: content.identifier, policy: KeyPolicy(byte: content.settings),
            hasISOFiles: content.files.contains { $0.isoIdentifier != nil },
            sets: [BadgeKeySet(version: 0, keys: keys, isFinal: true)])
        longestKey = keys.first?.kind == .tripleDES ? 0x18 : 0x10
        (isoIdentifier, isoName) = (content.isoIdentifier, content.isoName)
        files = content.files.map { file in
            let rights = RightSet(UInt8(truncatingIfNeeded: file.rights), UInt8(file.rights >> 8))
            let content: BadgeContent =
                switch file.content {
                case .data(let bytes, let isBackup): isBackup ? .backup(bytes) : .standard(bytes)
                case .value(let value, let lower, let upper, let flags):
                    .value(ValueFile(lower: lower, upper: upper, value: value, limitedCredit: 0, flags: flags))
                case .records(let size, let most, let isCyclic):
                    .records(RecordFile(size: size, most: most, isCyclic: isCyclic))
                }
            return BadgeFile(
                number: file.number, isoIdentifier: file.isoIdentifier, option: file.mode, rights: [rights],
                content: content)
        }
    }
}

extension BadgeProfile {
    fileprivate func check() throws(CardProfileError) {
        guard uid.count == 7 else { throw .field("uid") }
        guard hardware.count == 7 else { throw .field("hardware") }
        guard software.count == 7 else { throw .field("software") }
        guard (7...8).contains(production.count) else { throw .field("production") }
        guard AnswerToSelect(bytes: ats).isSound else { throw .field("ats") }
        // The smallest frame that a native answer fits into.
        guard AnswerToSelect(bytes: ats).frameSize >= 64 else { throw .field("ats") }
        guard (256...0xFF_FFFF).contains(capacity) else { throw .field("capacity") }
        guard signature.isEmpty || signature.count == 56 else { throw .field("signature") }
        guard !isLeakageResilient || generation >= .ev3 else { throw .field("leakageResilient") }
        guard keys.keys.allSatisfy({ $0 == 0 || BadgeState.extraKeys.contains($0) }) else { throw .field("keys") }
        guard keys.allSatisfy({ $0.key == 0 || $0.value.kind == .aes }) else { throw .field("keys") }
        guard settings <= 0x0F else { throw .field("settings") }
    }
}
