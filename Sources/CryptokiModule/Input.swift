// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import Cryptoki
internal import SecretMemory

/// What callers hand over: each pointer is checked, each length bounded, before a byte is read.
enum Input {
    /// No message, and no template, of an honest caller is longer.
    private static let longest: CK_ULONG = 1 << 28
    private static let mostAttributes: CK_ULONG = 4096
    private static let longestPIN: CK_ULONG = 256

    /// A block of bytes; a null pointer is one of none.
    static func bytes(_ pointer: UnsafePointer<CK_BYTE>?, _ count: CK_ULONG) throws(ReturnCode) -> [UInt8] {
        guard count > 0 else { return [] }
        guard let pointer = unsafe pointer else { throw .argumentsBad }
        guard count <= longest else { throw .dataLengthRange }
        return unsafe Array(UnsafeBufferPointer(start: pointer, count: Int(count)))
    }

    /// A PIN, which goes from the caller's memory into one that is wiped.
    static func pin(_ pointer: UnsafePointer<CK_UTF8CHAR>?, _ count: CK_ULONG) throws(ReturnCode) -> SecretBytes {
        guard let pointer = unsafe pointer else { throw .argumentsBad }
        guard count <= longestPIN else { throw .pinIncorrect }
        return SecretBytes(copying: unsafe Span(_unsafeStart: pointer, count: Int(count)))
    }

    /// A template.
    static func template(
        _ pointer: UnsafePointer<CK_ATTRIBUTE>?, _ count: CK_ULONG
    ) throws(ReturnCode) -> [Attribute] {
        guard count > 0 else { return [] }
        guard let pointer = unsafe pointer, count <= mostAttributes else { throw .argumentsBad }
        var attributes: [Attribute] = []
        for index in 0..<Int(count) {
            let line = unsafe pointer[index]
            let value = unsafe line.pValue?.assumingMemoryBound(to: CK_BYTE.self)
            attributes.append(Attribute(unsafe line.type, unsafe try bytes(value, line.ulValueLen)))
        }
        return attributes
    }

    /// A mechanism with its parameter.
    static func mechanism(_ pointer: UnsafePointer<CK_MECHANISM>?) throws(ReturnCode) -> Mechanism {
        guard let pointer = unsafe pointer else { throw .argumentsBad }
        let (type, parameter, count) = unsafe (
            pointer.pointee.mechanism, pointer.pointee.pParameter, pointer.pointee.ulParameterLen
        )
        guard let parameter = unsafe parameter, count > 0 else {
            guard count == 0 else { throw .mechanismParameterInvalid }
            return Mechanism(type)
        }
        switch type {
        case CKM_RSA_PKCS_PSS, CKM_SHA1_RSA_PKCS_PSS, CKM_SHA256_RSA_PKCS_PSS, CKM_SHA384_RSA_PKCS_PSS,
            CKM_SHA512_RSA_PKCS_PSS:
            guard count == CK_ULONG(MemoryLayout<CK_RSA_PKCS_PSS_PARAMS>.size) else {
                throw .mechanismParameterInvalid
            }
            let pss = unsafe parameter.loadUnaligned(as: CK_RSA_PKCS_PSS_PARAMS.self)
            return Mechanism(type, .pss(hash: pss.hashAlg, mask: pss.mgf, saltCount: pss.sLen))
        default:
            return Mechanism(type, .other(count: count))
        }
    }

    /// Where a count or a handle is to be written.
    static func place<Value>(_ pointer: UnsafeMutablePointer<Value>?) throws(ReturnCode) -> UnsafeMutablePointer<Value>
    {
        guard let pointer = unsafe pointer else { throw .argumentsBad }
        return unsafe pointer
    }

    /// The room of an output buffer and the place of its length.
    static func room(
        _ buffer: UnsafeMutablePointer<CK_BYTE>?, _ count: UnsafeMutablePointer<CK_ULONG>?
    ) throws(ReturnCode) -> OutputRoom {
        guard let count = unsafe count else { throw .argumentsBad }
        return unsafe buffer == nil ? .lengthOnly : .bytes(count.pointee)
    }
}

extension Input {
    /// A new PIN, whose length is judged as one.
    static func newPIN(_ pointer: UnsafePointer<CK_UTF8CHAR>?, _ count: CK_ULONG) throws(ReturnCode) -> SecretBytes {
        guard count <= longestPIN else { throw .pinLengthRange }
        return unsafe try pin(pointer, count)
    }

    /// Who logs in.
    static func user(_ type: CK_USER_TYPE) throws(ReturnCode) -> UserType {
        switch type {
        case CKU_SO: .securityOfficer
        case CKU_USER: .user
        case CKU_CONTEXT_SPECIFIC: .contextSpecific
        default: throw .userTypeInvalid
        }
    }
}

extension Input {
    /// The attributes that a template asks for.
    static func questions(
        _ template: UnsafeMutablePointer<CK_ATTRIBUTE>, _ count: CK_ULONG
    ) throws(ReturnCode) -> [Library.Question] {
        guard count <= mostAttributes else { throw .argumentsBad }
        return (0..<Int(count)).map { index in
            unsafe Library.Question(template[index].type, lengthOnly: template[index].pValue == nil)
        }
    }
}

extension Input {
    /// A block of bytes that may be secret: its copy is wiped.
    static func secret(_ pointer: UnsafePointer<CK_BYTE>?, _ count: CK_ULONG) throws(ReturnCode) -> WipingBytes {
        guard count > 0 else { return [] }
        guard let pointer = unsafe pointer else { throw .argumentsBad }
        guard count <= longest else { throw .dataLengthRange }
        return WipingBytes(copying: unsafe Span(_unsafeStart: pointer, count: Int(count)))
    }
}
