// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 2.40 §5.8 and §5.9: encryption and decryption.

/// Begins an encryption, in software.
@c(C_EncryptInit)
public func encryptInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    libraryCall("C_EncryptInit", "session \(session) key \(key)") { (library) throws(ReturnCode) in
        try library.beginEncryption(session, unsafe Input.mechanism(mechanism), key: key)
    }
}

/// Encrypts one block.
@c(C_Encrypt)
public func encrypt(
    _ session: CK_SESSION_HANDLE, _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_Encrypt", "session \(session) plaintextCount \(plaintextCount)") { (library) throws(ReturnCode) in
        let room = unsafe try Input.room(cryptogram, cryptogramCount)
        let output = try library.encrypt(session, unsafe Input.secret(plaintext, plaintextCount), room)
        unsafe try Delivery.deliver(output, cryptogram, cryptogramCount)
    }
}

/// RSA has one block.
@c(C_EncryptUpdate)
public func encryptUpdate(
    _ session: CK_SESSION_HANDLE, _ part: UnsafeMutablePointer<CK_BYTE>?, _ partCount: CK_ULONG,
    _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_EncryptUpdate", "session \(session) partCount \(partCount)")
}

/// As ``encryptUpdate(_:_:_:_:_:)``.
@c(C_EncryptFinal)
public func encryptFinal(
    _ session: CK_SESSION_HANDLE, _ cryptogram: UnsafeMutablePointer<CK_BYTE>?,
    _ cryptogramCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_EncryptFinal", "session \(session)")
}

/// Begins a decryption.
@c(C_DecryptInit)
public func decryptInit(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ key: CK_OBJECT_HANDLE
) -> CK_RV {
    libraryCall("C_DecryptInit", "session \(session) key \(key)") { (library) throws(ReturnCode) in
        try library.beginDecryption(session, unsafe Input.mechanism(mechanism), key: key)
    }
}

/// Decrypts one block; any flaw of the padding is one and the same error.
@c(C_Decrypt)
public func decrypt(
    _ session: CK_SESSION_HANDLE, _ cryptogram: UnsafeMutablePointer<CK_BYTE>?, _ cryptogramCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_Decrypt", "session \(session) cryptogramCount \(cryptogramCount)") { (library) throws(ReturnCode) in
        let room = unsafe try Input.room(plaintext, plaintextCount)
        let output = try library.decrypt(session, unsafe Input.bytes(cryptogram, cryptogramCount), room)
        unsafe try Delivery.deliver(output, plaintext, plaintextCount)
    }
}

/// Takes a part of the block; nothing comes before its end.
@c(C_DecryptUpdate)
public func decryptUpdate(
    _ session: CK_SESSION_HANDLE, _ part: UnsafeMutablePointer<CK_BYTE>?, _ partCount: CK_ULONG,
    _ plaintext: UnsafeMutablePointer<CK_BYTE>?, _ plaintextCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_DecryptUpdate", "session \(session) partCount \(partCount)") { (library) throws(ReturnCode) in
        let count = unsafe try Input.place(plaintextCount)
        try library.updateDecryption(session, unsafe Input.bytes(part, partCount))
        unsafe count.pointee = 0
    }
}

/// Decrypts the block that came in parts.
@c(C_DecryptFinal)
public func decryptFinal(
    _ session: CK_SESSION_HANDLE, _ plaintext: UnsafeMutablePointer<CK_BYTE>?,
    _ plaintextCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_DecryptFinal", "session \(session)") { (library) throws(ReturnCode) in
        let room = unsafe try Input.room(plaintext, plaintextCount)
        let output = try library.endDecryption(session, room)
        unsafe try Delivery.deliver(output, plaintext, plaintextCount)
    }
}
