// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What is signed: a document in its canonical form, or a B2 block as it is.
public enum FSEPayload: Sendable {
    case document(FSEDocument)
    case b2(B2Block)

    /// The two kinds, by the extension of their files.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case document = "json"
        case b2

        /// The media type that the signature and the manifest name.
        public var mimeType: String {
            switch self {
            case .document: MediaType.document
            case .b2: MediaType.b2
            }
        }
    }

    /// Which of the two.
    public var kind: Kind {
        switch self {
        case .document: .document
        case .b2: .b2
        }
    }

    /// The exact bytes that are signed.
    public var signedBytes: [UInt8] {
        switch self {
        case .document(let document): document.canonicalBytes
        case .b2(let block): block.bytes
        }
    }

    /// The document; nil for a B2 block.
    public var document: FSEDocument? {
        if case .document(let document) = self { document } else { nil }
    }
}
