// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 2.40 §5.15 and §5.16: random numbers, parallel functions.

/// The card takes no seed.
@c(C_SeedRandom)
public func seedRandom(
    _ session: CK_SESSION_HANDLE, _ seed: UnsafeMutablePointer<CK_BYTE>?, _ seedCount: CK_ULONG
) -> CK_RV {
    libraryCall("C_SeedRandom", "session \(session) seedCount \(seedCount)") { (library) throws(ReturnCode) in
        throw try library.seedRefusal(session)
    }
}

/// Random bytes of the card.
@c(C_GenerateRandom)
public func generateRandom(
    _ session: CK_SESSION_HANDLE, _ buffer: UnsafeMutablePointer<CK_BYTE>?, _ bufferCount: CK_ULONG
) -> CK_RV {
    libraryCall("C_GenerateRandom", "session \(session) bufferCount \(bufferCount)") { (library) throws(ReturnCode) in
        guard bufferCount > 0 else { return }
        guard let buffer = unsafe buffer else { throw .argumentsBad }
        let bytes = try library.random(session, count: Int(clamping: bufferCount))
        unsafe Delivery.copy(bytes, to: buffer)
    }
}

/// Of times when functions ran in parallel.
@c(C_GetFunctionStatus)
public func getFunctionStatus(_ session: CK_SESSION_HANDLE) -> CK_RV {
    libraryCall("C_GetFunctionStatus", "session \(session)") { (library) throws(ReturnCode) in
        throw library.parallelRefusal
    }
}

/// As ``getFunctionStatus(_:)``.
@c(C_CancelFunction)
public func cancelFunction(_ session: CK_SESSION_HANDLE) -> CK_RV {
    libraryCall("C_CancelFunction", "session \(session)") { (library) throws(ReturnCode) in
        throw library.parallelRefusal
    }
}
