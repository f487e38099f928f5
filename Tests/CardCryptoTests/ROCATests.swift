// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import Testing

@Suite struct ROCATests {
    /// 65537 to this power, big-endian, with something added: the first has the fingerprint by construction.
    private static func number(power: Int, plus addend: Int = 0) -> [UInt8] {
        var digits: [UInt8] = [1]
        for _ in 0..<power { digits = multiplied(digits, by: 65537) }
        var carry = addend
        for index in digits.indices {
            carry += Int(digits[index])
            digits[index] = UInt8(truncatingIfNeeded: carry)
            carry >>= 8
        }
        return digits.reversed()
    }

    /// Little-endian digits times a small number.
    private static func multiplied(_ digits: [UInt8], by factor: Int) -> [UInt8] {
        var result: [UInt8] = []
        var carry = 0
        for digit in digits {
            carry += Int(digit) * factor
            result.append(UInt8(truncatingIfNeeded: carry))
            carry >>= 8
        }
        while carry > 0 {
            result.append(UInt8(truncatingIfNeeded: carry))
            carry >>= 8
        }
        return result
    }

    @Test(arguments: [65, 100, 127, 128, 200]) func knowsItsOwn(power: Int) throws {
        #expect(try RSAPublicKey(modulus: Self.number(power: power), exponent: [1, 0, 1]).hasROCAFingerprint)
    }

    @Test(arguments: [2, 4, 6, 30, 65536]) func letsOthersPass(addend: Int) throws {
        #expect(
            try !RSAPublicKey(modulus: Self.number(power: 127, plus: addend), exponent: [1, 0, 1]).hasROCAFingerprint)
    }

    /// A multiple of a small prime is a power of nothing.
    @Test func letsMultiplesOfSmallPrimesPass() throws {
        let broken = Self.multiplied(Self.number(power: 127).reversed(), by: 11)
        #expect(try !RSAPublicKey(modulus: broken.reversed(), exponent: [1, 0, 1]).hasROCAFingerprint)
    }
}
