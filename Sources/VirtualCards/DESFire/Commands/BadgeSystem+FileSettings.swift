// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    func getFileIDs(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        try openEmpty(call)
        try requireListing()
        // The card itself has no files, and says so (seen on an EV3).
        let files = state.index(of: selected[0]).map { state.applications[$0].files } ?? []
        return .data(WipingBytes(files.map(\.number)))
    }

    func getISOFileIDs(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        try openEmpty(call)
        let application = state.applications[try applicationIndex()]
        guard application.hasISOFiles else { throw .permissionDenied }
        try requireListing()
        let identifiers = application.files.compactMap(\.isoIdentifier)
        return .data(WipingBytes(joining: identifiers.map { WipingBytes(UInt32($0), count: 2) }), unit: 2)
    }

    func getFileSettings(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let header = try open(call).header
        guard header.count == 1 else { throw .lengthError }
        let file = try file(place(header[0]))
        try requireListing()
        func number(_ value: Int) -> WipingBytes { WipingBytes(UInt32(value), count: 3) }
        func signed(_ value: Int32) -> WipingBytes { WipingBytes(UInt32(bitPattern: value), count: 4) }
        var data = WipingBytes([file.content.code, file.option], WipingBytes(file.rights[0].bytes))
        switch file.content {
        case .standard(let bytes), .backup(let bytes):
            data = WipingBytes(data, number(bytes.count), file.mirror?.encoded ?? [])
        case .value(let value):
            // EV1 tells what a limited credit may give back; later cards only where it may.
            let shown = profile.generation == .ev1 || value.allowsLimitedCredit ? value.limitedCredit : 0
            data = WipingBytes(data, signed(value.lower), signed(value.upper), signed(shown), [value.flags])
        case .records(let records):
            data = WipingBytes(data, number(records.size), number(records.most), number(records.records.count))
        case .transactionCode(let code):
            let limit = code.limit.map { WipingBytes($0, count: 4) } ?? []
            data = WipingBytes(data, [0x02, code.key.version], limit)
        }
        if file.rights.count > 1 {
            let further = file.rights.dropFirst().flatMap(\.bytes)
            data = WipingBytes(data, [UInt8(further.count / 2)], WipingBytes(further))
        }
        return .data(data)
    }

    func changeFileSettings(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard let number = call.payload.first else { throw .lengthError }
        let place = try place(number)
        let old = try file(place)
        let application = state.applications[try applicationIndex(for: number)]
        let isFree = old.rights[0].change == 0xE
        let holds = session?.key == KeyReference(application: place.application, number: old.rights[0].change)
        guard isFree || holds else {
            throw session == nil && old.rights[0].change < 0xE ? .authenticationError : .permissionDenied
        }
        let told = { (plain: WipingBytes) -> Int? in
            var reader = ParameterReader(plain)
            guard (try? self.settings(&reader, of: old)) != nil else { return nil }
            return reader.position
        }
        // What everybody may do needs no secret; the holder of the right keeps it anyway.
        let shape =
            holds ? CommandShape.enciphered(1, .told(told)) : CommandShape(header: 1, mode: .plain)
        let data = try open(call, shape).data
        var reader = ParameterReader(data)
        let new = try settings(&reader, of: old)
        try reader.end()
        try requireRights(new.rights, in: application)
        let others = application.files.filter { $0.number != place.file }
        // One file of an application mirrors.
        guard new.mirror == nil || !others.contains(where: { $0.mirror != nil }) else { throw .permissionDenied }
        if let mirror = new.mirror { try requireMirror(mirror, of: new, in: application) }
        try change(place) { $0 = new }
        return BadgeAnswer(shape: AnswerShape(mode: holds ? .mac : .plain))
    }

    /// Option, rights, [mirror], [limit of transactions], [further rights].
    private func settings(_ reader: inout ParameterReader, of old: BadgeFile) throws(BadgeStatus) -> BadgeFile {
        var new = old
        new.option = try reader.byte()
        new.rights = [RightSet(try reader.byte(), try reader.byte())]
        var known: UInt8 = 0x03 | (profile.generation >= .ev2 ? 0x80 : 0)
        new.mirror = nil
        if case .standard = old.content, profile.generation >= .ev3 {
            known |= 0x40
            if new.option & 0x40 != 0 { new.mirror = try DynamicMirror(&reader, counter: old.mirror?.counter ?? 0) }
        }
        if case .transactionCode(var code) = old.content {
            known |= 0x20
            guard new.rights[0].readWrite == 0xF else { throw .parameterError }
            code.limit = new.option & 0x20 != 0 ? try reader.take(4).number : nil
            new.content = .transactionCode(code)
        }
        guard new.option & ~known == 0 else { throw .parameterError }
        if new.option & 0x80 != 0 { new.rights += try RightSet.further(&reader) }
        return new
    }

    func getFileCounters(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let header = try open(call).header
        guard header.count == 1 else { throw .lengthError }
        let place = try place(header[0])
        guard let mirror = try file(place).mirror else { throw .permissionDenied }
        let holds = session?.key == KeyReference(application: place.application, number: mirror.counterRead)
        guard holds || mirror.counterRead == 0xE else {
            throw session == nil && mirror.counterRead < 0xE ? .authenticationError : .permissionDenied
        }
        return BadgeAnswer(
            data: WipingBytes(WipingBytes(mirror.counter, count: 3), [0, 0]), shape: AnswerShape(mode: .full))
    }
}
