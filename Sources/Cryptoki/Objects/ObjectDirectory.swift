// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
internal import HealthCard
internal import ISO7816
internal import ModuleSettings
internal import PKCS15
internal import SecretMemory

/// A certificate as the card holds it, and what it says.
struct CertificateContent {
    let encoding: [UInt8]
    let fields: CertificateFields

    /// RSA modulus, big-endian; empty for a key that is none.
    var modulus: [UInt8] { fields.modulus ?? [] }
    /// RSA public exponent, big-endian.
    var exponent: [UInt8] { fields.exponent ?? [] }

    /// RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 §A.1.1).
    var publicKeyEncoding: [UInt8] {
        func element(_ tag: UInt8, _ value: [UInt8]) -> [UInt8] {
            let (high, low) = (UInt8(value.count >> 8 & 0xFF), UInt8(value.count & 0xFF))
            let length: [UInt8] = high > 0 ? [0x82, high, low] : low >= 0x80 ? [0x81, low] : [low]
            return [tag] + length + value
        }
        // A number whose first bit is set would be negative without a zero before it (X.690 §8.3).
        func integer(_ digits: [UInt8]) -> [UInt8] {
            element(0x02, (digits.first ?? 0x80) & 0x80 != 0 ? [0] + digits : digits)
        }
        return element(0x30, integer(modulus) + integer(exponent))
    }
}

/// The objects of one card: each directory is read at most once, each content at most once where it cannot change.
final class ObjectDirectory {
    private let identity: CardIdentity
    private let generation: UInt
    private let mode: ModuleSettings.Mode
    private var lists: [TokenObject.Kind: [TokenObject]] = [:]
    private var certificates: [KeyRole: CertificateContent] = [:]
    /// Contents of data objects; those that hosts may write serve one question, which follows that for their length.
    private var contents: [ObjectHandle: WipingBytes] = [:]
    private var privateContents: Set<ObjectHandle> = []

    init(_ identity: CardIdentity, generation: UInt, mode: ModuleSettings.Mode) {
        self.identity = identity
        self.generation = generation
        self.mode = mode
    }

    /// All objects of a kind with their handles.
    func objects(
        _ kind: TokenObject.Kind, on card: InsertedCard
    ) throws(TokenError) -> [(handle: ObjectHandle, object: TokenObject)] {
        let list = try list(kind, card)
        return list.indices.map { (generation << 16 | kind.rawValue << 8 | UInt($0 + 1), list[$0]) }
    }

    /// The object of a handle; nil for handles of other cards and for none.
    func object(_ handle: ObjectHandle, on card: InsertedCard) throws(TokenError) -> TokenObject? {
        guard handle >> 16 == generation, let kind = TokenObject.Kind(rawValue: handle >> 8 & 0xFF) else { return nil }
        let index = Int(handle & 0xFF) - 1
        let list = try list(kind, card)
        return list.indices.contains(index) ? list[index] : nil
    }

    /// What a key's certificate says.
    func certificate(_ role: KeyRole, on card: InsertedCard) throws(TokenError) -> CertificateContent {
        if let known = certificates[role] { return known }
        let content = try card.perform { (card) throws(CardError) in
            let der = try card.certificate(role).der
            return CertificateContent(encoding: der, fields: try CertificateFields(der))
        }
        certificates[role] = content
        return content
    }

    /// The content of a data object.
    func content(
        of object: CardDataObject, _ handle: ObjectHandle, on card: InsertedCard, lengthOnly: Bool
    ) throws(TokenError) -> WipingBytes {
        if let known = contents[handle] {
            if object.isModifiable, !lengthOnly { contents[handle] = nil }
            return known
        }
        let read = { (card: ProfessionalCard) throws(CardError) in WipingBytes(try card.read(object)) }
        let content = object.isPrivate ? try card.performOpened(read) : try card.perform(read)
        if !object.isModifiable || lengthOnly { contents[handle] = content }
        if object.isPrivate { privateContents.insert(handle) }
        return content
    }

    /// Forgets a content that was written.
    func forgetContent(_ handle: ObjectHandle) {
        contents[handle] = nil
    }

    /// Forgets what only the PIN opens.
    func forgetPrivateContents() {
        for handle in privateContents { contents[handle] = nil }
        privateContents = []
    }

    private func list(_ kind: TokenObject.Kind, _ card: InsertedCard) throws(TokenError) -> [TokenObject] {
        if let known = lists[kind] { return known }
        let read = try card.perform { (card) throws(CardError) -> [TokenObject] in
            switch kind {
            case .privateKey: try card.keys().map(TokenObject.privateKey)
            case .publicKey: try publicKeys(of: card).map(TokenObject.publicKey)
            case .certificate: try card.certificateEntries().map(TokenObject.certificate)
            case .data: try card.objects().map(TokenObject.data)
            }
        }
        // Handles have a byte for the place; no card comes near.
        let list = Array(read.prefix(255))
        lists[kind] = list
        return list
    }

    /// Those that the card lists, and one for each certificate whose key it does not.
    private func publicKeys(of card: ProfessionalCard) throws(CardError) -> [TokenObject.PublicKeyObject] {
        var found = try card.publicKeyObjects().map { key in
            TokenObject.PublicKeyObject(
                label: key.label, identifier: key.identifier, role: key.role, modulusBits: key.modulusBits,
                encrypts: key.usage & 1 != 0, isSynthesised: false)
        }
        for certificate in try card.certificateEntries() {
            guard !found.contains(where: { $0.identifier == certificate.identifier }) else { continue }
            let bits = try card.keys().first { $0.identifier == certificate.identifier }?.modulusBits
            // The end mark counts in the established middleware's label.
            let mark = mode == .compat ? "\0" : ""
            found.append(
                TokenObject.PublicKeyObject(
                    label: "Cle publique - " + certificate.label + mark, identifier: certificate.identifier,
                    role: certificate.role, modulusBits: bits ?? 2048, encrypts: false, isSynthesised: true))
        }
        return found
    }
}
