// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Command codes of DESFire D40 to EV3.
public enum DESFireInstruction: UInt8, Hashable, Sendable, CaseIterable {
    // Authentication and keys.
    case authenticate = 0x0A
    case authenticateISO = 0x1A
    case authenticateAES = 0xAA
    case authenticateEV2First = 0x71
    case authenticateEV2NonFirst = 0x77
    case changeKeySettings = 0x54
    case getKeySettings = 0x45
    case setConfiguration = 0x5C
    case changeKey = 0xC4
    case changeKeyEV2 = 0xC6
    case getKeyVersion = 0x64
    case initializeKeySet = 0x56
    case finalizeKeySet = 0x57
    case rollKeySet = 0x55
    // Card and applications.
    case getVersion = 0x60
    case createApplication = 0xCA
    case deleteApplication = 0xDA
    case createDelegatedApplication = 0xC9
    case getDelegatedInfo = 0x69
    case selectApplication = 0x5A
    case getApplicationIDs = 0x6A
    case getDFNames = 0x6D
    case freeMemory = 0x6E
    case formatPICC = 0xFC
    case getCardUID = 0x51
    case readSignature = 0x3C
    case commitTransaction = 0xC7
    case abortTransaction = 0xA7
    case commitReaderID = 0xC8
    // Files.
    case getFileIDs = 0x6F
    case getISOFileIDs = 0x61
    case getFileSettings = 0xF5
    case changeFileSettings = 0x5F
    case getFileCounters = 0xF6
    case createStandardDataFile = 0xCD
    case createBackupDataFile = 0xCB
    case createValueFile = 0xCC
    case createLinearRecordFile = 0xC1
    case createCyclicRecordFile = 0xC0
    case createTransactionMACFile = 0xCE
    case deleteFile = 0xDF
    case readData = 0xBD
    case writeData = 0x3D
    case getValue = 0x6C
    case credit = 0x0C
    case debit = 0xDC
    case limitedCredit = 0x1C
    case writeRecord = 0x3B
    case updateRecord = 0xDB
    case readRecords = 0xBB
    case clearRecordFile = 0xEB
    case restoreTransfer = 0xB1
    // Proximity.
    case prepareProximityCheck = 0xF0
    case proximityCheck = 0xF2
    case verifyProximityCheck = 0xFD
    /// The next frame of whatever is under way.
    case additionalFrame = 0xAF
}
