// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One invoice in the record layout of the norme B2: exact bytes, which are what gets signed.
///
/// Only what the public text says is checked (128 columns, ISO 8859-1, record types and their order, the NIR of the
/// second header record); the rest is named in ``notChecked`` so that nobody takes silence for a verdict.
public struct B2Block: Sendable {
    /// Columns of a record, without its line ending.
    public static let columns = 128
    /// The largest block: 1 MiB.
    public static let maximumSize = 1 << 20

    /// What separates records; part of the signed bytes.
    public enum LineEnding: String, Hashable, Sendable, CaseIterable {
        case crlf, lf, none

        var bytes: [UInt8] {
            switch self {
            case .crlf: [0x0D, 0x0A]
            case .lf: [0x0A]
            case .none: []
            }
        }
    }

    /// What a reader of this type does not vouch for.
    public enum Aspect: String, Hashable, Sendable, CaseIterable {
        /// Sub-types (S, F, H, M…): their columns are not public.
        case recordSubtypes
        /// Amounts of acts and of the trailer.
        case totals
        /// Dates of acts.
        case dates
        /// Whether the billing identifier in the block is the signer's.
        case issuer
        /// Whether the invoice number in the block is the number it is registered under.
        case number
        /// The block has no NIR where one was looked for.
        case nirKey
    }

    /// The block's bytes.
    public let bytes: [UInt8]
    /// What separates its records.
    public let lineEnding: LineEnding
    /// How many records it has.
    public let recordCount: Int
    /// What was not checked.
    public let notChecked: [Aspect]

    /// Checks a block.
    public init(_ bytes: [UInt8], lineEnding: LineEnding = .crlf) throws(B2Error) {
        guard bytes.count <= Self.maximumSize else { throw B2Error(.tooLarge, record: 0) }
        let records = try Self.records(in: bytes, lineEnding)
        try Self.checkOrder(records)
        let hasNIR = try Self.checkNIR(records)
        self.bytes = bytes
        self.lineEnding = lineEnding
        recordCount = records.count
        notChecked = Aspect.allCases.filter { $0 != .nirKey || !hasNIR }
    }

    private static func records(in bytes: [UInt8], _ ending: LineEnding) throws(B2Error) -> [ArraySlice<UInt8>] {
        let stride = columns + ending.bytes.count
        guard !bytes.isEmpty else { throw B2Error(.empty, record: 0) }
        var records: [ArraySlice<UInt8>] = []
        for start in Swift.stride(from: 0, to: bytes.count, by: stride) {
            let number = records.count + 1
            guard start + stride <= bytes.count,
                bytes[(start + columns)..<(start + stride)].elementsEqual(ending.bytes)
            else { throw B2Error(.recordLength, record: number) }
            let record = bytes[start..<(start + columns)]
            // ISO/IEC 8859-1: no control characters inside a record.
            guard record.allSatisfy({ (0x20...0x7E).contains($0) || $0 >= 0xA0 }) else {
                throw B2Error(.characters, record: number)
            }
            records.append(record)
        }
        return records
    }

    /// Header records (2), then stays and acts (3, 4), then the trailer (5): one invoice, no file or lot records.
    private static func checkOrder(_ records: [ArraySlice<UInt8>]) throws(B2Error) {
        var last = UInt8(ascii: "2")
        for (index, record) in records.enumerated() {
            guard let type = record.first, (UInt8(ascii: "2")...UInt8(ascii: "5")).contains(type) else {
                throw B2Error(.recordType, record: index + 1)
            }
            let phases = (phase(of: last), phase(of: type))
            guard phases.1 >= phases.0, index > 0 || phases.1 == 0 else { throw B2Error(.order, record: index + 1) }
            last = type
        }
        guard phase(of: last) == 2 else { throw B2Error(.order, record: records.count) }
    }

    private static func phase(of type: UInt8) -> Int {
        switch type {
        case UInt8(ascii: "2"): 0
        case UInt8(ascii: "5"): 2
        default: 1
        }
    }

    /// The second header record (2S) has the NIR in columns 50 to 62 and its key in 63 and 64.
    private static func checkNIR(_ records: [ArraySlice<UInt8>]) throws(B2Error) -> Bool {
        guard records.count > 1, records[1].first == UInt8(ascii: "2") else { return false }
        let record = records[1]
        let number = String(decoding: record.dropFirst(49).prefix(13), as: UTF8.self)
        let key = String(decoding: record.dropFirst(62).prefix(2), as: UTF8.self)
        do {
            _ = try NIR(number: number, key: key)
            return true
        } catch {
            guard error == .key else { return false }
            throw B2Error(.nirKey, record: 2)
        }
    }
}
