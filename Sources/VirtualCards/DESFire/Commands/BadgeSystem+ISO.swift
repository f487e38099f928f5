// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816
internal import SecretMemory

/// What ISO commands remember.
struct ISOState {
    /// The elementary file that is selected.
    var file: FilePlace?
    /// GET CHALLENGE's number, until it is used.
    var challenge: WipingBytes?
    /// An EXTERNAL AUTHENTICATE that was right, for the INTERNAL one that must follow.
    var proven: (reference: KeyReference, host: WipingBytes)?
    /// The challenge of a virtual card selection.
    var selection: (challenge: WipingBytes, data: WipingBytes)?
}

/// Why an ISO command is refused.
struct ISORefusal: Error {
    let status: StatusWord

    init(_ status: StatusWord) { self.status = status }
    init(of status: BadgeStatus) {
        self.status =
            switch status {
            case .authenticationError, .permissionDenied: .securityStatusNotSatisfied
            case .fileNotFound, .applicationNotFound: .fileNotFound
            case .boundaryError: .wrongParameters
            case .lengthError: .wrongLength
            case .noSuchKey: .referencedDataNotFound
            default: .conditionsOfUseNotSatisfied
            }
    }
}

extension StatusWord {
    /// Command incompatible with the file's structure.
    fileprivate static let wrongStructure = StatusWord(rawValue: 0x6981)
    fileprivate static let noSuchRecord = StatusWord(rawValue: 0x6A83)
}

extension BadgeSystem {
    /// An interindustry command; any refusal ends the session.
    func interindustry(_ command: CardCommand) -> Reply {
        do throws(ISORefusal) {
            guard case .idle = exchange else { throw ISORefusal(.conditionsOfUseNotSatisfied) }
            return try answer(command)
        } catch {
            dropSession()
            return .status(error.status)
        }
    }

    private func answer(_ command: CardCommand) throws(ISORefusal) -> Reply {
        switch command.ins {
        case 0xA4: return try selectISO(command)
        case 0x82 where iso.selection != nil: return try confirmSelection(command)
        default: break
        }
        guard isAwake else { throw ISORefusal(.classNotSupported) }
        guard !state.configuration.needsProximity || isProximityProven else {
            throw ISORefusal(.conditionsOfUseNotSatisfied)
        }
        switch command.ins {
        case 0xB0: return try readBinary(command)
        case 0xD6: return try updateBinary(command)
        case 0xB2: return try readRecordsISO(command)
        case 0xE2: return try appendRecord(command)
        case 0x84: return try getChallenge(command)
        case 0x82: return try externalAuthenticate(command)
        case 0x88: return try internalAuthenticate(command)
        default: throw ISORefusal(.instructionNotSupported)
        }
    }

    func asISO<R>(_ body: () throws(BadgeStatus) -> R) throws(ISORefusal) -> R {
        do {
            return try body()
        } catch {
            throw ISORefusal(of: error)
        }
    }

    static let cardName: [UInt8] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x00]

    private func selectISO(_ command: CardCommand) throws(ISORefusal) -> Reply {
        guard command.p2 == 0x0C || command.p2 == 0x00 else { throw ISORefusal(.incorrectParameters) }
        let body = Array(command.body)
        switch command.p1 {
        case 0x04: return try selectName(body)
        case 0x00 where body.isEmpty || body == [0x3F, 0x00]: select([0])
        case 0x03 where body.isEmpty: select([0])
        case 0x00 where body.count == 2:
            let identifier = UInt16(body[0]) << 8 | UInt16(body[1])
            if let application = state.applications.first(where: { $0.isoIdentifier == identifier }) {
                select([application.identifier])
            } else {
                try selectFile(identifier)
            }
        case 0x02 where body.count == 2: try selectFile(UInt16(body[0]) << 8 | UInt16(body[1]))
        default: throw ISORefusal(.incorrectParameters)
        }
        guard isAwake else { throw ISORefusal(.fileNotFound) }
        return .success
    }

    private func selectName(_ name: [UInt8]) throws(ISORefusal) -> Reply {
        if !name.isEmpty, name == state.configuration.installationName { return try selectInstallation() }
        if name == BadgeSystem.cardName {
            select([0])
        } else if !name.isEmpty, let application = state.applications.first(where: { $0.isoName == name }) {
            select([application.identifier])
        } else {
            throw ISORefusal(.fileNotFound)
        }
        isAwake = true
        return .success
    }

    /// A file of the selected application; its session goes on.
    private func selectFile(_ identifier: UInt16) throws(ISORefusal) {
        guard let index = state.index(of: selected[0]),
            let file = state.applications[index].files.first(where: { $0.isoIdentifier == identifier })
        else { throw ISORefusal(.fileNotFound) }
        iso.file = FilePlace(application: selected[0], file: file.number)
    }

    /// The selected file, or by the short identifier, which is the file's number here.
    private func isoFile(short: UInt8?) throws(ISORefusal) -> (FilePlace, BadgeFile) {
        if let short {
            let place = FilePlace(application: selected[0], file: short)
            let file = try asISO { () throws(BadgeStatus) -> BadgeFile in try self.file(place) }
            iso.file = place
            return (place, file)
        }
        guard let place = iso.file else { throw ISORefusal(.commandNotAllowed) }
        return (place, try asISO { () throws(BadgeStatus) -> BadgeFile in try self.file(place) })
    }

    /// Place and offset of a command on bytes: P1 bit 8 says that a short identifier is in it.
    private func binaryPlace(_ command: CardCommand) throws(ISORefusal) -> (FilePlace, BadgeFile, Int) {
        let hasShort = command.p1 & 0x80 != 0
        guard !hasShort || command.p1 & 0x60 == 0 else { throw ISORefusal(.incorrectParameters) }
        let (place, file) = try isoFile(short: hasShort ? command.p1 & 0x1F : nil)
        let offset = hasShort ? Int(command.p2) : Int(command.p1) << 8 | Int(command.p2)
        return (place, file, offset)
    }

    /// ISO commands have no messaging: what would travel with a code or enciphered does not travel.
    private func requirePlain(
        _ file: BadgeFile, _ place: FilePlace, _ rights: [KeyPath<RightSet, UInt8>]
    ) throws(ISORefusal) {
        let mode = try asISO { () throws(BadgeStatus) -> TransportMode in
            try self.mode(of: file, in: place.application, rights)
        }
        guard mode == .plain else { throw ISORefusal(.securityStatusNotSatisfied) }
    }

    private func readBinary(_ command: CardCommand) throws(ISORefusal) -> Reply {
        let (place, file, offset) = try binaryPlace(command)
        let content: [UInt8]
        switch file.content {
        case .standard(let bytes), .backup(let bytes): content = bytes
        case .transactionCode(let code): content = code.content
        case .value, .records: throw ISORefusal(.wrongStructure)
        }
        try requirePlain(file, place, [\.read, \.readWrite])
        guard command.body.isEmpty, let expected = command.expected else { throw ISORefusal(.wrongLength) }
        guard offset < content.count else { throw ISORefusal(.wrongParameters) }
        let before = state
        let shown = try asISO { () throws(BadgeStatus) in try mirrored(content, place, file, from: offset) }
        keep(from: before)
        let end = min(offset + expected, shown.count)
        let isShort = expected < 256 && end - offset < expected
        return Reply(body: shown[offset..<end], status: isShort ? .endOfFileReached : .success)
    }

    private func updateBinary(_ command: CardCommand) throws(ISORefusal) -> Reply {
        let (place, file, offset) = try binaryPlace(command)
        try requirePlain(file, place, [\.write, \.readWrite])
        guard !command.body.isEmpty else { throw ISORefusal(.wrongLength) }
        let data = WipingBytes(command.body)
        switch file.content {
        case .standard(var bytes):
            let before = state
            try asISO { () throws(BadgeStatus) in
                try BadgeSystem.write(data, into: &bytes, at: offset)
                let written = bytes
                try change(place) { $0.content = .standard(written) }
            }
            keep(from: before)
        case .backup(let committed):
            var bytes = committed
            if case .backup(let pending) = transaction.files[place] { bytes = pending }
            try asISO { () throws(BadgeStatus) in try BadgeSystem.write(data, into: &bytes, at: offset) }
            transaction.files[place] = .backup(bytes)
            transaction.cover(place.application, command.ins, [command.p1, command.p2], data)
        default: throw ISORefusal(.wrongStructure)
        }
        return .success
    }

    /// P2: short identifier in bits 8 to 4, then 4 (this record) or 5 (from this record on).
    private func recordPlace(_ command: CardCommand) throws(ISORefusal) -> (FilePlace, BadgeFile, RecordFile) {
        let short = command.p2 >> 3
        let (place, file) = try isoFile(short: short == 0 ? nil : short)
        guard case .records(let records) = file.content else { throw ISORefusal(.wrongStructure) }
        return (place, file, records)
    }

    private func readRecordsISO(_ command: CardCommand) throws(ISORefusal) -> Reply {
        let (place, file, records) = try recordPlace(command)
        try requirePlain(file, place, [\.read, \.readWrite])
        guard command.body.isEmpty, let expected = command.expected else { throw ISORefusal(.wrongLength) }
        // Record 1 is the newest; 0 is the newest too (ISO/IEC 7816-4 §11.3.3: the current one).
        let first = max(Int(command.p1), 1) - 1
        guard first < records.records.count else { throw ISORefusal(.noSuchRecord) }
        let newest = records.records.count - first
        let shown: [UInt8]
        switch command.p2 & 7 {
        case 4: shown = records.records[newest - 1]
        case 5: shown = Array(records.records[..<newest].joined())
        default: throw ISORefusal(.incorrectParameters)
        }
        guard expected == 256 || expected <= shown.count else { throw ISORefusal(.wrongLength) }
        return .data(Array(shown.prefix(expected)))
    }

    private func appendRecord(_ command: CardCommand) throws(ISORefusal) -> Reply {
        let (place, file, records) = try recordPlace(command)
        try requirePlain(file, place, [\.write, \.readWrite])
        guard command.p1 == 0, command.p2 & 7 == 0 else { throw ISORefusal(.incorrectParameters) }
        guard command.body.count == records.size else { throw ISORefusal(.wrongLength) }
        var pending = BadgeTransaction.PendingRecords(file: records)
        if case .records(let begun) = transaction.files[place] { pending = begun }
        guard pending.newest == nil, !pending.isCleared, records.isCyclic || records.records.count < records.most else {
            throw ISORefusal(.notEnoughMemory)
        }
        pending.newest = Array(command.body)
        transaction.files[place] = .records(pending)
        transaction.cover(place.application, command.ins, [command.p1, command.p2], WipingBytes(command.body))
        return .success
    }
}
