// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import FSEDocuments

/// Why bytes are not a manifest as ``ASiCManifest/encoded()`` writes it.
///
/// The offset is where it stops being one. Other software's manifests end here too: they are refused, not misread.
public struct ManifestError: Error, Hashable, Sendable {
    /// Bytes from the start.
    public let offset: Int
}

extension ASiCManifest {
    /// Reads exactly the form that we write: a general XML reader would have to be trusted with a signed document.
    public init(parsing bytes: [UInt8]) throws(ManifestError) {
        var scanner = LiteralScanner(bytes)
        try scanner.expect(Self.head)
        var references: [Reference] = []
        while scanner.take(Self.referenceStart) {
            let name = try scanner.upTo(Self.mimeTypeStart)
            let type = try scanner.upTo(Self.digestStart)
            let digest = try scanner.upTo(Self.referenceEnd)
            guard let digest = Base64.decoded(digest), digest.count == 32, ZIPFormat.isSafe(name),
                references.count < ZIPFormat.maximumEntries, !type.contains("&")
            else { throw scanner.failure }
            references.append(Reference(name: name, mimeType: type, digest: digest))
        }
        try scanner.expect(Self.tail)
        guard scanner.isAtEnd else { throw scanner.failure }
        self.init(references: references)
    }
}

/// Steps through bytes by the literals between the values.
private struct LiteralScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    var failure: ManifestError { ManifestError(offset: position) }

    mutating func take(_ literal: String) -> Bool {
        let expected = literal.utf8
        guard bytes[position...].starts(with: expected) else { return false }
        position += expected.count
        return true
    }

    mutating func expect(_ literal: String) throws(ManifestError) {
        guard take(literal) else { throw failure }
    }

    /// The text before `literal`: a value without quotes or markup, at most 256 bytes.
    mutating func upTo(_ literal: String) throws(ManifestError) -> String {
        let stops = [UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">")]
        let value = bytes[position...].prefix(256).prefix { !stops.contains($0) && $0 >= 0x20 && $0 < 0x7F }
        position += value.count
        try expect(literal)
        return String(decoding: value, as: UTF8.self)
    }
}
