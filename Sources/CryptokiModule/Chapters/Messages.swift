// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 3.0 §5.9, §5.11, §5.15, §5.17: message-based functions.

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageEncryptInit)
public func messageEncryptInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported("C_MessageEncryptInit", "session \(session) key \(key)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_EncryptMessage)
public func encryptMessage(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ associated: UnsafeMutablePointer<CK_BYTE>?, _ associatedCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported(
        "C_EncryptMessage",
        "session \(session) parameterCount \(parameterCount) associatedCount \(associatedCount) plaintextCount \(plaintextCount)"
    )
}

/// Message-based functions carry what RSA cards do not do.
@c(C_EncryptMessageBegin)
public func encryptMessageBegin(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ associated: UnsafeMutablePointer<CK_BYTE>?, _ associatedCount: CK_ULONG
) -> CK_RV {
    unsupported(
        "C_EncryptMessageBegin",
        "session \(session) parameterCount \(parameterCount) associatedCount \(associatedCount)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_EncryptMessageNext)
public func encryptMessageNext(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: UnsafeMutablePointer<CK_ULONG>?,
    _ flags: CK_FLAGS
) -> CK_RV {
    unsupported(
        "C_EncryptMessageNext",
        "session \(session) parameterCount \(parameterCount) plaintextCount \(plaintextCount) flags \(flags)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageEncryptFinal)
public func messageEncryptFinal(_ session: CK_SESSION_HANDLE) -> CK_RV {
    unsupported("C_MessageEncryptFinal", "session \(session)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageDecryptInit)
public func messageDecryptInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported("C_MessageDecryptInit", "session \(session) key \(key)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_DecryptMessage)
public func decryptMessage(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ associated: UnsafeMutablePointer<CK_BYTE>?, _ associatedCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported(
        "C_DecryptMessage",
        "session \(session) parameterCount \(parameterCount) associatedCount \(associatedCount) cryptogramCount \(cryptogramCount)"
    )
}

/// Message-based functions carry what RSA cards do not do.
@c(C_DecryptMessageBegin)
public func decryptMessageBegin(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ associated: UnsafeMutablePointer<CK_BYTE>?, _ associatedCount: CK_ULONG
) -> CK_RV {
    unsupported(
        "C_DecryptMessageBegin",
        "session \(session) parameterCount \(parameterCount) associatedCount \(associatedCount)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_DecryptMessageNext)
public func decryptMessageNext(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: UnsafeMutablePointer<CK_ULONG>?, _ flags: CK_FLAGS
) -> CK_RV {
    unsupported(
        "C_DecryptMessageNext",
        "session \(session) parameterCount \(parameterCount) cryptogramCount \(cryptogramCount) flags \(flags)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageDecryptFinal)
public func messageDecryptFinal(_ session: CK_SESSION_HANDLE) -> CK_RV {
    unsupported("C_MessageDecryptFinal", "session \(session)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageSignInit)
public func messageSignInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported("C_MessageSignInit", "session \(session) key \(key)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_SignMessage)
public func signMessage(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG, _ signature: UnsafeMutablePointer<CK_BYTE>?,
    _ signatureCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_SignMessage", "session \(session) parameterCount \(parameterCount) dataCount \(dataCount)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_SignMessageBegin)
public func signMessageBegin(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG
) -> CK_RV {
    unsupported("C_SignMessageBegin", "session \(session) parameterCount \(parameterCount)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_SignMessageNext)
public func signMessageNext(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG, _ signature: UnsafeMutablePointer<CK_BYTE>?,
    _ signatureCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_SignMessageNext", "session \(session) parameterCount \(parameterCount) dataCount \(dataCount)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageSignFinal)
public func messageSignFinal(_ session: CK_SESSION_HANDLE) -> CK_RV {
    unsupported("C_MessageSignFinal", "session \(session)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageVerifyInit)
public func messageVerifyInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported("C_MessageVerifyInit", "session \(session) key \(key)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_VerifyMessage)
public func verifyMessage(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG, _ signature: UnsafeMutablePointer<CK_BYTE>?,
    _ signatureCount: CK_ULONG
) -> CK_RV {
    unsupported(
        "C_VerifyMessage",
        "session \(session) parameterCount \(parameterCount) dataCount \(dataCount) signatureCount \(signatureCount)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_VerifyMessageBegin)
public func verifyMessageBegin(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG
) -> CK_RV {
    unsupported("C_VerifyMessageBegin", "session \(session) parameterCount \(parameterCount)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_VerifyMessageNext)
public func verifyMessageNext(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG, _ signature: UnsafeMutablePointer<CK_BYTE>?,
    _ signatureCount: CK_ULONG
) -> CK_RV {
    unsupported(
        "C_VerifyMessageNext",
        "session \(session) parameterCount \(parameterCount) dataCount \(dataCount) signatureCount \(signatureCount)")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageVerifyFinal)
public func messageVerifyFinal(_ session: CK_SESSION_HANDLE) -> CK_RV {
    unsupported("C_MessageVerifyFinal", "session \(session)")
}
