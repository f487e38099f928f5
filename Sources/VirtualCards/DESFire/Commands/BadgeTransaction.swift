// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// Changes that wait for their commit: power, selection and refusals forget them.
struct BadgeTransaction {
    /// A value with the debits of this transaction.
    struct PendingValue {
        var file: ValueFile
        var debits: Int64 = 0
    }

    /// Records with the one that is being written.
    struct PendingRecords {
        var file: RecordFile
        /// Written into the file when the transaction ends.
        var newest: [UInt8]?
        var isCleared = false
    }

    enum Pending {
        case backup([UInt8])
        case value(PendingValue)
        case records(PendingRecords)
    }

    var files: [FilePlace: Pending] = [:]
    /// By application: what the transaction's code covers.
    var inputs: [UInt32: WipingBytes] = [:]
    /// By application: who makes the transaction, as told by CommitReaderID.
    var readers: [UInt32: WipingBytes] = [:]

    var isEmpty: Bool { files.isEmpty }

    mutating func forget(_ place: FilePlace) { files[place] = nil }

    /// A command that changes something: its parameters and its data, each filled up with zeros.
    mutating func cover(_ application: UInt32, _ code: UInt8, _ header: WipingBytes, _ data: WipingBytes) {
        let head = WipingBytes([code], header).filled(16)
        inputs[application] = WipingBytes(inputs[application] ?? [], head, data.filled(16))
    }
}

extension BadgeTransaction.Pending {
    /// What the file holds once this counts.
    var content: BadgeContent {
        switch self {
        case .backup(let bytes): return .backup(bytes)
        case .value(let pending):
            var file = pending.file
            // The debits of the last transaction that had any may be given back, once.
            if pending.debits > 0 { file.limitedCredit = Int32(clamping: pending.debits) }
            return .value(file)
        case .records(let pending):
            var file = pending.file
            if pending.isCleared { file.records = [] }
            if let newest = pending.newest {
                file.records.append(newest)
                if file.isCyclic, file.records.count >= file.most { file.records.removeFirst() }
            }
            return .records(file)
        }
    }
}
