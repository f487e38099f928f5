// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// What all file creations begin with.
struct FileHead {
    var number: UInt8
    var isoIdentifier: UInt16?
    var option: UInt8
    var rights: [RightSet]

    /// Number, [ISO identifier], option, rights.
    ///
    /// - Parameter rest: bytes that follow when no further rights do; two more mean an ISO identifier.
    init(_ bytes: WipingBytes, _ reader: inout ParameterReader, rest: Int) throws(BadgeStatus) {
        number = try reader.byte()
        let plain = 4 + rest
        // Sets of rights come last, one byte of count before them; without any, the length tells of an identifier.
        let hasSets = { (offset: Int) in
            bytes.count > plain + offset && bytes[1 + offset] & 0x80 != 0
                && bytes.count == plain + offset + 1 + 2 * Int(bytes[plain + offset])
        }
        if bytes.count == plain + 2 || !hasSets(0) && hasSets(2) {
            isoIdentifier = UInt16(try reader.number(2))
        }
        option = try reader.byte()
        rights = [RightSet(try reader.byte(), try reader.byte())]
    }

    /// The further rights at the end.
    mutating func finish(_ reader: inout ParameterReader, _ generation: BadgeProfile.Generation) throws(BadgeStatus) {
        if option & 0x80 != 0 {
            guard generation >= .ev2 else { throw .parameterError }
            rights += try RightSet.further(&reader)
        }
        try reader.end()
    }
}

extension RightSet {
    /// A count of at most seven, and so many sets.
    static func further(_ reader: inout ParameterReader) throws(BadgeStatus) -> [RightSet] {
        let count = try reader.byte()
        guard (1...7).contains(count) else { throw .parameterError }
        var sets: [RightSet] = []
        for _ in 0..<count { sets.append(RightSet(try reader.byte(), try reader.byte())) }
        return sets
    }
}

extension BadgeSystem {
    func createDataFile(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let bytes = try open(call).header
        var reader = ParameterReader(bytes)
        var head = try FileHead(bytes, &reader, rest: 3)
        let size = try reader.number(3)
        try head.finish(&reader, profile.generation)
        guard size > 0 else { throw .parameterError }
        // Before the bytes are made: no card has more than its capacity.
        guard size <= profile.capacity else { throw .outOfMemory }
        let content = [UInt8](repeating: 0, count: size)
        return try add(head, call.command == .createBackupFile ? .backup(content) : .standard(content))
    }

    func createValueFile(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let bytes = try open(call).header
        var reader = ParameterReader(bytes)
        var head = try FileHead(bytes, &reader, rest: 13)
        // A value has no ISO identifier: there is no ISO command for it.
        guard head.isoIdentifier == nil else { throw .lengthError }
        let lower = try reader.signed()
        let upper = try reader.signed()
        let value = try reader.signed()
        let flags = try reader.byte()
        try head.finish(&reader, profile.generation)
        guard lower <= upper, (lower...upper).contains(value), flags <= 3 else { throw .parameterError }
        return try add(
            head, .value(ValueFile(lower: lower, upper: upper, value: value, limitedCredit: 0, flags: flags)))
    }

    func createRecordFile(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let bytes = try open(call).header
        var reader = ParameterReader(bytes)
        var head = try FileHead(bytes, &reader, rest: 6)
        let size = try reader.number(3)
        let most = try reader.number(3)
        try head.finish(&reader, profile.generation)
        let isCyclic = call.command == .createCyclicFile
        guard size > 0, most >= (isCyclic ? 2 : 1) else { throw .parameterError }
        return try add(head, .records(RecordFile(size: size, most: most, isCyclic: isCyclic)))
    }

    func createTransactionFile(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        // The key is a secret: only a session can bring it.
        guard session != nil else { throw .authenticationError }
        let opened = try open(call, .enciphered(5, .exactly(17)))
        var reader = ParameterReader(opened.header)
        let number = try reader.byte()
        let option = try reader.byte()
        let rights = RightSet(try reader.byte(), try reader.byte())
        let keyOption = try reader.byte()
        guard opened.data.count == 17 else { throw .lengthError }
        // AES only; nobody but the card writes into it.
        guard keyOption == 0x02, rights.readWrite == 0xF else { throw .parameterError }
        guard state.applications[try applicationIndex(for: number)].transactionFile == nil else { throw .duplicate }
        let key = BadgeKey(.aes, opened.data.part(0, 16), version: opened.data[16])
        let head = FileHead(number: number, option: option, rights: [rights])
        return try add(head, .transactionCode(TransactionCodeFile(key: key)))
    }

    /// Adds a file, where its names are new and there is room.
    private func add(_ head: FileHead, _ content: BadgeContent) throws(BadgeStatus) -> BadgeAnswer {
        let index = try applicationIndex(for: head.number)
        let number = head.number & 0x7F
        try requireCreation(number: head.number)
        let application = state.applications[index]
        guard number <= 0x1F, head.option & 0x7C == 0 else { throw .parameterError }
        guard head.isoIdentifier == nil || application.hasISOFiles else { throw .parameterError }
        let isTaken = application.files.contains { file in
            file.number == number || file.isoIdentifier != nil && file.isoIdentifier == head.isoIdentifier
        }
        guard !isTaken else { throw .duplicate }
        try requireRights(head.rights, in: application)
        state.applications[index].files.append(
            BadgeFile(
                number: number, isoIdentifier: head.isoIdentifier, option: head.option, rights: head.rights,
                content: content))
        try requireRoom()
        return .done
    }

    /// Keys that rights name must exist.
    func requireRights(_ rights: [RightSet], in application: BadgeApplication) throws(BadgeStatus) {
        let isSound = rights.flatMap { [$0.read, $0.write, $0.readWrite, $0.change] }.allSatisfy {
            $0 >= 0xE || Int($0) < application.keys.count
        }
        guard isSound else { throw .parameterError }
    }

    func deleteFile(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let header = try open(call).header
        guard header.count == 1 else { throw .lengthError }
        let place = try place(header[0])
        try requireCreation(number: header[0])
        let (application, file) = try indices(place)
        state.applications[application].files.remove(at: file)
        transaction.forget(place)
        return .done
    }
}

extension FileHead {
    fileprivate init(number: UInt8, option: UInt8, rights: [RightSet]) {
        (self.number, self.option, self.rights, isoIdentifier) = (number, option, rights, nil)
    }
}
