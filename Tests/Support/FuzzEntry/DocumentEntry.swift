// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import FSE
import FSEDocuments

/// FSE of strangers: read, and written in their canonical form.
enum DocumentEntry {
    static func run(_ bytes: [UInt8]) throws {
        if let tree = try? JSONParser.parse(bytes), let canonical = try? JCS.canonicalBytes(of: tree) {
            let again = try JCS.canonicalBytes(of: JSONParser.parse(canonical))
            try require(again == canonical, "the canonical form is its own canonical form")
        }
        if let document = try? FSEDocument(bytes) {
            let again = try FSEDocument(document.canonicalBytes)
            try require(again.canonicalBytes == document.canonicalBytes, "a canonical FSE is read as itself")
            try require(again.number == document.number, "a canonical FSE keeps its number")
        }
        if let index = try? LotIndex(bytes) {
            try require(try LotIndex(index.encoded()) == index, "a lot index is read as it was written")
        }
        if let manifest = try? ASiCManifest(parsing: bytes) {
            try require(manifest.encoded() == bytes, "a manifest is written as it was read")
        }
        for ending in B2Block.LineEnding.allCases {
            guard let block = try? B2Block(bytes, lineEnding: ending) else { continue }
            try require(block.bytes == bytes, "a B2 block keeps its bytes")
        }
    }
}
