// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 2.40 §5.13 to §5.16: two operations at once, keys made or moved, seeds, parallel calls: nothing for these cards.

/// Two operations at once.
@c(C_DigestEncryptUpdate)
public func digestEncryptUpdate(
    _ session: CK_SESSION_HANDLE, _ part: UnsafeMutablePointer<CK_BYTE>?, _ partCount: CK_ULONG,
    _ result: UnsafeMutablePointer<CK_BYTE>?, _ resultCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_DigestEncryptUpdate", "session \(session) partCount \(partCount)")
}

/// Two operations at once.
@c(C_DecryptDigestUpdate)
public func decryptDigestUpdate(
    _ session: CK_SESSION_HANDLE, _ part: UnsafeMutablePointer<CK_BYTE>?, _ partCount: CK_ULONG,
    _ result: UnsafeMutablePointer<CK_BYTE>?, _ resultCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_DecryptDigestUpdate", "session \(session) partCount \(partCount)")
}

/// Two operations at once.
@c(C_SignEncryptUpdate)
public func signEncryptUpdate(
    _ session: CK_SESSION_HANDLE, _ part: UnsafeMutablePointer<CK_BYTE>?, _ partCount: CK_ULONG,
    _ result: UnsafeMutablePointer<CK_BYTE>?, _ resultCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_SignEncryptUpdate", "session \(session) partCount \(partCount)")
}

/// Two operations at once.
@c(C_DecryptVerifyUpdate)
public func decryptVerifyUpdate(
    _ session: CK_SESSION_HANDLE, _ part: UnsafeMutablePointer<CK_BYTE>?, _ partCount: CK_ULONG,
    _ result: UnsafeMutablePointer<CK_BYTE>?, _ resultCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_DecryptVerifyUpdate", "session \(session) partCount \(partCount)")
}

/// Keys are made by the issuer.
@c(C_GenerateKey)
public func generateKey(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?,
    _ template: UnsafeMutablePointer<CK_ATTRIBUTE>?, _ count: CK_ULONG,
    _ key: UnsafeMutablePointer<CK_OBJECT_HANDLE>?
) -> CK_RV {
    unsupported("C_GenerateKey", "session \(session) count \(count)")
}

/// Keys are made by the issuer.
@c(C_GenerateKeyPair)
public func generateKeyPair(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?,
    _ publicTemplate: UnsafeMutablePointer<CK_ATTRIBUTE>?, _ publicCount: CK_ULONG,
    _ privateTemplate: UnsafeMutablePointer<CK_ATTRIBUTE>?, _ privateCount: CK_ULONG,
    _ publicKey: UnsafeMutablePointer<CK_OBJECT_HANDLE>?, _ privateKey: UnsafeMutablePointer<CK_OBJECT_HANDLE>?
) -> CK_RV {
    unsupported("C_GenerateKeyPair", "session \(session) publicCount \(publicCount) privateCount \(privateCount)")
}

/// Keys do not leave the card.
@c(C_WrapKey)
public func wrapKey(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ wrappingKey: CK_OBJECT_HANDLE,
    _ key: CK_OBJECT_HANDLE, _ wrapped: UnsafeMutablePointer<CK_BYTE>?,
    _ wrappedCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_WrapKey", "session \(session) wrappingKey \(wrappingKey) key \(key)")
}

/// The card keeps no key of hosts.
@c(C_UnwrapKey)
public func unwrapKey(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?,
    _ unwrappingKey: CK_OBJECT_HANDLE, _ wrapped: UnsafeMutablePointer<CK_BYTE>?, _ wrappedCount: CK_ULONG,
    _ template: UnsafeMutablePointer<CK_ATTRIBUTE>?, _ count: CK_ULONG,
    _ key: UnsafeMutablePointer<CK_OBJECT_HANDLE>?
) -> CK_RV {
    unsupported(
        "C_UnwrapKey", "session \(session) unwrappingKey \(unwrappingKey) wrappedCount \(wrappedCount) count \(count)")
}

/// RSA derives nothing.
@c(C_DeriveKey)
public func deriveKey(
    _ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?, _ baseKey: CK_OBJECT_HANDLE,
    _ template: UnsafeMutablePointer<CK_ATTRIBUTE>?, _ count: CK_ULONG,
    _ key: UnsafeMutablePointer<CK_OBJECT_HANDLE>?
) -> CK_RV {
    unsupported("C_DeriveKey", "session \(session) baseKey \(baseKey) count \(count)")
}
