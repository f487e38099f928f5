// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

extension DESFireCard {
    /// The files of the current application.
    public func files() throws(DESFireError) -> [UInt8] {
        Array(try manage(.getFileIDs))
    }

    /// What a file is.
    public func settings(ofFile number: UInt8) throws(DESFireError) -> FileSettings {
        try FileSettings(parsing: manage(.getFileSettings, [number]))
    }

    /// Creates a file of bytes.
    public func createDataFile(
        _ number: UInt8, size: Int, _ mode: CommunicationMode, _ rights: AccessRights, isBackup: Bool = false,
        isoIdentifier: UInt16? = nil
    ) throws(DESFireError) {
        guard number <= 0x1F, (1...0xFF_FFFF).contains(size) else { throw .parameter("file number or size") }
        let iso = isoIdentifier.map { littleEndian(UInt32($0), 2) } ?? []
        _ = try manage(
            isBackup ? .createBackupDataFile : .createStandardDataFile,
            WipingBytes(joining: [[number], iso, [mode.option], rights.bytes, littleEndian(UInt32(size), 3)]))
    }

    /// Deletes a file.
    public func deleteFile(_ number: UInt8) throws(DESFireError) {
        _ = try manage(.deleteFile, [number])
    }

    /// Reads bytes of a file.
    ///
    /// - Parameter mode: how they travel: the file's own, or plain where only a free right allows it.
    public func read(
        _ number: UInt8, _ range: Range<Int>, _ mode: CommunicationMode
    ) throws(DESFireError) -> WipingBytes {
        let place = try location(number, range)
        let data = try perform(
            LogicalCommand(
                instruction: .readData, header: place, mode: session == nil ? .plain : mode, isFileData: true,
                answerMode: session == nil ? .plain : mode, answerCount: range.count))
        guard data.count == range.count else { throw .malformed("ReadData: length") }
        return data
    }

    /// Writes bytes of a file; of a backup file they count from ``commit()`` on.
    public func write(
        _ data: WipingBytes, to number: UInt8, at offset: Int = 0, _ mode: CommunicationMode
    ) throws(DESFireError) {
        guard !data.isEmpty else { throw .parameter("nothing to write") }
        let place = try location(number, offset..<offset + data.count)
        _ = try perform(
            LogicalCommand(
                instruction: .writeData, header: place, data: data, mode: session == nil ? .plain : mode,
                isFileData: true, answerMode: mode == .plain ? .plain : .mac))
    }

    /// Makes the changes of this transaction count, all of them at once.
    public func commit() throws(DESFireError) {
        _ = try manage(.commitTransaction)
    }

    /// Drops them.
    public func abort() throws(DESFireError) {
        _ = try manage(.abortTransaction)
    }

    /// File number, offset, length.
    func location(_ number: UInt8, _ range: Range<Int>) throws(DESFireError) -> WipingBytes {
        guard number <= 0x1F, range.lowerBound >= 0, range.upperBound <= 0xFF_FFFF, !range.isEmpty else {
            throw .parameter("place in a file")
        }
        return WipingBytes(joining: [
            [number], littleEndian(UInt32(range.lowerBound), 3), littleEndian(UInt32(range.count), 3),
        ])
    }
}

extension CommunicationMode {
    /// The option byte of files.
    var option: UInt8 {
        switch self {
        case .plain: 0
        case .mac: 1
        case .full: 3
        }
    }
}
