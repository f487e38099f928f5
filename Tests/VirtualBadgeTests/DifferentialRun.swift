// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import DESFire
import ISO7816
import SecretMemory
import Testing

@testable import VirtualCards

/// One sequence of random operations, told to host and model alike.
final class DifferentialRun {
    var dice: Dice
    var model = BadgeModel()
    let badge: VirtualBadge
    let host: DESFireCard
    private(set) var done = 0
    private(set) var refusals: Set<UInt8> = []

    /// Which badge: a generation, or an EV3 of the leakage-resilient mode.
    let kind: String

    init(seed: UInt64, kind: String) throws {
        self.kind = kind
        dice = Dice(seed)
        var profile = try BadgeProfile.plain(BadgeProfile.Generation(rawValue: kind) ?? .ev3)
        profile.isLeakageResilient = kind == "lrp"
        profile.capacity = 65_536
        profile.keys[0] = BadgeProfile.zeroAES
        badge = try VirtualBadge(profile, random: SeededRandom(seed: seed))
        badge.face.powerOn()
        let channel = DESFireChannel(
            over: BadgeLink(badge.face), syntax: seed.isMultiple(of: 2) ? .native : .wrapped)
        host = DESFireCard(channel, random: SeededRandom(seed: seed &+ 1000))
    }

    func told(_ body: () throws(DESFireError) -> Told) -> Told {
        do {
            return try body()
        } catch {
            if case .status(let status, _) = error { return .refused(status.rawValue) }
            return .failed("\(error)")
        }
    }

    func step() throws -> (name: String, happened: Told, expected: Told) {
        let result = try operate()
        if case .refused(let status) = result.1 { refusals.insert(status) } else { done += 1 }
        return result
    }

    func operate() throws -> (String, Told, Told) {
        switch dice.below(100) {
        case 0..<8: return select()
        case 8..<24: return try authenticate()
        case 24..<27: return try createApplication()
        case 27..<28: return deleteApplication()
        case 28..<37: return createFile()
        case 37..<38: return deleteFile()
        case 38..<48: return write()
        case 48..<60: return read()
        case 60..<64: return value()
        case 64..<72: return changeValue()
        case 72..<78: return writeRecord()
        case 78..<82: return readRecords()
        case 82..<83: return clearRecords()
        case 83..<90: return commit()
        case 90..<91: return abort()
        case 91..<94: return try changeKey()
        case 94..<95: return try changeSettings()
        case 95..<96: return list()
        default: return lookAround()
        }
    }

    func someApplication() -> UInt32 {
        // Mostly those that exist; sometimes the card, sometimes nothing.
        if dice.below(8) == 0 { return dice.below(2) == 0 ? 0 : 99 }
        return model.order.isEmpty ? 0 : model.order[dice.below(model.order.count)]
    }

    func someFile() -> UInt8 {
        let present = (model.current?.files.keys.sorted()) ?? []
        return present.isEmpty || dice.below(12) == 0 ? UInt8(dice.below(8)) : present[dice.below(present.count)]
    }

    func file(where fits: (BadgeModel.Content) -> Bool) -> UInt8 {
        let present = (model.current?.files ?? [:]).filter { fits($0.value.content) }.keys.sorted()
        return present.isEmpty || dice.below(12) == 0 ? someFile() : present[dice.below(present.count)]
    }

    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(dice.below(256)) } }

    func key(_ type: DESFireKeyType) throws -> DESFireKey {
        // Sometimes single DES: two equal halves.
        var material = bytes(type.keyCount)
        if type == .des2Keys, dice.below(3) == 0 { material = Array(material.prefix(8) + material.prefix(8)) }
        return try DESFireKey(type, WipingBytes(material), version: type == .aes ? UInt8(dice.below(256)) : 0)
    }

    func select() -> (String, Told, Told) {
        let application = someApplication()
        let happened = told { () throws(DESFireError) in
            try host.select(ApplicationID(application))
            return .done
        }
        return ("select \(application)", happened, model.select(application))
    }

    func authenticate() throws -> (String, Told, Told) {
        let keys = model.current?.keys ?? [model.master]
        // Mostly a key that can do something.
        let number = dice.below(3) == 0 ? dice.below(keys.count + 1) : 0
        let isRight = number >= keys.count || dice.below(20) != 0
        let type = keys[0].type
        let right = number < keys.count ? keys[number] : keys[0]
        let used = isRight ? right : try key(type)
        let kind = dice.below(2)
        let happened = told { () throws(DESFireError) in
            switch (type, kind) {
            case (.aes, 0) where self.kind == "lrp": try host.authenticateLRP(UInt8(number), used)
            case (.aes, 0) where self.kind != "ev1":
                try host.authenticateEV2(UInt8(number), used, capabilities: [0x00, 0x01])
            case (.des2Keys, 0): try host.authenticateD40(UInt8(number), used)
            default: try host.authenticateEV1(UInt8(number), used)
            }
            return .done
        }
        return ("authenticate \(number) \(type) \(kind)", happened, model.authenticate(UInt8(number), isRight: isRight))
    }

    func createApplication() throws -> (String, Told, Told) {
        let identifier = UInt32(1 + dice.below(6))
        let count = 1 + dice.below(5)
        let type = DESFireKeyType.allCases[dice.below(3)]
        let change = [0, 1, 0xE, 0xF][dice.below(4)]
        let settings = KeySettings(
            isMasterKeyChangeable: dice.below(6) != 0, isDirectoryFree: dice.below(4) != 0,
            isCreationFree: dice.below(4) != 0, areSettingsChangeable: dice.below(4) != 0,
            changeKey: UInt8(change == 1 && count < 2 ? 0 : change))
        let happened = told { () throws(DESFireError) in
            try host.create(
                ApplicationPlan(ApplicationID(identifier), settings, keyCount: UInt8(count), keyType: type))
            return .done
        }
        let made = BadgeModel.Application(
            settings: settings, type: type, keys: Array(repeating: .factory(type), count: count))
        return ("create application \(identifier) \(type)", happened, model.create(identifier, made))
    }

    func deleteApplication() -> (String, Told, Told) {
        let identifier = max(someApplication(), 1)
        let happened = told { () throws(DESFireError) in
            try host.delete(ApplicationID(identifier))
            return .done
        }
        return ("delete application \(identifier)", happened, model.delete(identifier))
    }

    func someRights() -> AccessRights {
        func right() -> UInt8 {
            switch dice.below(10) {
            case 0..<5: 0
            case 5..<7: UInt8(dice.below(4))
            case 7..<9: 0xE
            default: 0xF
            }
        }
        return AccessRights(read: right(), write: right(), readWrite: right(), change: 0)
    }

    func createFile() -> (String, Told, Told) {
        let number = UInt8(dice.below(8))
        let mode = [CommunicationMode.plain, .mac, .full][dice.below(3)]
        let rights = someRights()
        let size = 1 + dice.below(dice.below(4) == 0 ? 300 : 60)
        let content: BadgeModel.Content
        switch dice.below(4) {
        case 0: content = .data([UInt8](repeating: 0, count: size), isBackup: false)
        case 1: content = .data([UInt8](repeating: 0, count: size), isBackup: true)
        case 2:
            let value = Int32(dice.below(2000)) - 1000
            content = .value(
                value, lower: value - Int32(dice.below(500)), upper: value + Int32(dice.below(500)), credit: 0,
                hasCredit: dice.below(2) == 0)
        default: content = .records([], size: 1 + dice.below(40), most: 2 + dice.below(4), isCyclic: dice.below(2) == 0)
        }
        let happened = told { () throws(DESFireError) in
            switch content {
            case .data(let bytes, let isBackup):
                try host.createDataFile(number, size: bytes.count, mode, rights, isBackup: isBackup)
            case .value(let value, let lower, let upper, _, let hasCredit):
                try host.createValueFile(
                    number, lower...upper, value: value, mode, rights, hasLimitedCredit: hasCredit)
            case .records(_, let size, let most, let isCyclic):
                try host.createRecordFile(number, recordSize: size, most: most, isCyclic: isCyclic, mode, rights)
            }
            return .done
        }
        let file = BadgeModel.File(mode: mode, rights: rights, content: content)
        return ("create file \(number)", happened, model.createFile(number, file))
    }

    func deleteFile() -> (String, Told, Told) {
        let number = someFile()
        let happened = told { () throws(DESFireError) in
            try host.deleteFile(number)
            return .done
        }
        return ("delete file \(number)", happened, model.deleteFile(number))
    }
}
