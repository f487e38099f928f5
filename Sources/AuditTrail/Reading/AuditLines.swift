// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The lines of one file.
struct AuditLines {
    /// Whole lines, without their end marks.
    let lines: [ArraySlice<UInt8>]
    /// What a crash left of a line after them.
    let torn: ArraySlice<UInt8>

    /// Of a file's content.
    init(_ content: [UInt8]) {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for index in content.indices where content[index] == UInt8(ascii: "\n") {
            lines.append(content[start..<index])
            start = index + 1
        }
        self.lines = lines
        torn = content[start...]
    }

    /// Bytes of the whole lines.
    var size: Int { torn.startIndex }
}

/// What every line after the first must keep to: it names the one before, and its number follows.
struct AuditChain {
    /// The record before.
    private(set) var last: AuditHead

    /// What is wrong with a line; the chain goes on behind it either way.
    mutating func next(_ line: ArraySlice<UInt8>, _ read: ReadRecord?) -> AuditFinding.Reason? {
        let before = last
        last = AuditHead(number: read?.record.number ?? before.number + 1, digest: AuditDigest(of: line))
        guard let record = read?.record else { return .unreadable }
        if record.number != before.number + 1 { return .number }
        return record.previous == before.digest ? nil : .chain
    }
}
