// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CertificateTrust

/// A signature of ours in its parts, to alter them one at a time.
struct SignatureParts {
    var root: DERNode

    init(_ signature: [UInt8]) throws {
        root = try DERNode(signature)
    }

    var encoded: [UInt8] { root.encoded }

    /// SignedData: version, digestAlgorithms, encapContentInfo, certificates, signerInfos.
    private var signedData: DERNode {
        get { root.children[1].children[0] }
        set { root.children[1].children[0] = newValue }
    }

    var certificates: [DERNode] {
        get { signedData.children[3].children }
        set { signedData.children[3].children = newValue }
    }

    /// SignerInfo: version, sid, digestAlgorithm, signedAttrs, signatureAlgorithm, signature.
    var signerInfo: DERNode {
        get { signedData.children[4].children[0] }
        set { signedData.children[4].children[0] = newValue }
    }

    var attributes: [DERNode] {
        get { signerInfo.children[3].children }
        set { signerInfo.children[3].children = newValue }
    }

    var value: [UInt8] {
        get { signerInfo.children[5].content }
        set { signerInfo.children[5].content = newValue }
    }

    /// Index of the attribute whose OBJECT IDENTIFIER ends with these bytes.
    func attribute(_ end: [UInt8]) -> Int? {
        attributes.firstIndex { $0.children[0].content.suffix(end.count) == end[...] }
    }

    /// Signs the attributes as they stand now.
    mutating func signAgain(by name: String) throws {
        var set = signerInfo.children[3]
        set.tag = 0x31
        value = try TestPKI.value(over: set.encoded, by: name, .pkcs1)
    }

    static let messageDigest: [UInt8] = [0x01, 0x09, 0x04]
    static let signingTime: [UInt8] = [0x01, 0x09, 0x05]
    static let signingCertificate: [UInt8] = [0x09, 0x10, 0x02, 0x2F]
    static let contentType: [UInt8] = [0x01, 0x09, 0x03]
}
