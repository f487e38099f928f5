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
    unsupported("C_MessageEncryptInit")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_EncryptMessage)
public func encryptMessage(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ associated: UnsafeMutablePointer<CK_BYTE>?, _ associatedCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_EncryptMessage")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_EncryptMessageBegin)
public func encryptMessageBegin(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ associated: UnsafeMutablePointer<CK_BYTE>?, _ associatedCount: CK_ULONG
) -> CK_RV {
    unsupported("C_EncryptMessageBegin")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_EncryptMessageNext)
public func encryptMessageNext(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: UnsafeMutablePointer<CK_ULONG>?,
    _ flags: CK_FLAGS
) -> CK_RV {
    unsupported("C_EncryptMessageNext")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageEncryptFinal)
public func messageEncryptFinal(_ session: CK_SESSION_HANDLE) -> CK_RV {
    unsupported("C_MessageEncryptFinal")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageDecryptInit)
public func messageDecryptInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported("C_MessageDecryptInit")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_DecryptMessage)
public func decryptMessage(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ associated: UnsafeMutablePointer<CK_BYTE>?, _ associatedCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_DecryptMessage")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_DecryptMessageBegin)
public func decryptMessageBegin(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ associated: UnsafeMutablePointer<CK_BYTE>?, _ associatedCount: CK_ULONG
) -> CK_RV {
    unsupported("C_DecryptMessageBegin")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_DecryptMessageNext)
public func decryptMessageNext(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: UnsafeMutablePointer<CK_ULONG>?, _ flags: CK_FLAGS
) -> CK_RV {
    unsupported("C_DecryptMessageNext")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageDecryptFinal)
public func messageDecryptFinal(_ session: CK_SESSION_HANDLE) -> CK_RV {
    unsupported("C_MessageDecryptFinal")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageSignInit)
public func messageSignInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported("C_MessageSignInit")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_SignMessage)
public func signMessage(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG, _ signature: UnsafeMutablePointer<CK_BYTE>?,
    _ signatureCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_SignMessage")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_SignMessageBegin)
public func signMessageBegin(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG
) -> CK_RV {
    unsupported("C_SignMessageBegin")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_SignMessageNext)
public func signMessageNext(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG, _ signature: UnsafeMutablePointer<CK_BYTE>?,
    _ signatureCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_SignMessageNext")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageSignFinal)
public func messageSignFinal(_ session: CK_SESSION_HANDLE) -> CK_RV {
    unsupported("C_MessageSignFinal")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageVerifyInit)
public func messageVerifyInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported("C_MessageVerifyInit")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_VerifyMessage)
public func verifyMessage(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG, _ signature: UnsafeMutablePointer<CK_BYTE>?,
    _ signatureCount: CK_ULONG
) -> CK_RV {
    unsupported("C_VerifyMessage")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_VerifyMessageBegin)
public func verifyMessageBegin(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG
) -> CK_RV {
    unsupported("C_VerifyMessageBegin")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_VerifyMessageNext)
public func verifyMessageNext(
    _ session: CK_SESSION_HANDLE, _ parameter: UnsafeMutableRawPointer?, _ parameterCount: CK_ULONG,
    _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG, _ signature: UnsafeMutablePointer<CK_BYTE>?,
    _ signatureCount: CK_ULONG
) -> CK_RV {
    unsupported("C_VerifyMessageNext")
}

/// Message-based functions carry what RSA cards do not do.
@c(C_MessageVerifyFinal)
public func messageVerifyFinal(_ session: CK_SESSION_HANDLE) -> CK_RV {
    unsupported("C_MessageVerifyFinal")
}
