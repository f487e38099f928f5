// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One table of codes with its official French labels.
///
/// Tables are dated data: each carries the version of its source and says how complete it is.
public struct CodeTable: Sendable {
    /// How much of the official table is here.
    public enum Status: String, Sendable, Hashable {
        /// Every code of the version.
        case complete
        /// Taken from a value set: withdrawn codes may be missing.
        case subset
        /// Known to be incomplete.
        case partial
        /// No authoritative text was read.
        case unverified
    }

    /// The short name, such as `G15`.
    public let id: String
    /// The name of the source, such as `TRE_G15-ProfessionSante`.
    public let name: String
    /// The object identifier of the table, when it is known.
    public let oid: String?
    /// The version of the source.
    public let version: String
    /// How much of the official table is here.
    public let status: Status
    /// Every entry, in the order of the source, withdrawn codes included.
    public let entries: [CodeLabel]

    /// Positions in ``entries`` by folded code.
    private let positions: [String: Int]

    /// Reads a table from lines of `code|label`, with `|†` behind a withdrawn code.
    init(id: String, name: String, oid: String?, version: String, status: Status, entries text: String) {
        self.id = id
        self.name = name
        self.oid = oid
        self.version = version
        self.status = status
        var entries: [CodeLabel] = []
        var positions: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "|")
            guard fields.count >= 2 else { continue }
            let code = String(fields[0])
            positions[Self.folded(code)] = entries.count
            entries.append(CodeLabel(table: id, code: code, label: String(fields[1]), isDeprecated: fields.count > 2))
        }
        self.entries = entries
        self.positions = positions
    }

    /// The entry of a code, withdrawn or not; nil when the table does not know it.
    ///
    /// Codes are strings: leading zeros count. Case does not, as in the source.
    public func label(for code: String) -> CodeLabel? {
        positions[Self.folded(code)].map { entries[$0] }
    }

    private static func folded(_ code: String) -> String {
        code.lowercased()
    }
}
