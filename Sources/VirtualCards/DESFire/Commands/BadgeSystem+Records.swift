// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    private func recordFile(_ call: BadgeCall) throws(BadgeStatus) -> (FilePlace, BadgeFile, RecordFile) {
        guard let number = call.payload.first else { throw .lengthError }
        let place = try place(number)
        let file = try file(place)
        guard case .records(let records) = file.content else { throw .permissionDenied }
        return (place, file, records)
    }

    private func pending(_ place: FilePlace, _ committed: RecordFile) -> BadgeTransaction.PendingRecords {
        if case .records(let begun) = transaction.files[place] { return begun }
        return BadgeTransaction.PendingRecords(file: committed)
    }

    /// Writes into the record that comes with this transaction: the first write makes it, later ones go on.
    func writeRecord(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let (place, file, committed) = try recordFile(call)
        let mode = try mode(of: file, in: place.application, [\.write, \.readWrite])
        let opened = try openWrite(call, header: 7, mode)
        var pending = pending(place, committed)
        // Nothing is written behind a clearing that does not count yet.
        guard !pending.isCleared else { throw .permissionDenied }
        guard pending.newest != nil || committed.isCyclic || committed.records.count < committed.most else {
            throw .boundaryError
        }
        var record = pending.newest ?? [UInt8](repeating: 0, count: committed.size)
        try BadgeSystem.write(opened.data, into: &record, at: Int(opened.header.part(1, 3).number))
        pending.newest = record
        transaction.files[place] = .records(pending)
        transaction.cover(place.application, call.code, opened.header, opened.data)
        return BadgeSystem.written(mode)
    }

    /// Writes into a record that counts already; 0 is the newest.
    func updateRecord(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let (place, file, committed) = try recordFile(call)
        let mode = try mode(of: file, in: place.application, [\.readWrite])
        let opened = try openWrite(call, header: 10, mode)
        var pending = pending(place, committed)
        guard !pending.isCleared else { throw .permissionDenied }
        let number = Int(opened.header.part(1, 3).number)
        guard number < pending.file.records.count else { throw .boundaryError }
        try BadgeSystem.write(
            opened.data, into: &pending.file.records[pending.file.records.count - 1 - number],
            at: Int(opened.header.part(4, 3).number))
        transaction.files[place] = .records(pending)
        transaction.cover(place.application, call.code, opened.header, opened.data)
        return BadgeSystem.written(mode)
    }

    /// Records from the newest (0) back, told oldest first.
    func readRecords(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let (place, file, committed) = try recordFile(call)
        let mode = try readMode(of: file, in: place.application)
        let opened = try open(call, CommandShape(header: 7, mode: mode, isFileData: true))
        guard opened.data.isEmpty else { throw .lengthError }
        let first = Int(opened.header.part(1, 3).number)
        let asked = Int(opened.header.part(4, 3).number)
        let present = committed.records.count
        guard first < present else { throw .boundaryError }
        let count = asked == 0 ? present - first : asked
        guard first + count <= present else { throw .boundaryError }
        let shown = committed.records[(present - first - count)..<(present - first)]
        return fileAnswer(WipingBytes(shown.joined()), mode, isCountKnown: asked != 0)
    }

    func clearRecords(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let (place, file, committed) = try recordFile(call)
        _ = try mode(of: file, in: place.application, [\.readWrite])
        let header = try open(call).header
        guard header.count == 1 else { throw .lengthError }
        transaction.files[place] = .records(
            BadgeTransaction.PendingRecords(file: committed, newest: nil, isCleared: true))
        transaction.cover(place.application, call.code, header, [])
        return .done
    }

    /// Takes the content of one value file over into another (EV2).
    func restoreTransfer(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let header = try open(call).header
        guard header.count == 2 else { throw .lengthError }
        let (target, source) = (try place(header[0]), try place(header[1]))
        guard target.application == source.application, target != source,
            case .value(let to) = try file(target).content, case .value(let from) = try file(source).content
        else { throw .parameterError }
        _ = try mode(of: file(target), in: target.application, [\.readWrite])
        _ = try mode(of: file(source), in: source.application, [\.read, \.write, \.readWrite])
        guard (to.lower...to.upper).contains(from.value) else { throw .boundaryError }
        var pending = BadgeTransaction.PendingValue(file: to)
        if case .value(let begun) = transaction.files[target] { pending = begun }
        pending.file.value = from.value
        transaction.files[target] = .value(pending)
        transaction.cover(target.application, call.code, header, [])
        return .done
    }
}
