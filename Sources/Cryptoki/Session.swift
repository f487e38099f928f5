// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import HealthCard
internal import SecretMemory

/// A session and what is under way in it; touched under its slot's lock only.
final class Session {
    let handle: SessionHandle
    let isReadWrite: Bool
    /// Objects found and not told yet.
    var search: ArraySlice<ObjectHandle>?
    var signing: SigningOperation?
    var verification: SigningOperation?
    var decryption: DecryptionOperation?
    /// The key of an encryption.
    var encryption: CardKey?
    var digesting: DigestOperation?

    init(_ handle: SessionHandle, isReadWrite: Bool) {
        self.handle = handle
        self.isReadWrite = isReadWrite
    }

    /// Drops what the end of a login ends: operations with private keys, and searches that may hold private objects.
    func logout() {
        signing = nil
        decryption = nil
        search = nil
    }
}

/// A digest under way.
struct DigestOperation {
    var hash: MessageHash
    var isMultipart = false
}

/// A decryption under way.
struct DecryptionOperation {
    let key: CardKey
    /// What came in parts.
    var cryptogram: [UInt8] = []
    var isMultipart = false
    /// The plaintext of a caller whose buffer was too small, with what it belongs to: the card works once.
    var result: (cryptogram: [UInt8], plaintext: WipingBytes)?
}
