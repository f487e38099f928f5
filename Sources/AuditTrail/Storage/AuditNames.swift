// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Names of the files of a trail.
enum AuditNames {
    static let head = "head.json"
    /// Longest file that is read whole; new files begin long before.
    static let fileLimit = 256 << 20

    /// `audit-000000000001-20261128.jsonl`: the number of its first record, then the day on which it was begun.
    static func file(_ number: Int, _ utc: Int64) -> String {
        "audit-\(AuditTime.padded(Int64(number), 12))-\(AuditTime.day(utc)).jsonl"
    }

    /// The number in such a name; nil for other names.
    static func number(_ name: String) -> Int? {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "audit", parts[1].utf8.count >= 12, parts[1].utf8.count <= 18,
            parts[1].utf8.allSatisfy(\.isDigit), parts[2].utf8.count == 14, parts[2].hasSuffix(".jsonl"),
            parts[2].utf8.prefix(8).allSatisfy(\.isDigit)
        else { return nil }
        return Int(parts[1])
    }

    /// What is kept of a torn line: named by its digest.
    static func fragment(_ digest: AuditDigest) -> String { "torn-\(digest.text).part" }

    /// The digest in such a name; nil for other names.
    static func digest(ofFragment name: String) -> AuditDigest? {
        guard name.hasPrefix("torn-"), name.hasSuffix(".part") else { return nil }
        return AuditDigest(String(name.dropFirst(5).dropLast(5)))
    }

    /// Names of a trail's files, oldest first.
    static func files(_ names: [String]) -> [(name: String, number: Int)] {
        names.compactMap { name in number(name).map { (name, $0) } }.sorted { $0.number < $1.number }
    }
}

/// Which start of the machine this is: uptimes of one start can be compared.
enum BootIdentifier {
    private static let path = "/proc/sys/kernel/random"

    /// 32 hexadecimal digits; zeros where the kernel tells none.
    static func read() -> String {
        let text = (try? AuditFolder(path, isOwned: false).text("boot_id")) ?? ""
        let digits = text.filter { $0 != "-" && $0 != "\n" }
        let isUsable = digits.utf8.count == 32 && digits.utf8.allSatisfy(\.isHexadecimal)
        return isUsable ? digits : String(repeating: "0", count: 32)
    }
}
