// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardToken
internal import HealthCard
internal import ISO7816
internal import ModuleSettings
internal import PKCS15
internal import SecretMemory

/// Answers for attributes of one object, asking the card only for those that need it.
struct AttributeReader {
    let handle: ObjectHandle
    let object: TokenObject
    let card: InsertedCard
    let content: SlotContent
    let mode: ModuleSettings.Mode
    let mechanisms: [MechanismType]
    /// Whether only the length of the value is wanted, and the value will be asked for next.
    var lengthOnly = false

    /// The value of an attribute.
    ///
    /// - Throws: `attributeSensitive`, `attributeTypeInvalid`, or what the card's failure means.
    func value(_ type: AttributeType) throws(ReturnCode) -> WipingBytes {
        if let common = common(type) { return common }
        return switch object {
        case .privateKey(let key): try value(type, of: key)
        case .publicKey(let key): try value(type, of: key)
        case .certificate(let entry): try value(type, of: entry)
        case .data(let object): try value(type, of: object)
        }
    }

    /// What all kinds have.
    private func common(_ type: AttributeType) -> WipingBytes? {
        switch type {
        case UInt(CKA_CLASS): .number(object.kind.objectClass)
        case UInt(CKA_TOKEN): .flag(true)
        case UInt(CKA_PRIVATE): .flag(object.isPrivate)
        case UInt(CKA_LABEL): .text(label)
        case UInt(CKA_MODIFIABLE): .flag(isModifiable)
        case UInt(CKA_COPYABLE) where mode != .compat: .flag(false)
        case UInt(CKA_DESTROYABLE) where mode != .compat: .flag(false)
        case attributeUniqueID where mode != .compat: .text(uniqueIdentifier)
        default: nil
        }
    }

    /// Label as the card names it, or as it was made up.
    var label: String {
        switch object {
        case .privateKey(let key): key.label
        case .publicKey(let key): key.label
        case .certificate(let entry): entry.label
        case .data(let object): object.label
        }
    }

    private var isModifiable: Bool {
        if case .data(let object) = object { object.isModifiable } else { false }
    }

    /// Card, kind, and what tells the objects of a kind apart: the same for every process, and after every insertion.
    private var uniqueIdentifier: String {
        let (kind, name) =
            switch object {
            case .privateKey(let key): ("private", key.identifier.hexadecimal)
            case .publicKey(let key): ("public", key.identifier.hexadecimal)
            case .certificate(let entry): ("certificate", entry.identifier.hexadecimal)
            case .data(let object): ("data", object.label)
            }
        return "\(card.identity.serial.digits)-\(kind)-\(name)"
    }

    private func value(_ type: AttributeType, of key: CardKey) throws(ReturnCode) -> WipingBytes {
        switch type {
        case UInt(CKA_KEY_TYPE): return .number(UInt(CKK_RSA))
        case UInt(CKA_ID): return .init(key.identifier)
        case UInt(CKA_SENSITIVE), UInt(CKA_ALWAYS_SENSITIVE), UInt(CKA_NEVER_EXTRACTABLE), UInt(CKA_LOCAL):
            return .flag(true)
        case UInt(CKA_EXTRACTABLE), UInt(CKA_DERIVE), UInt(CKA_SIGN_RECOVER): return .flag(false)
        case UInt(CKA_SIGN): return .flag(true)
        case UInt(CKA_DECRYPT): return .flag(key.decrypts)
        case UInt(CKA_UNWRAP): return .flag(mode == .compat && key.decrypts)
        case UInt(CKA_MODULUS): return .init(try certificate(key.role).modulus)
        case UInt(CKA_PUBLIC_EXPONENT): return .init(try certificate(key.role).exponent)
        case UInt(CKA_PRIVATE_EXPONENT), UInt(CKA_PRIME_1), UInt(CKA_PRIME_2), UInt(CKA_EXPONENT_1),
            UInt(CKA_EXPONENT_2), UInt(CKA_COEFFICIENT):
            throw .attributeSensitive
        case UInt(CKA_SUBJECT), UInt(CKA_START_DATE), UInt(CKA_END_DATE):
            return mode == .compat ? .init() : try fromCertificate(type, key.role)
        case UInt(CKA_KEY_GEN_MECHANISM): return .number(CryptokiConstant.unavailable)
        case UInt(CKA_ALWAYS_AUTHENTICATE) where mode != .compat:
            return .flag(mode == .strict && key.role == .signature)
        case UInt(CKA_WRAP_WITH_TRUSTED) where mode != .compat: return .flag(false)
        case UInt(CKA_ALLOWED_MECHANISMS) where mode != .compat:
            return .numbers(allowed(key))
        default: throw .attributeTypeInvalid
        }
    }

    private func allowed(_ key: CardKey) -> [MechanismType] {
        mechanisms.filter { KeyRule(key: key, generation: card.identity.generation, mode: mode).signs(with: $0) }
    }

    private func value(_ type: AttributeType, of key: TokenObject.PublicKeyObject) throws(ReturnCode) -> WipingBytes {
        // A host encrypts in software; the card's directory is silent about it on a CPS4, hence the established rule.
        let isAuthentication = key.role == .authentication
        let isCPS4 = card.identity.generation == .cps4
        switch type {
        case UInt(CKA_KEY_TYPE): return .number(UInt(CKK_RSA))
        case UInt(CKA_ID): return .init(key.identifier)
        case UInt(CKA_LOCAL): return .flag(true)
        case UInt(CKA_DERIVE), UInt(CKA_WRAP), UInt(CKA_VERIFY_RECOVER): return .flag(false)
        case UInt(CKA_TRUSTED) where mode != .compat: return .flag(false)
        case UInt(CKA_ENCRYPT):
            return .flag(
                key.encrypts || isCPS4 && (isAuthentication || mode == .compat) || isAuthentication && mode != .compat)
        case UInt(CKA_VERIFY): return .flag(true)
        case UInt(CKA_MODULUS): return .init(try certificate(key.role).modulus)
        case UInt(CKA_PUBLIC_EXPONENT): return .init(try certificate(key.role).exponent)
        case UInt(CKA_MODULUS_BITS): return .number(UInt(key.modulusBits))
        // No attribute of public keys in the standard; the established middleware has their encoding there.
        case UInt(CKA_VALUE) where mode == .compat: return .init(try certificate(key.role).publicKeyEncoding)
        case UInt(CKA_SUBJECT), UInt(CKA_START_DATE), UInt(CKA_END_DATE):
            return mode == .compat ? .init() : try fromCertificate(type, key.role)
        case UInt(CKA_KEY_GEN_MECHANISM): return .number(CryptokiConstant.unavailable)
        default: throw .attributeTypeInvalid
        }
    }

    private func value(_ type: AttributeType, of entry: CardCertificateEntry) throws(ReturnCode) -> WipingBytes {
        switch type {
        case UInt(CKA_CERTIFICATE_TYPE): return .number(UInt(CKC_X_509))
        case UInt(CKA_ID): return .init(entry.identifier)
        case UInt(CKA_TRUSTED): return .flag(false)
        case UInt(CKA_VALUE): return .init(try certificate(entry.role).encoding)
        case UInt(CKA_SERIAL_NUMBER): return .init(try certificate(entry.role).fields.serialNumber)
        case UInt(CKA_ISSUER): return .init(try certificate(entry.role).fields.issuer)
        case UInt(CKA_SUBJECT): return .init(try certificate(entry.role).fields.subject)
        case UInt(CKA_START_DATE), UInt(CKA_END_DATE):
            return mode == .compat ? .init() : try fromCertificate(type, entry.role)
        case UInt(CKA_CERTIFICATE_CATEGORY) where mode != .compat:
            // CK_CERTIFICATE_CATEGORY_TOKEN_USER
            return .number(1)
        default: throw .attributeTypeInvalid
        }
    }

    private func value(_ type: AttributeType, of object: CardDataObject) throws(ReturnCode) -> WipingBytes {
        switch type {
        case UInt(CKA_APPLICATION): return .text(object.application)
        case UInt(CKA_OBJECT_ID): return .init(object.objectIdentifier ?? [])
        case UInt(CKA_VALUE):
            return try content.working(card, mode) { () throws(TokenError) in
                try card.directory.content(of: object, handle, on: card, lengthOnly: lengthOnly)
            }
        default: throw .attributeTypeInvalid
        }
    }

    private func fromCertificate(_ type: AttributeType, _ role: KeyRole) throws(ReturnCode) -> WipingBytes {
        let fields = try certificate(role).fields
        return switch type {
        case UInt(CKA_SUBJECT): .init(fields.subject)
        case UInt(CKA_START_DATE): .text(fields.notBefore?.digits ?? "")
        default: .text(fields.notAfter?.digits ?? "")
        }
    }

    private func certificate(_ role: KeyRole) throws(ReturnCode) -> CertificateContent {
        try content.working(card, mode) { () throws(TokenError) in try card.directory.certificate(role, on: card) }
    }
}
