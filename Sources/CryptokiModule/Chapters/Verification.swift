// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 2.40 §5.12: verification, in software.

/// Begins a verification.
@c(C_VerifyInit)
public func verifyInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    libraryCall("C_VerifyInit", "session \(session) key \(key)") { (library) throws(ReturnCode) in
        try library.beginVerification(session, unsafe Input.mechanism(mechanism), key: key)
    }
}

/// Verifies in one part.
@c(C_Verify)
public func verify(
    _ session: CK_SESSION_HANDLE, _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG,
    _ signature: UnsafeMutablePointer<CK_BYTE>?, _ signatureCount: CK_ULONG
) -> CK_RV {
    libraryCall("C_Verify", "session \(session) dataCount \(dataCount) signatureCount \(signatureCount)") {
        (library) throws(ReturnCode) in
        let data = unsafe try Input.bytes(data, dataCount)
        try library.verify(session, data, unsafe Input.bytes(signature, signatureCount))
    }
}

/// Takes a part of the message.
@c(C_VerifyUpdate)
public func verifyUpdate(
    _ session: CK_SESSION_HANDLE, _ part: UnsafeMutablePointer<CK_BYTE>?, _ partCount: CK_ULONG
) -> CK_RV {
    libraryCall("C_VerifyUpdate", "session \(session) partCount \(partCount)") { (library) throws(ReturnCode) in
        try library.updateVerification(session, unsafe Input.bytes(part, partCount))
    }
}

/// Verifies what came in parts.
@c(C_VerifyFinal)
public func verifyFinal(
    _ session: CK_SESSION_HANDLE, _ signature: UnsafeMutablePointer<CK_BYTE>?, _ signatureCount: CK_ULONG
) -> CK_RV {
    libraryCall("C_VerifyFinal", "session \(session) signatureCount \(signatureCount)") {
        (library) throws(ReturnCode) in
        try library.endVerification(session, unsafe Input.bytes(signature, signatureCount))
    }
}

/// No mechanism of these cards recovers data.
@c(C_VerifyRecoverInit)
public func verifyRecoverInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported("C_VerifyRecoverInit", "session \(session) key \(key)")
}

/// As ``verifyRecoverInit(_:_:_:)``.
@c(C_VerifyRecover)
public func verifyRecover(
    _ session: CK_SESSION_HANDLE, _ signature: UnsafeMutablePointer<CK_BYTE>?, _ signatureCount: CK_ULONG,
    _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_VerifyRecover", "session \(session) signatureCount \(signatureCount)")
}
