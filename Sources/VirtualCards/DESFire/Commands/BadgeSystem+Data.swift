// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    func readData(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard let number = call.payload.first else { throw .lengthError }
        let place = try place(number)
        let file = try file(place)
        let content: [UInt8]
        switch file.content {
        // A transaction's changes are not seen before its end.
        case .standard(let bytes), .backup(let bytes): content = bytes
        case .transactionCode(let code): content = code.content
        case .value, .records: throw .permissionDenied
        }
        let mode = try readMode(of: file, in: place.application)
        let header = try open(call, CommandShape(header: 7, mode: mode, isFileData: true))
        guard header.data.isEmpty else { throw .lengthError }
        let offset = Int(header.header.part(1, 3).number)
        let count = Int(header.header.part(4, 3).number)
        guard offset < content.count, offset + count <= content.count else { throw .boundaryError }
        let shown = try mirrored(content, place, file, from: offset)
        let end = count == 0 ? content.count : offset + count
        return fileAnswer(WipingBytes(shown[offset..<end]), mode, isCountKnown: count != 0)
    }

    func readMode(of file: BadgeFile, in application: UInt32) throws(BadgeStatus) -> TransportMode {
        try mode(of: file, in: application, [\.read, \.readWrite])
    }

    /// Data of a file: enciphered ones are cut between blocks.
    func fileAnswer(_ data: WipingBytes, _ mode: TransportMode, isCountKnown: Bool = true) -> BadgeAnswer {
        let block = session?.generation == .d40 ? 8 : sessionBlock
        return BadgeAnswer(
            data: data, shape: AnswerShape(mode: mode, isFileData: true, isCountKnown: isCountKnown),
            unit: mode == .full ? block : 1)
    }

    private var sessionBlock: Int { (session as? EV1Session)?.block ?? 16 }

    func writeData(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard let number = call.payload.first else { throw .lengthError }
        let place = try place(number)
        let file = try file(place)
        let mode = try mode(of: file, in: place.application, [\.write, \.readWrite])
        let opened = try openWrite(call, header: 7, mode)
        let offset = Int(opened.header.part(1, 3).number)
        switch file.content {
        case .standard(var bytes):
            try BadgeSystem.write(opened.data, into: &bytes, at: offset)
            try change(place) { $0.content = .standard(bytes) }
        case .backup(let committed):
            var bytes = committed
            if case .backup(let pending) = transaction.files[place] { bytes = pending }
            try BadgeSystem.write(opened.data, into: &bytes, at: offset)
            transaction.files[place] = .backup(bytes)
            transaction.cover(place.application, call.code, opened.header, opened.data)
        default: throw .permissionDenied
        }
        return BadgeSystem.written(mode)
    }

    /// Header and data of a write, of the length that the header tells.
    func openWrite(_ call: BadgeCall, header: Int, _ mode: TransportMode) throws(BadgeStatus) -> OpenedCommand {
        guard call.payload.count >= header else { throw .lengthError }
        let count = Int(call.payload.part(header - 3, 3).number)
        let opened = try open(
            call, CommandShape(header: header, mode: mode, isFileData: true, dataCount: .exactly(count)))
        guard opened.data.count == count, count > 0 else { throw .lengthError }
        return opened
    }

    /// The answer to a write: a code, where data travel with one.
    static func written(_ mode: TransportMode) -> BadgeAnswer {
        BadgeAnswer(shape: AnswerShape(mode: mode == .plain ? .plain : .mac, isFileData: true))
    }

    static func write(_ data: WipingBytes, into bytes: inout [UInt8], at offset: Int) throws(BadgeStatus) {
        guard offset + data.count <= bytes.count else { throw .boundaryError }
        bytes.replaceSubrange(offset..<offset + data.count, with: data)
    }
}
