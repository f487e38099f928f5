// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import Testing

@Suite struct PartialHashTests {
    @Test(arguments: [HashFunction.sha1, .sha256], [0, 1, 63, 64, 65, 128, 200])
    func endsLikeTheWholeHash(function: HashFunction, count: Int) throws {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let blocks = count / 64 * 64
        let partial = try PartialHash(function, of: message[..<blocks])
        #expect(partial.bitCount == UInt64(blocks) * 8)
        #expect(partial.finished(with: message[blocks...]) == function.digest(message))
    }

    @Test func refusesForeignState() {
        #expect(throws: CryptoError.self) {
            try PartialHash(.sha384, state: .init(repeating: 0, count: 48), bitCount: 0)
        }
        #expect(throws: CryptoError.self) {
            try PartialHash(.sha256, state: .init(repeating: 0, count: 32), bitCount: 8)
        }
    }
}
