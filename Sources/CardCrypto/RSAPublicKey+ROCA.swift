// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension RSAPublicKey {
    /// Whether the modulus looks made by the key generation of CVE-2017-15361 (ROCA), and so can be factored.
    ///
    /// Those primes are powers of 65537 modulo the product of the small primes, hence so is the modulus. Another key
    /// passes for one in fewer than one case of a hundred million.
    public var hasROCAFingerprint: Bool {
        RSAPublicKey.smallPrimes.allSatisfy { prime in
            RSAPublicKey.powers(modulo: prime).contains(remainder(prime))
        }
    }

    /// The modulus modulo a small number.
    private func remainder(_ divisor: Int) -> Int {
        modulus.reduce(0) { ($0 << 8 | Int($1)) % divisor }
    }

    /// The odd primes up to 167, which the keys of every length share.
    private static let smallPrimes = [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
    ]

    /// The subgroup that 65537 generates.
    private static func powers(modulo prime: Int) -> Set<Int> {
        var found: Set<Int> = []
        var power = 1
        while found.insert(power).inserted { power = power * 65537 % prime }
        return found
    }
}
