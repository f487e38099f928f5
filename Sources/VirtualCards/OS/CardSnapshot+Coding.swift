// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816
public import SecretMemory

/// How a snapshot lies in a file: `70 { A1 pin, A2 puk, A3 file … }`.
private enum Tag {
    static let snapshot: UInt32 = 0x70
    static let pin: UInt32 = 0xA1
    static let puk: UInt32 = 0xA2
    static let file: UInt32 = 0xA3
    /// Value of reference data; path of a file.
    static let first: UInt32 = 0x80
    /// Tries left; content of a file.
    static let second: UInt32 = 0x81
    /// Uses left.
    static let third: UInt32 = 0x82
}

extension CardSnapshot {
    /// The state as bytes, for whoever keeps it on a disk.
    public func encoded() -> WipingBytes {
        let parts = files.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.flatMap { path, content in
            DataObject.encode(
                Tag.file, DataObject.encode(Tag.first, path.bytes), DataObject.encode(Tag.second, Array(content)))
        }
        return WipingBytes(
            DataObject.encode(Tag.snapshot, pin.encoded(Tag.pin), puk.encoded(Tag.puk), parts))
    }

    /// Reads a state back; nil for anything that ``encoded()`` would not have written.
    public init?(decoding bytes: WipingBytes) {
        guard let whole = try? BERTLV.one(Array(bytes)[...]), whole.tag == Tag.snapshot,
            whole.encoding.count == bytes.count, let parts = try? whole.children(.exact), parts.count >= 2,
            let pin = ReferenceData(parts[0], Tag.pin), let puk = ReferenceData(parts[1], Tag.puk)
        else { return nil }
        (self.pin, self.puk) = (pin, puk)
        files = [:]
        for part in parts.dropFirst(2) {
            guard part.tag == Tag.file, let fields = try? part.children(.exact), fields.count == 2,
                fields[0].tag == Tag.first, fields[1].tag == Tag.second, let path = CardFilePath(Array(fields[0].value))
            else { return nil }
            files[path] = WipingBytes(fields[1].value)
        }
    }
}

extension CardSnapshot.ReferenceData {
    fileprivate func encoded(_ tag: UInt32) -> [UInt8] {
        DataObject.encode(
            tag, DataObject.encode(Tag.first, Array(value)), DataObject.encode(Tag.second, DER.minimal(left)),
            uses.map { DataObject.encode(Tag.third, DER.minimal($0)) } ?? [])
    }

    fileprivate init?(_ object: BERTLV, _ tag: UInt32) {
        guard object.tag == tag, let fields = try? object.children(.exact), (2...3).contains(fields.count),
            fields[0].tag == Tag.first, fields[1].tag == Tag.second, let left = fields[1].unsignedInteger,
            !fields[0].value.isEmpty, fields[0].value.count <= 64
        else { return nil }
        value = WipingBytes(fields[0].value)
        self.left = left
        uses = nil
        if fields.count == 3 {
            guard fields[2].tag == Tag.third, let count = fields[2].unsignedInteger else { return nil }
            uses = count
        }
    }
}

extension TLVLimits {
    /// No padding: a zero byte is an error.
    fileprivate static var exact: TLVLimits {
        var limits = TLVLimits()
        limits.zeroEnds = false
        return limits
    }
}
