// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    /// Finds the handler of a command.
    func execute(_ code: UInt8, _ payload: WipingBytes) throws(BadgeStatus) -> BadgeAnswer {
        guard let command = BadgeCommand(rawValue: code) else { throw .illegalCommand }
        if state.configuration.needsProximity, !isProximityProven, !command.precedesProximity {
            throw .proximityMissing
        }
        let call = BadgeCall(command: command, payload: payload)
        switch command {
        case .authenticate, .authenticateISO, .authenticateAES: return try authenticate(call)
        case .authenticateFirst: return try authenticateFirst(call)
        case .authenticateNonFirst: return try authenticateNonFirst(call)
        case .changeKeySettings: return try changeKeySettings(call)
        case .getKeySettings: return try getKeySettings(call)
        case .setConfiguration: return try setConfiguration(call)
        case .changeKey, .changeKeyInSet: return try changeKey(call)
        case .getKeyVersion: return try getKeyVersion(call)
        case .initializeKeySet: return try initializeKeySet(call)
        case .finalizeKeySet: return try finalizeKeySet(call)
        case .rollKeySet: return try rollKeySet(call)
        case .getVersion: return try getVersion(call)
        case .createApplication: return try createApplication(call)
        case .deleteApplication: return try deleteApplication(call)
        case .createDelegatedApplication: return try createDelegatedApplication(call)
        case .getDelegatedInfo: return try getDelegatedInfo(call)
        case .selectApplication: return try selectApplication(call)
        case .getApplicationIDs: return try getApplicationIDs(call)
        case .getDFNames: return try getDFNames(call)
        case .freeMemory: return try freeMemory(call)
        case .format: return try format(call)
        case .getCardUID: return try getCardUID(call)
        case .readSignature: return try readSignature(call)
        case .commitTransaction: return try commitTransaction(call)
        case .abortTransaction: return try abortTransaction(call)
        case .commitReaderID: return try commitReaderID(call)
        case .prepareProximity: return try prepareProximity(call)
        case .proximityRound: return try proximityRound(call)
        case .verifyProximity: return try verifyProximity(call)
        default: return try executeOnFiles(call)
        }
    }

    private func executeOnFiles(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        switch call.command {
        case .getFileIDs: try getFileIDs(call)
        case .getISOFileIDs: try getISOFileIDs(call)
        case .getFileSettings: try getFileSettings(call)
        case .changeFileSettings: try changeFileSettings(call)
        case .getFileCounters: try getFileCounters(call)
        case .createStandardFile, .createBackupFile: try createDataFile(call)
        case .createValueFile: try createValueFile(call)
        case .createLinearFile, .createCyclicFile: try createRecordFile(call)
        case .createTransactionFile: try createTransactionFile(call)
        case .deleteFile: try deleteFile(call)
        case .readData, .readDataWhole: try readData(call)
        case .writeData, .writeDataWhole: try writeData(call)
        case .getValue: try getValue(call)
        case .credit, .debit, .limitedCredit: try changeValue(call)
        case .writeRecord, .writeRecordWhole: try writeRecord(call)
        case .updateRecord, .updateRecordWhole: try updateRecord(call)
        case .readRecords, .readRecordsWhole: try readRecords(call)
        case .clearRecords: try clearRecords(call)
        case .restoreTransfer: try restoreTransfer(call)
        default: throw .illegalCommand
        }
    }

    /// Takes a command out of messaging; as it is where there is no session.
    func open(_ call: BadgeCall, _ shape: CommandShape = .managed) throws(BadgeStatus) -> OpenedCommand {
        if let session { return try session.open(call.code, call.payload, shape) }
        let (header, rest) = try call.payload.split(shape)
        return OpenedCommand(header: header, data: rest)
    }

    /// A command that has no parameters.
    func openEmpty(_ call: BadgeCall) throws(BadgeStatus) {
        guard try open(call).header.isEmpty else { throw .lengthError }
    }
}

/// One whole command as it came.
struct BadgeCall {
    let command: BadgeCommand
    let payload: WipingBytes

    var code: UInt8 { command.rawValue }
}
