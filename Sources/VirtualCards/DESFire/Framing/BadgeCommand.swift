// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Command codes, and the generation that each came with.
enum BadgeCommand: UInt8 {
    case authenticate = 0x0A
    case authenticateISO = 0x1A
    case authenticateAES = 0xAA
    case authenticateFirst = 0x71
    case authenticateNonFirst = 0x77
    case changeKeySettings = 0x54
    case getKeySettings = 0x45
    case setConfiguration = 0x5C
    case changeKey = 0xC4
    case changeKeyInSet = 0xC6
    case getKeyVersion = 0x64
    case initializeKeySet = 0x56
    case finalizeKeySet = 0x57
    case rollKeySet = 0x55
    case getVersion = 0x60
    case createApplication = 0xCA
    case deleteApplication = 0xDA
    case createDelegatedApplication = 0xC9
    case getDelegatedInfo = 0x69
    case selectApplication = 0x5A
    case getApplicationIDs = 0x6A
    case getDFNames = 0x6D
    case freeMemory = 0x6E
    case format = 0xFC
    case getCardUID = 0x51
    case readSignature = 0x3C
    case commitTransaction = 0xC7
    case abortTransaction = 0xA7
    case commitReaderID = 0xC8
    case getFileIDs = 0x6F
    case getISOFileIDs = 0x61
    case getFileSettings = 0xF5
    case changeFileSettings = 0x5F
    case getFileCounters = 0xF6
    case createStandardFile = 0xCD
    case createBackupFile = 0xCB
    case createValueFile = 0xCC
    case createLinearFile = 0xC1
    case createCyclicFile = 0xC0
    case createTransactionFile = 0xCE
    case deleteFile = 0xDF
    case readData = 0xBD
    case readDataWhole = 0xAD
    case writeData = 0x3D
    case writeDataWhole = 0x8D
    case getValue = 0x6C
    case credit = 0x0C
    case debit = 0xDC
    case limitedCredit = 0x1C
    case writeRecord = 0x3B
    case writeRecordWhole = 0x8B
    case updateRecord = 0xDB
    case updateRecordWhole = 0xBA
    case readRecords = 0xBB
    case readRecordsWhole = 0xAB
    case clearRecords = 0xEB
    case restoreTransfer = 0xB1
    case prepareProximity = 0xF0
    case proximityRound = 0xF2
    case verifyProximity = 0xFD

    /// Those whose answer is one sequence of blocks, not frames with AF.
    static let wholeAnswers: Set<UInt8> = [0xAD, 0xAB]

    var since: BadgeProfile.Generation {
        switch self {
        case .getFileCounters: .ev3
        case .authenticateFirst, .authenticateNonFirst, .changeKeyInSet, .initializeKeySet, .finalizeKeySet,
            .rollKeySet, .createDelegatedApplication, .getDelegatedInfo, .readSignature, .commitReaderID,
            .createTransactionFile, .readDataWhole, .writeDataWhole, .writeRecordWhole, .updateRecord,
            .updateRecordWhole, .readRecordsWhole, .restoreTransfer, .prepareProximity, .proximityRound,
            .verifyProximity:
            .ev2
        default: .ev1
        }
    }

    /// Whether it is heard before a mandatory proximity check.
    var precedesProximity: Bool {
        switch self {
        case .prepareProximity, .proximityRound, .verifyProximity, .authenticate, .authenticateISO, .authenticateAES,
            .authenticateFirst, .authenticateNonFirst, .selectApplication, .getVersion:
            true
        default: false
        }
    }
}
