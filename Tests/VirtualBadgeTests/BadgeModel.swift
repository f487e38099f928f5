// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import DESFire
import SecretMemory

/// What came of an operation, for host and model alike.
enum Told: Equatable {
    case done
    case bytes([UInt8])
    case number(Int32)
    case records([[UInt8]])
    case refused(UInt8)
    /// Anything that should never be.
    case failed(String)
}

/// A badge as a table of contents: no bytes on a wire, no cryptography, no frames.
struct BadgeModel {
    struct Application {
        var settings: KeySettings
        var type: DESFireKeyType
        var keys: [DESFireKey]
        var files: [UInt8: File] = [:]
    }

    struct File {
        var mode: CommunicationMode
        var rights: AccessRights
        var content: Content
    }

    enum Content: Equatable {
        case data([UInt8], isBackup: Bool)
        case value(Int32, lower: Int32, upper: Int32, credit: Int32, hasCredit: Bool)
        case records([[UInt8]], size: Int, most: Int, isCyclic: Bool)
    }

    /// What a transaction has done to a file.
    struct Pending {
        var content: Content
        var debits: Int64 = 0
        var newest: [UInt8]?
        var isCleared = false
    }

    var applications: [UInt32: Application] = [:]
    var order: [UInt32] = []
    var master = DESFireKey.factory(.aes)
    var selected: UInt32 = 0
    var session: UInt8?
    var pending: [UInt8: Pending] = [:]

    var current: Application? { applications[selected] }
    var isMaster: Bool { session == 0 }

    /// After a refusal nothing is open any more.
    mutating func refuse(_ status: UInt8) -> Told {
        session = nil
        pending = [:]
        return .refused(status)
    }

    mutating func select(_ application: UInt32) -> Told {
        guard application == 0 || applications[application] != nil else { return refuse(0xA0) }
        selected = application
        session = nil
        pending = [:]
        return .done
    }

    mutating func authenticate(_ number: UInt8, isRight: Bool) -> Told {
        session = nil
        let count = current?.keys.count ?? 1
        guard Int(number) < count else { return refuse(0x40) }
        guard isRight else { return refuse(0xAE) }
        session = number
        return .done
    }

    mutating func create(_ identifier: UInt32, _ application: Application) -> Told {
        guard selected == 0 else { return refuse(0x9D) }
        guard applications[identifier] == nil else { return refuse(0xDE) }
        applications[identifier] = application
        order.append(identifier)
        return .done
    }

    mutating func delete(_ identifier: UInt32) -> Told {
        guard applications[identifier] != nil else { return refuse(0xA0) }
        guard session != nil else { return refuse(0xAE) }
        guard isMaster, selected == 0 || selected == identifier else { return refuse(0x9D) }
        applications[identifier] = nil
        order.removeAll { $0 == identifier }
        if selected == identifier { _ = select(0) }
        return .done
    }

    mutating func list() -> Told {
        guard selected == 0 else { return refuse(0x9D) }
        return .bytes(order.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8 & 0xFF), UInt8($0 >> 16)] })
    }

    mutating func files() -> Told {
        guard let current else { return .bytes([]) }
        guard current.settings.isDirectoryFree || isMaster else { return refuse(session == nil ? 0xAE : 0x9D) }
        return .bytes(current.files.keys.sorted())
    }

    mutating func keyVersion(_ number: UInt8) -> Told {
        let keys = current?.keys ?? [master]
        guard Int(number) < keys.count else { return refuse(0x40) }
        return .bytes([version(of: keys[Int(number)])])
    }

    private func version(of key: DESFireKey) -> UInt8 {
        key.type == .aes ? key.version : key.bytes.prefix(8).reduce(0) { $0 << 1 | $1 & 1 }
    }

    mutating func changeKey(_ number: UInt8, to key: DESFireKey) -> Told {
        guard let current, let session else { return refuse(0xAE) }
        guard Int(number) < current.keys.count else { return refuse(0x40) }
        let isAllowed: Bool
        switch (number, current.settings.changeKey) {
        case (0, _): isAllowed = current.settings.isMasterKeyChangeable && session == 0
        case (_, 0xF): isAllowed = false
        case (_, 0xE): isAllowed = session == number
        case (_, let change): isAllowed = session == (change == number ? 0 : change)
        }
        guard isAllowed else { return refuse(0x9D) }
        applications[selected]?.keys[Int(number)] = key
        if session == number { self.session = nil; pending = [:] }
        return .done
    }

    mutating func changeSettings(_ settings: KeySettings) -> Told {
        guard let current else { return refuse(0x9D) }
        guard session != nil else { return refuse(0xAE) }
        guard isMaster, current.settings.areSettingsChangeable else { return refuse(0x9D) }
        applications[selected]?.settings = settings
        return .done
    }
}

extension BadgeModel {
    mutating func createFile(_ number: UInt8, _ file: File) -> Told {
        guard let current else { return refuse(0x9D) }
        guard current.settings.isCreationFree || isMaster else { return refuse(0x9D) }
        guard current.files[number] == nil else { return refuse(0xDE) }
        let rights = [file.rights.read, file.rights.write, file.rights.readWrite, file.rights.change]
        guard rights.allSatisfy({ $0 >= 14 || Int($0) < current.keys.count }) else { return refuse(0x9E) }
        applications[selected]?.files[number] = file
        return .done
    }

    mutating func deleteFile(_ number: UInt8) -> Told {
        guard let current else { return refuse(0x9D) }
        guard current.files[number] != nil else { return refuse(0xF0) }
        guard current.settings.isCreationFree || isMaster else { return refuse(0x9D) }
        applications[selected]?.files[number] = nil
        pending[number] = nil
        return .done
    }

    /// How data travel, or why they do not.
    func access(_ file: File, _ rights: [KeyPath<AccessRights, UInt8>]) -> (mode: CommunicationMode?, status: UInt8) {
        let nibbles = rights.map { file.rights[keyPath: $0] }
        if let session, nibbles.contains(session) { return (file.mode, 0) }
        if nibbles.contains(14) { return (.plain, 0) }
        return (nil, session == nil && nibbles.contains { $0 < 14 } ? 0xAE : 0x9D)
    }

    /// How a host that knows the file has to send.
    func mode(_ number: UInt8, _ rights: [KeyPath<AccessRights, UInt8>]) -> CommunicationMode {
        current?.files[number].flatMap { access($0, rights).mode } ?? .plain
    }

    static var reading: [KeyPath<AccessRights, UInt8>] { [\.read, \.readWrite] }
    static var writing: [KeyPath<AccessRights, UInt8>] { [\.write, \.readWrite] }
    static var either: [KeyPath<AccessRights, UInt8>] { [\.read, \.write, \.readWrite] }

    /// The file, where it is there and may be used so.
    private mutating func opened(
        _ number: UInt8, _ rights: [KeyPath<AccessRights, UInt8>], fits: (Content) -> Bool
    ) -> (file: File?, told: Told) {
        guard let current else { return (nil, refuse(0x9D)) }
        guard let file = current.files[number] else { return (nil, refuse(0xF0)) }
        guard fits(file.content) else { return (nil, refuse(0x9D)) }
        let found = access(file, rights)
        return found.mode == nil ? (nil, refuse(found.status)) : (file, .done)
    }

    mutating func read(_ number: UInt8, _ range: Range<Int>) -> Told {
        let (file, told) = opened(number, BadgeModel.reading) { if case .data = $0 { true } else { false } }
        guard case .data(let bytes, _) = file?.content else { return told }
        guard range.upperBound <= bytes.count else { return refuse(0xBE) }
        return .bytes(Array(bytes[range]))
    }

    mutating func write(_ number: UInt8, _ data: [UInt8], at offset: Int) -> Told {
        let (file, told) = opened(number, BadgeModel.writing) { if case .data = $0 { true } else { false } }
        guard let file, case .data(var bytes, let isBackup) = file.content else { return told }
        if case .data(let begun, _) = pending[number]?.content { bytes = begun }
        guard offset + data.count <= bytes.count else { return refuse(0xBE) }
        bytes.replaceSubrange(offset..<offset + data.count, with: data)
        if isBackup {
            pending[number] = Pending(content: .data(bytes, isBackup: true))
        } else {
            applications[selected]?.files[number]?.content = .data(bytes, isBackup: false)
        }
        return .done
    }

    mutating func value(_ number: UInt8) -> Told {
        let (file, told) = opened(number, BadgeModel.either) { if case .value = $0 { true } else { false } }
        guard case .value(let value, _, _, _, _) = file?.content else { return told }
        return .number(value)
    }

    mutating func change(_ number: UInt8, by amount: Int32, isLimited: Bool) -> Told {
        let rights = amount < 0 ? BadgeModel.either : isLimited ? BadgeModel.writing : [\.readWrite]
        let (file, told) = opened(number, rights) { if case .value = $0 { true } else { false } }
        guard let file else { return told }
        var next = pending[number] ?? Pending(content: file.content)
        guard case .value(let value, let lower, let upper, var credit, let hasCredit) = next.content else {
            return told
        }
        if isLimited {
            guard hasCredit else { return refuse(0x9D) }
            guard amount <= credit else { return refuse(0xBE) }
            credit = 0
        }
        let result = Int64(value) + Int64(amount)
        guard result >= Int64(lower), result <= Int64(upper) else { return refuse(0xBE) }
        if amount < 0 { next.debits -= Int64(amount) }
        next.content = .value(Int32(result), lower: lower, upper: upper, credit: credit, hasCredit: hasCredit)
        pending[number] = next
        return .done
    }

    mutating func writeRecord(_ number: UInt8, _ data: [UInt8], at offset: Int) -> Told {
        let (file, told) = opened(number, BadgeModel.writing) { if case .records = $0 { true } else { false } }
        guard let file, case .records(let records, let size, let most, let isCyclic) = file.content else { return told }
        var next = pending[number] ?? Pending(content: file.content)
        guard offset + data.count <= size else { return refuse(0xBE) }
        guard !next.isCleared else { return refuse(0x9D) }
        guard next.newest != nil || isCyclic || records.count < most else { return refuse(0xBE) }
        var record = next.newest ?? [UInt8](repeating: 0, count: size)
        record.replaceSubrange(offset..<offset + data.count, with: data)
        next.newest = record
        pending[number] = next
        return .done
    }

    mutating func readRecords(_ number: UInt8, from first: Int, count: Int) -> Told {
        let (file, told) = opened(number, BadgeModel.reading) { if case .records = $0 { true } else { false } }
        guard case .records(let records, _, _, _) = file?.content else { return told }
        guard first + count <= records.count else { return refuse(0xBE) }
        return .records(Array(records[(records.count - first - count)..<(records.count - first)]))
    }

    mutating func clearRecords(_ number: UInt8) -> Told {
        let (file, told) = opened(number, [\.readWrite]) { if case .records = $0 { true } else { false } }
        guard let file else { return told }
        pending[number] = Pending(content: file.content, isCleared: true)
        return .done
    }

    mutating func commit() -> Told {
        guard !pending.isEmpty else { return refuse(0x0C) }
        for (number, change) in pending { applications[selected]?.files[number]?.content = change.settled }
        pending = [:]
        return .done
    }

    mutating func abort() -> Told {
        guard !pending.isEmpty else { return refuse(0x0C) }
        pending = [:]
        return .done
    }
}

extension BadgeModel.Pending {
    var settled: BadgeModel.Content {
        switch content {
        case .data: return content
        case .value(let value, let lower, let upper, let credit, let hasCredit):
            let left = debits > 0 ? Int32(clamping: debits) : credit
            return .value(value, lower: lower, upper: upper, credit: left, hasCredit: hasCredit)
        case .records(let records, let size, let most, let isCyclic):
            let kept = (isCleared ? [] : records) + (newest.map { [$0] } ?? [])
            return .records(Array(kept.suffix(isCyclic ? most - 1 : most)), size: size, most: most, isCyclic: isCyclic)
        }
    }
}
