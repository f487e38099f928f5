// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 2.40 §5.10: message digesting, in software.

/// Begins a digest.
@c(C_DigestInit)
public func digestInit(_ session: CK_SESSION_HANDLE, _ mechanism: UnsafeMutablePointer<CK_MECHANISM>?) -> CK_RV {
    libraryCall("C_DigestInit", "session \(session)") { (library) throws(ReturnCode) in
        try library.beginDigest(session, unsafe Input.mechanism(mechanism))
    }
}

/// The digest of one part.
@c(C_Digest)
public func digest(
    _ session: CK_SESSION_HANDLE, _ data: UnsafeMutablePointer<CK_BYTE>?, _ dataCount: CK_ULONG,
    _ digest: UnsafeMutablePointer<CK_BYTE>?, _ digestCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_Digest", "session \(session) dataCount \(dataCount)") { (library) throws(ReturnCode) in
        let room = unsafe try Input.room(digest, digestCount)
        let output = try library.digest(session, unsafe Input.bytes(data, dataCount), room)
        unsafe try Delivery.deliver(output, digest, digestCount)
    }
}

/// Takes a part.
@c(C_DigestUpdate)
public func digestUpdate(
    _ session: CK_SESSION_HANDLE, _ part: UnsafeMutablePointer<CK_BYTE>?, _ partCount: CK_ULONG
) -> CK_RV {
    libraryCall("C_DigestUpdate", "session \(session) partCount \(partCount)") { (library) throws(ReturnCode) in
        try library.updateDigest(session, unsafe Input.bytes(part, partCount))
    }
}

/// Keys do not leave the card.
@c(C_DigestKey)
public func digestKey(_ session: CK_SESSION_HANDLE, _ key: CK_OBJECT_HANDLE) -> CK_RV {
    unsupported("C_DigestKey", "session \(session) key \(key)")
}

/// The digest of all parts.
@c(C_DigestFinal)
public func digestFinal(
    _ session: CK_SESSION_HANDLE, _ digest: UnsafeMutablePointer<CK_BYTE>?,
    _ digestCount: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_DigestFinal", "session \(session)") { (library) throws(ReturnCode) in
        let room = unsafe try Input.room(digest, digestCount)
        let output = try library.endDigest(session, room)
        unsafe try Delivery.deliver(output, digest, digestCount)
    }
}
