// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816

/// An RSA key of the card.
final class CardKey {
    let role: CardKeyRole
    let key: RSAPrivateKey
    let certificate: [UInt8]

    init(_ role: CardKeyRole, _ material: CardProfile.Key) throws(CardProfileError) {
        self.role = role
        do {
            key = try RSAPrivateKey(pem: material.pem)
        } catch {
            throw .key(role)
        }
        // One size for both generations: certificates, directories and answers are laid out for it.
        guard key.publicKey.count == 256 else { throw .key(role) }
        certificate = material.certificate
    }

    /// Signs a ready block, counting it.
    func sign(_ block: [UInt8], _ journal: CardJournal) -> Reply {
        answer(journal) { () throws(CryptoError) in try key.signedPKCS1(block) }
    }

    /// Signs a digest with PSS, counting it.
    func signPSS(
        _ digest: [UInt8], _ function: HashFunction, _ random: any RandomSource, _ journal: CardJournal
    ) -> Reply {
        answer(journal) { () throws(CryptoError) in
            try key.signedPSS(digest: digest, function, random: random)
        }
    }

    /// The raw private operation, counting it.
    func decipher(_ cryptogram: [UInt8], _ journal: CardJournal) -> Reply {
        answer(journal) { () throws(CryptoError) in try key.decrypted(cryptogram) }
    }

    private func answer(_ journal: CardJournal, _ operation: () throws(CryptoError) -> [UInt8]) -> Reply {
        journal.statistics.privateOperations[role, default: 0] += 1
        do {
            return .data(try operation())
        } catch {
            // A number beyond the modulus, or data that no padding fits.
            return .status(.incorrectData)
        }
    }
}
