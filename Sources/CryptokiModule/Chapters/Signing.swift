// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 2.40 §5.11: signing.

/// Begins a signature.
@c(C_SignInit)
public func signInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    libraryCall("C_SignInit", "session \(session) key \(key)") { (library) throws(ReturnCode) in
        try library.beginSigning(session, unsafe Input.mechanism(mechanism), key: key)
    }
}

/// Signs in one part.
@c(C_Sign)
public func sign(
    _ session: CK_SESSION_HANDLE, _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG,
    _ signature: UnsafeMutablePointer<CK_BYTE>?, _ signatureCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_Sign", "session \(session) dataCount \(dataCount)") { (library) throws(ReturnCode) in
        let room = unsafe try Input.room(signature, signatureCount)
        let output = try library.sign(session, unsafe Input.bytes(data, dataCount), room)
        unsafe try Delivery.deliver(output, signature, signatureCount)
    }
}

/// Takes a part of the message.
@c(C_SignUpdate)
public func signUpdate(
    _ session: CK_SESSION_HANDLE, _ part: UnsafeMutablePointer<CK_BYTE>?, _ partCount: CK_ULONG
) -> CK_RV {
    libraryCall("C_SignUpdate", "session \(session) partCount \(partCount)") { (library) throws(ReturnCode) in
        try library.updateSigning(session, unsafe Input.bytes(part, partCount))
    }
}

/// Signs what came in parts.
@c(C_SignFinal)
public func signFinal(
    _ session: CK_SESSION_HANDLE, _ signature: UnsafeMutablePointer<CK_BYTE>?,
    _ signatureCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_SignFinal", "session \(session)") { (library) throws(ReturnCode) in
        let room = unsafe try Input.room(signature, signatureCount)
        let output = try library.endSigning(session, room)
        unsafe try Delivery.deliver(output, signature, signatureCount)
    }
}

/// No mechanism of these cards recovers data.
@c(C_SignRecoverInit)
public func signRecoverInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported("C_SignRecoverInit", "session \(session) key \(key)")
}

/// As ``signRecoverInit(_:_:_:)``.
@c(C_SignRecover)
public func signRecover(
    _ session: CK_SESSION_HANDLE, _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG,
    _ signature: UnsafeMutablePointer<CK_BYTE>?, _ signatureCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_SignRecover", "session \(session) dataCount \(dataCount)")
}
