// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import DESFire
import ISO7816
import SecretMemory
import Testing

@testable import VirtualCards

extension DifferentialRun {
    func dataFile() -> (UInt8, Int) {
        let number = file { if case .data = $0 { true } else { false } }
        guard case .data(let bytes, _) = model.current?.files[number]?.content else { return (number, 16) }
        return (number, bytes.count)
    }

    /// A place in a file, sometimes beyond its end.
    func range(in size: Int) -> Range<Int> {
        let start = dice.below(size)
        let rest = size - start
        return start..<(start + 1 + dice.below(dice.below(15) == 0 ? rest + 8 : rest))
    }

    func write() -> (String, Told, Told) {
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

    func read() -> (String, Told, Told) {
        let (number, size) = dataFile()
        let place = range(in: size)
        let mode = model.mode(number, BadgeModel.reading)
        let happened = told { () throws(DESFireError) in .bytes(Array(try host.read(number, place, mode))) }
        return ("read \(number) \(place) \(mode)", happened, model.read(number, place))
    }

    func valueFile() -> UInt8 { file { if case .value = $0 { true } else { false } } }

    func value() -> (String, Told, Told) {
        let number = valueFile()
        let mode = model.mode(number, BadgeModel.either)
        let happened = told { () throws(DESFireError) in .number(try host.value(ofFile: number, mode)) }
        return ("value \(number) \(mode)", happened, model.value(number))
    }

    func changeValue() -> (String, Told, Told) {
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

    func recordFile() -> (UInt8, Int) {
        let number = file { if case .records = $0 { true } else { false } }
        guard case .records(_, let size, _, _) = model.current?.files[number]?.content else { return (number, 8) }
        return (number, size)
    }

    func writeRecord() -> (String, Told, Told) {
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

    func readRecords() -> (String, Told, Told) {
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

    func clearRecords() -> (String, Told, Told) {
        let (number, _) = recordFile()
        let happened = told { () throws(DESFireError) in
            try host.clearRecords(number)
            return .done
        }
        return ("clear \(number)", happened, model.clearRecords(number))
    }

    func commit() -> (String, Told, Told) {
        // Without changes it ends the session: not too often.
        guard !model.pending.isEmpty || dice.below(8) == 0 else { return lookAround() }
        let happened = told { () throws(DESFireError) in
            try host.commit()
            return .done
        }
        return ("commit", happened, model.commit())
    }

    func abort() -> (String, Told, Told) {
        let happened = told { () throws(DESFireError) in
            try host.abort()
            return .done
        }
        return ("abort", happened, model.abort())
    }

    func changeKey() throws -> (String, Told, Told) {
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

    func changeSettings() throws -> (String, Told, Told) {
        guard let current = model.current, model.session != nil else { return lookAround() }
        let settings = KeySettings(rawValue: current.settings.rawValue ^ UInt8(1 << dice.below(3)))
        let happened = told { () throws(DESFireError) in
            try host.changeKeySettings(settings)
            return .done
        }
        return ("change settings", happened, model.changeSettings(settings))
    }

    func list() -> (String, Told, Told) {
        let happened = told { () throws(DESFireError) in
            .bytes(
                try host.applications().flatMap {
                    [UInt8($0.value & 0xFF), UInt8($0.value >> 8 & 0xFF), UInt8($0.value >> 16)]
                })
        }
        return ("applications", happened, model.list())
    }

    /// Questions that change nothing, but count and move vectors.
    func lookAround() -> (String, Told, Told) {
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
