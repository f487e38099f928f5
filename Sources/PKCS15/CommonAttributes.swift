// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// What every PKCS#15 object carries first (ISO/IEC 7816-15 §8.2.2).
struct CommonAttributes {
    var label = ""
    var isPrivate = false
    var isModifiable = false
    var authentication: [UInt8] = []

    init(_ common: BERTLV) throws(CardError) {
        for field in try common.children() {
            switch field.tag {
            case 0x0C: label = field.text
            case 0x03:
                isPrivate = field.bits & 1 != 0
                isModifiable = field.bits & 2 != 0
            case 0x04: authentication = Array(field.value)
            default: break
            }
        }
    }
}

/// The parts of one directory entry: common attributes, class attributes, type attributes.
struct DirectoryEntry {
    let common: CommonAttributes
    let classAttributes: BERTLV?
    let typeAttributes: [BERTLV]

    /// Reads a whole directory; entries that have no common attributes are skipped.
    static func all(_ content: [UInt8]) throws(CardError) -> [DirectoryEntry] {
        var entries: [DirectoryEntry] = []
        for object in try BERTLV.sequence(content) where object.isConstructed {
            let parts = try object.children()
            guard let first = parts.first, first.tag == 0x30 else { continue }
            let type = try parts.first(0xA1).flatMap { (part) throws(CardError) in try part.children().first(0x30) }
            entries.append(
                DirectoryEntry(
                    common: try CommonAttributes(first),
                    classAttributes: parts.dropFirst().first(0x30),
                    typeAttributes: try type?.children() ?? []))
        }
        return entries
    }

    /// The path in the type attributes, nil when empty or absent.
    ///
    /// Keys and certificates wrap it once more than data objects do: `30 { 04 path }` there, `04 path` here.
    func path(relativeTo directory: FilePath) throws(CardError) -> FilePath? {
        let wrapped = try typeAttributes.first(0x30).flatMap { (holder) throws(CardError) in
            try holder.children().first(0x04)
        }
        guard let path = wrapped ?? typeAttributes.first(0x04), !path.value.isEmpty else { return nil }
        return try FilePath(path.value, relativeTo: directory)
    }
}

extension Optional {
    /// `flatMap` that keeps the type of what it throws.
    func flatMap<R, E: Error>(_ transform: (Wrapped) throws(E) -> R?) throws(E) -> R? {
        guard let self else { return nil }
        return try transform(self)
    }
}
