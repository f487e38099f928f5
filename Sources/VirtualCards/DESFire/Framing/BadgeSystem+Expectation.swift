// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    /// How long a command will be that may come in several frames; nil when this frame is all of it.
    func expectation(
        _ command: BadgeCommand, _ part: WipingBytes
    ) throws(BadgeStatus) -> FrameExchange.Expectation? {
        switch command {
        case .writeData, .writeRecord: return .exactly(try writeLength(command, part, header: 7))
        case .updateRecord: return .exactly(try writeLength(command, part, header: 10))
        case .writeDataWhole, .writeRecordWhole:
            guard try part.count == writeLength(command, part, header: 7) else { throw .lengthError }
            return nil
        case .updateRecordWhole:
            guard try part.count == writeLength(command, part, header: 10) else { throw .lengthError }
            return nil
        case .createDelegatedApplication:
            let end = BadgeSystem.delegationCount + (session?.generation == .counted ? 8 : 0)
            let fixed = CreationPlan.fixedCount(part)
            // Key and code of the delegation come in a frame of their own, as genuine hosts send them, or at once; names
            // before them are told by their frame's end alone.
            if part.count < 10 + BadgeSystem.delegationCount { return .exactly(part.count + end) }
            return part.count < fixed + end ? .exactly(fixed + end) : nil
        case .changeFileSettings where session != nil && part.count >= 54:
            let isCounted = session?.generation == .counted
            return .blocks(header: 1, size: isCounted ? 16 : 8, code: isCounted ? 8 : 0)
        default: return nil
        }
    }

    /// EncK and DAMMAC.
    static let delegationCount = 40

    /// The whole length of a write; one beyond the file is refused before its data come.
    private func writeLength(_ command: BadgeCommand, _ part: WipingBytes, header: Int) throws(BadgeStatus) -> Int {
        guard part.count >= header else { throw .lengthError }
        let place = try place(part[0])
        let file = try file(place)
        let count = Int(part.part(header - 3, 3).number)
        let offset = Int(part.part(header - 6, 3).number)
        let room: Int
        let rights: [KeyPath<RightSet, UInt8>]
        switch (command, file.content) {
        case (.writeData, .standard(let bytes)), (.writeData, .backup(let bytes)),
            (.writeDataWhole, .standard(let bytes)), (.writeDataWhole, .backup(let bytes)):
            (room, rights) = (bytes.count, [\.write, \.readWrite])
        case (.writeRecord, .records(let records)), (.writeRecordWhole, .records(let records)):
            (room, rights) = (records.size, [\.write, \.readWrite])
        case (.updateRecord, .records(let records)), (.updateRecordWhole, .records(let records)):
            (room, rights) = (records.size, [\.readWrite])
        default: throw .permissionDenied
        }
        let mode = try mode(of: file, in: place.application, rights)
        guard count > 0 else { throw .parameterError }
        guard offset + count <= room else { throw .boundaryError }
        let shape = CommandShape(header: header, mode: mode, isFileData: true)
        return header + (session?.length(of: count, shape) ?? count)
    }
}
