// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import DESFire
import Foundation
import ISO7816
import SecretMemory
import Testing

@testable import VirtualCards

/// The host driver against the virtual badge, each operation compared with a plain model of what a badge is.
@Suite struct DifferentialTests {
    private static let isLong = ProcessInfo.processInfo.environment["CADUCEE_TEST_ALL"] == "1"

    @Test(arguments: [UInt64(1), 2, 3, 4]) func agreesWithThePlainModel(seed: UInt64) throws {
        let count = (DifferentialTests.isLong ? 100_000 : 5_000) / 4
        let run = try DifferentialRun(seed: seed)
        for step in 0..<count {
            let (name, happened, expected) = try run.step()
            try #require(happened == expected, "seed \(seed), step \(step): \(name)")
            if step.isMultiple(of: 50) { try run.compareContents("seed \(seed), step \(step): \(name)") }
        }
        try run.compareContents("seed \(seed), at the end")
        // Nothing was refused for one reason only, and most of it was done.
        #expect(run.done > count / 4)
        #expect(run.refusals.count >= 8)
    }
}

final class DifferentialRun {
    private var dice: Dice
    private var model = BadgeModel()
    private let badge: VirtualBadge
    private let host: DESFireCard
    private(set) var done = 0
    private(set) var refusals: Set<UInt8> = []

    init(seed: UInt64) throws {
        dice = Dice(seed)
        var profile = try BadgeProfile.plain(.ev3)
        profile.capacity = 65_536
        profile.keys[0] = BadgeProfile.zeroAES
        badge = try VirtualBadge(profile, random: SeededRandom(seed: seed))
        badge.face.powerOn()
        let channel = DESFireChannel(
            over: BadgeLink(badge.face), syntax: seed.isMultiple(of: 2) ? .native : .wrapped)
        host = DESFireCard(channel, random: SeededRandom(seed: seed &+ 1000))
    }

    private func told(_ body: () throws(DESFireError) -> Told) -> Told {
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

    private func operate() throws -> (String, Told, Told) {
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

    private func someApplication() -> UInt32 {
        // Mostly those that exist; sometimes the card, sometimes nothing.
        if dice.below(8) == 0 { return dice.below(2) == 0 ? 0 : 99 }
        return model.order.isEmpty ? 0 : model.order[dice.below(model.order.count)]
    }

    private func someFile() -> UInt8 {
        let present = (model.current?.files.keys.sorted()) ?? []
        return present.isEmpty || dice.below(12) == 0 ? UInt8(dice.below(8)) : present[dice.below(present.count)]
    }

    private func file(where fits: (BadgeModel.Content) -> Bool) -> UInt8 {
        let present = (model.current?.files ?? [:]).filter { fits($0.value.content) }.keys.sorted()
        return present.isEmpty || dice.below(12) == 0 ? someFile() : present[dice.below(present.count)]
    }

    private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(dice.below(256)) } }

    private func key(_ type: DESFireKeyType) throws -> DESFireKey {
        // Sometimes single DES: two equal halves.
        var material = bytes(type.keyCount)
        if type == .des2Keys, dice.below(3) == 0 { material = Array(material.prefix(8) + material.prefix(8)) }
        return try DESFireKey(type, WipingBytes(material), version: type == .aes ? UInt8(dice.below(256)) : 0)
    }

    private func select() -> (String, Told, Told) {
        let application = someApplication()
        let happened = told { () throws(DESFireError) in
            try host.select(ApplicationID(application))
            return .done
        }
        return ("select \(application)", happened, model.select(application))
    }

    private func authenticate() throws -> (String, Told, Told) {
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
            case (.aes, 0): try host.authenticateEV2(UInt8(number), used, capabilities: [0x00, 0x01])
            case (.des2Keys, 0): try host.authenticateD40(UInt8(number), used)
            default: try host.authenticateEV1(UInt8(number), used)
            }
            return .done
        }
        return ("authenticate \(number) \(type) \(kind)", happened, model.authenticate(UInt8(number), isRight: isRight))
    }

    private func createApplication() throws -> (String, Told, Told) {
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

    private func deleteApplication() -> (String, Told, Told) {
        let identifier = max(someApplication(), 1)
        let happened = told { () throws(DESFireError) in
            try host.delete(ApplicationID(identifier))
            return .done
        }
        return ("delete application \(identifier)", happened, model.delete(identifier))
    }

    private func someRights() -> AccessRights {
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

    private func createFile() -> (String, Told, Told) {
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

    private func deleteFile() -> (String, Told, Told) {
        let number = someFile()
        let happened = told { () throws(DESFireError) in
            try host.deleteFile(number)
            return .done
        }
        return ("delete file \(number)", happened, model.deleteFile(number))
    }

    private func dataFile() -> (UInt8, Int) {
        let number = file { if case .data = $0 { true } else { false } }
        guard case .data(let bytes, _) = model.current?.files[number]?.content else { return (number, 16) }
        return (number, bytes.count)
    }

    /// A place in a file, sometimes beyond its end.
    private func range(in size: Int) -> Range<Int> {
        let start = dice.below(size)
        let rest = size - start
        return start..<(start + 1 + dice.below(dice.below(15) == 0 ? rest + 8 : rest))
    }

    private func write() -> (String, Told, Told) {
        let (number, size) = dataFile()
        let place = range(in: size)
        let data = bytes(place.count)
        let mode = model.mode(number, BadgeModel.writing)
        let happened = told { () throws(DESFireError) in
            try host.write(WipingBytes(data), to: number, at: place.lowerBound, mode)
            return .done
        }
        return ("write \(number) \(place) \(mode)", happened, model.write(number, data, at: place.lowerBound))
    }

    private func read() -> (String, Told, Told) {
        let (number, size) = dataFile()
        let place = range(in: size)
        let mode = model.mode(number, BadgeModel.reading)
        let happened = told { () throws(DESFireError) in .bytes(Array(try host.read(number, place, mode))) }
        return ("read \(number) \(place) \(mode)", happened, model.read(number, place))
    }

    private func valueFile() -> UInt8 { file { if case .value = $0 { true } else { false } } }

    private func value() -> (String, Told, Told) {
        let number = valueFile()
        let mode = model.mode(number, BadgeModel.either)
        let happened = told { () throws(DESFireError) in .number(try host.value(ofFile: number, mode)) }
        return ("value \(number) \(mode)", happened, model.value(number))
    }

    private func changeValue() -> (String, Told, Told) {
        let number = valueFile()
        let isLimited = dice.below(3) == 0
        let size = Int32(1 + dice.below(200))
        let amount = isLimited || dice.below(2) == 0 ? size : -size
        let rights = amount < 0 ? BadgeModel.either : isLimited ? BadgeModel.writing : [\.readWrite]
        let mode = model.mode(number, rights)
        let happened = told { () throws(DESFireError) in
            try host.change(file: number, by: amount, mode, isLimited: isLimited)
            return .done
        }
        return (
            "change \(number) by \(amount) \(isLimited) \(mode)", happened,
            model.change(number, by: amount, isLimited: isLimited)
        )
    }

    private func recordFile() -> (UInt8, Int) {
        let number = file { if case .records = $0 { true } else { false } }
        guard case .records(_, let size, _, _) = model.current?.files[number]?.content else { return (number, 8) }
        return (number, size)
    }

    private func writeRecord() -> (String, Told, Told) {
        let (number, size) = recordFile()
        let place = range(in: size)
        let data = bytes(place.count)
        let mode = model.mode(number, BadgeModel.writing)
        let happened = told { () throws(DESFireError) in
            try host.writeRecord(WipingBytes(data), to: number, at: place.lowerBound, mode)
            return .done
        }
        return (
            "write record \(number) \(place) \(mode)", happened, model.writeRecord(number, data, at: place.lowerBound)
        )
    }

    private func readRecords() -> (String, Told, Told) {
        let (number, size) = recordFile()
        let (first, count) = (dice.below(2), 1 + dice.below(3))
        let mode = model.mode(number, BadgeModel.reading)
        let happened = told { () throws(DESFireError) in
            .records(try host.readRecords(number, from: first, count: count, recordSize: size, mode).map { Array($0) })
        }
        return (
            "read records \(number) \(first) \(count) \(mode)", happened,
            model.readRecords(number, from: first, count: count)
        )
    }

    private func clearRecords() -> (String, Told, Told) {
        let (number, _) = recordFile()
        let happened = told { () throws(DESFireError) in
            try host.clearRecords(number)
            return .done
        }
        return ("clear \(number)", happened, model.clearRecords(number))
    }

    private func commit() -> (String, Told, Told) {
        // Without changes it ends the session: not too often.
        guard !model.pending.isEmpty || dice.below(8) == 0 else { return lookAround() }
        let happened = told { () throws(DESFireError) in
            try host.commit()
            return .done
        }
        return ("commit", happened, model.commit())
    }

    private func abort() -> (String, Told, Told) {
        let happened = told { () throws(DESFireError) in
            try host.abort()
            return .done
        }
        return ("abort", happened, model.abort())
    }

    private func changeKey() throws -> (String, Told, Told) {
        guard let current = model.current, let session = model.session else { return lookAround() }
        let number = UInt8(dice.below(current.keys.count))
        let new = try key(current.type)
        let old = current.keys[Int(number)]
        let happened = told { () throws(DESFireError) in
            try host.changeKey(number, to: new, from: number == session ? nil : old)
            return .done
        }
        return ("change key \(number) in \(session)", happened, model.changeKey(number, to: new))
    }

    private func changeSettings() throws -> (String, Told, Told) {
        guard let current = model.current, model.session != nil else { return lookAround() }
        let settings = KeySettings(rawValue: current.settings.rawValue ^ UInt8(1 << dice.below(3)))
        let happened = told { () throws(DESFireError) in
            try host.changeKeySettings(settings)
            return .done
        }
        return ("change settings", happened, model.changeSettings(settings))
    }

    private func list() -> (String, Told, Told) {
        let happened = told { () throws(DESFireError) in
            .bytes(
                try host.applications().flatMap {
                    [UInt8($0.value & 0xFF), UInt8($0.value >> 8 & 0xFF), UInt8($0.value >> 16)]
                })
        }
        return ("applications", happened, model.list())
    }

    /// Questions that change nothing, but count and move vectors.
    private func lookAround() -> (String, Told, Told) {
        switch dice.below(3) {
        case 0:
            let happened = told { () throws(DESFireError) in .bytes(try host.files().sorted()) }
            return ("files", happened, model.files())
        case 1:
            let number = UInt8(dice.below(3))
            let happened = told { () throws(DESFireError) in .bytes([try host.keyVersion(number)]) }
            return ("key version \(number)", happened, model.keyVersion(number))
        default:
            let happened = told { () throws(DESFireError) in
                if model.session != nil { return .bytes(try host.uid()) }
                return .bytes(try host.version().uid)
            }
            return ("UID", happened, .bytes(badge.profile.uid))
        }
    }

    /// All that counts, compared behind the badge's back.
    func compareContents(_ place: String) throws {
        let state = badge.system.state
        #expect(state.applications.map(\.identifier) == model.order, "\(place)")
        for (identifier, wanted) in model.applications {
            let found = try #require(state.applications.first { $0.identifier == identifier })
            #expect(found.keys.map(\.bytes) == wanted.keys.map(\.bytes), "\(place)")
            #expect(Set(found.files.map(\.number)) == Set(wanted.files.keys), "\(place)")
            for file in found.files {
                #expect(BadgeModel.Content(file.content) == wanted.files[file.number]?.content, "\(place)")
            }
        }
    }
}
