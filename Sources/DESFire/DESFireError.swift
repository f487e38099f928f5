// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardCrypto
public import ISO7816

/// What can go wrong between a DESFire command and its answer; no case carries a key or a content.
public enum DESFireError: Error, Hashable, Sendable {
    /// The way to the card failed, or the card answered in no DESFire form.
    case card(CardError)
    /// The card refused.
    case status(DESFireStatus, during: DESFireInstruction)
    /// A code, checksum or padding of the card is wrong: the session is over.
    case integrity(DESFireInstruction)
    /// The card did not prove that it knows the key.
    case cardNotAuthentic
    /// The command needs a session, or one of another kind.
    case noSession
    /// The session has counted as far as it can.
    case sessionExhausted
    /// A parameter that no card takes; the payload names it.
    case parameter(String)
    /// The card's answer cannot be read; the payload names it.
    case malformed(String)
    /// The policy in force refuses what the card offers; the payload names it.
    case policy(String)
    /// libcrypto refused.
    case crypto(CryptoError)
}
