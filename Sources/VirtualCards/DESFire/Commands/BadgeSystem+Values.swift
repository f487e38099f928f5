// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    func getValue(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard let number = call.payload.first else { throw .lengthError }
        let place = try place(number)
        let file = try file(place)
        guard case .value(let value) = file.content else { throw .permissionDenied }
        let mode: TransportMode
        do {
            mode = try self.mode(of: file, in: place.application, [\.read, \.write, \.readWrite])
        } catch {
            guard value.isReadFreely else { throw error }
            mode = .plain
        }
        let opened = try open(call, CommandShape(header: 1, mode: mode, isFileData: true))
        guard opened.data.isEmpty else { throw .lengthError }
        return fileAnswer(WipingBytes(UInt32(bitPattern: value.value), count: 4), mode)
    }

    /// Credit, debit, limited credit: from the commit on.
    func changeValue(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard let number = call.payload.first else { throw .lengthError }
        let place = try place(number)
        let file = try file(place)
        guard case .value(let committed) = file.content else { throw .permissionDenied }
        let rights: [KeyPath<RightSet, UInt8>] =
            switch call.command {
            case .credit: [\.readWrite]
            case .limitedCredit: [\.write, \.readWrite]
            default: [\.read, \.write, \.readWrite]
            }
        let mode = try mode(of: file, in: place.application, rights)
        let opened = try open(
            call, CommandShape(header: 1, mode: mode, isFileData: true, dataCount: .exactly(4)))
        guard opened.data.count == 4 else { throw .lengthError }
        let amount = Int64(Int32(bitPattern: opened.data.number))
        guard amount >= 0 else { throw .parameterError }
        var pending = BadgeTransaction.PendingValue(file: committed)
        if case .value(let begun) = transaction.files[place] { pending = begun }
        try pending.apply(call.command, amount)
        transaction.files[place] = .value(pending)
        transaction.cover(place.application, call.code, opened.header, opened.data)
        return BadgeSystem.written(mode)
    }
}

extension BadgeTransaction.PendingValue {
    /// Adds or takes, within the limits of the file.
    mutating func apply(_ command: BadgeCommand, _ amount: Int64) throws(BadgeStatus) {
        if command == .limitedCredit {
            guard file.allowsLimitedCredit else { throw .permissionDenied }
            guard amount <= Int64(file.limitedCredit) else { throw .boundaryError }
            file.limitedCredit = 0
        }
        let result = Int64(file.value) + (command == .debit ? -amount : amount)
        guard (Int64(file.lower)...Int64(file.upper)).contains(result) else { throw .boundaryError }
        file.value = Int32(truncatingIfNeeded: result)
        if command == .debit { debits += amount }
    }
}
