// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

extension DESFireCard {
    /// Creates a file that holds a number.
    public func createValueFile(
        _ number: UInt8, _ limits: ClosedRange<Int32>, value: Int32, _ mode: CommunicationMode, _ rights: AccessRights,
        hasLimitedCredit: Bool = false
    ) throws(DESFireError) {
        guard number <= 0x1F, limits.contains(value) else { throw .parameter("file number or value") }
        func bytes(_ value: Int32) -> WipingBytes { littleEndian(UInt32(bitPattern: value), 4) }
        _ = try manage(
            .createValueFile,
            WipingBytes(joining: [
                [number, mode.option], rights.bytes, bytes(limits.lowerBound), bytes(limits.upperBound), bytes(value),
                [hasLimitedCredit ? 1 : 0],
            ]))
    }

    /// The number that a file holds, as of the last transaction.
    public func value(ofFile number: UInt8, _ mode: CommunicationMode) throws(DESFireError) -> Int32 {
        let mode = session == nil ? CommunicationMode.plain : mode
        let bytes = try perform(
            LogicalCommand(
                instruction: .getValue, header: [number], mode: mode, isFileData: true, answerMode: mode,
                answerCount: 4))
        guard bytes.count == 4 else { throw .malformed("GetValue") }
        return Int32(bitPattern: self.number(bytes, 0, 4))
    }

    /// Adds to it, or takes from it, from ``commit()`` on.
    public func change(
        file number: UInt8, by amount: Int32, _ mode: CommunicationMode, isLimited: Bool = false
    ) throws(DESFireError) {
        guard amount != 0, amount > .min, !isLimited || amount > 0 else { throw .parameter("amount") }
        let instruction: DESFireInstruction = amount < 0 ? .debit : isLimited ? .limitedCredit : .credit
        try writeFileData(
            instruction, [number], littleEndian(UInt32(abs(amount)), 4), mode)
    }

    /// Creates a file of records; a cyclic one needs a place more than it shows.
    public func createRecordFile(
        _ number: UInt8, recordSize: Int, most: Int, isCyclic: Bool, _ mode: CommunicationMode, _ rights: AccessRights
    ) throws(DESFireError) {
        guard number <= 0x1F, (1...0xFF_FFFF).contains(recordSize), ((isCyclic ? 2 : 1)...0xFF_FFFF).contains(most)
        else { throw .parameter("file number or size") }
        _ = try manage(
            isCyclic ? .createCyclicRecordFile : .createLinearRecordFile,
            WipingBytes(joining: [
                [number, mode.option], rights.bytes, littleEndian(UInt32(recordSize), 3), littleEndian(UInt32(most), 3),
            ]))
    }

    /// Writes into the newest record, from ``commit()`` on.
    public func writeRecord(
        _ data: WipingBytes, to number: UInt8, at offset: Int = 0, _ mode: CommunicationMode
    ) throws(DESFireError) {
        guard !data.isEmpty else { throw .parameter("nothing to write") }
        try writeFileData(.writeRecord, try location(number, offset..<offset + data.count), data, mode)
    }

    /// Reads records, the newest being number 0; they come oldest first.
    public func readRecords(
        _ number: UInt8, from first: Int, count: Int, recordSize: Int, _ mode: CommunicationMode
    ) throws(DESFireError) -> [WipingBytes] {
        guard recordSize > 0, count > 0, (0...0xFF_FFFF).contains(first), count <= 0xFF_FFFF / recordSize else {
            throw .parameter("records")
        }
        let mode = session == nil ? CommunicationMode.plain : mode
        let header = WipingBytes(joining: [[number], littleEndian(UInt32(first), 3), littleEndian(UInt32(count), 3)])
        let bytes = try perform(
            LogicalCommand(
                instruction: .readRecords, header: header, mode: mode, isFileData: true, answerMode: mode,
                answerCount: count * recordSize))
        guard bytes.count == count * recordSize else { throw .malformed("ReadRecords") }
        return (0..<count).map { WipingBytes(bytes[$0 * recordSize..<($0 + 1) * recordSize]) }
    }

    /// Empties a file of records, from ``commit()`` on.
    public func clearRecords(_ number: UInt8) throws(DESFireError) {
        _ = try manage(.clearRecordFile, [number])
    }

    func writeFileData(
        _ instruction: DESFireInstruction, _ header: WipingBytes, _ data: WipingBytes, _ mode: CommunicationMode
    ) throws(DESFireError) {
        _ = try perform(
            LogicalCommand(
                instruction: instruction, header: header, data: data, mode: session == nil ? .plain : mode,
                isFileData: true, answerMode: mode == .plain ? .plain : .mac))
    }
}
