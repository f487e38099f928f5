// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto

extension AuditTrail {
    private static let untold = ".untold"

    /// Copies the beginning of a line out of the file, then cuts it off: in this order, so that no crash loses it.
    func keepAside(_ torn: [UInt8], _ file: AuditFile) throws(AuditError) {
        try folder.replace(AuditNames.fragment(AuditDigest(of: torn)) + AuditTrail.untold, torn.span)
        try file.cut()
    }

    /// Writes down every torn line that was kept and not told yet.
    func tellTornLines() throws(AuditError) {
        for name in try folder.names() where name.hasSuffix(AuditTrail.untold) {
            let kept = String(name.dropLast(AuditTrail.untold.count))
            guard let digest = AuditNames.digest(ofFragment: kept),
                let content = try folder.read(name, limit: AuditNames.fileLimit)
            else { continue }
            try append(.torn(bytes: content.count, digest: digest))
            try sync()
            try folder.rename(name, to: kept)
            tornLines.append(TornLine(file: kept, bytes: content.count))
        }
    }

    /// What was announced under these numbers, as far as it was not purged.
    func operations(_ numbers: [Int]) throws(AuditError) -> [UnsettledOperation] {
        let files = AuditNames.files(try folder.names())
        var read: (number: Int, lines: [ArraySlice<UInt8>])?
        var found: [UnsettledOperation] = []
        for number in numbers {
            guard let file = files.last(where: { $0.number <= number }) else { continue }
            if read?.number != file.number {
                read = (file.number, AuditLines(try folder.read(file.name, limit: AuditNames.fileLimit) ?? []).lines)
            }
            guard let lines = read?.lines, number - file.number < lines.count,
                let record = ReadRecord(lines[number - file.number])?.record, record.number == number,
                case .intent(let entry) = record.body
            else { continue }
            found.append(
                UnsettledOperation(id: AuditOperationID(number: number), entry: entry, moment: record.moment))
        }
        return found
    }
}
