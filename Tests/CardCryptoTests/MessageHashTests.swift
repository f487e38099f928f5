// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import Testing

@Suite struct MessageHashTests {
    private static func message(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13) } }

    @Test(arguments: HashFunction.allCases, [1, 3, 63, 64, 65, 200])
    func doesNotDependOnTheParts(function: HashFunction, part: Int) {
        for count in [0, 1, 63, 64, 65, 127, 128, 129, 500] {
            let message = Self.message(count)
            var hash = MessageHash(function)
            for start in stride(from: 0, to: count, by: part) { hash.update(message[start..<min(start + part, count)]) }
            #expect(hash.digest() == function.digest(message))
        }
    }

    @Test(arguments: [HashFunction.sha1, .sha256], [1, 7, 64, 1000])
    func leavesTheLastBytesToTheCard(function: HashFunction, part: Int) throws {
        for count in [1, 63, 64, 65, 127, 128, 129, 500] {
            let message = Self.message(count)
            var hash = MessageHash(function)
            for start in stride(from: 0, to: count, by: part) { hash.update(message[start..<min(start + part, count)]) }
            let (state, last) = try #require(hash.unfinished)
            #expect((1...64).contains(last.count))
            #expect(state.bitCount == UInt64(count - last.count) * 8)
            #expect(state.finished(with: last) == function.digest(message))
        }
    }

    @Test func leavesNothingOfAnEmptyMessage() throws {
        let (state, last) = try #require(MessageHash(.sha256).unfinished)
        #expect(last.isEmpty)
        #expect(state.bitCount == 0)
    }

    @Test(arguments: [HashFunction.sha384, .sha512]) func leavesNothingWhereNoCardEnds(function: HashFunction) {
        #expect(MessageHash(function, of: [1, 2, 3]).unfinished == nil)
    }

    @Test func goesOnAfterADigestAndKeepsCopiesApart() {
        var hash = MessageHash(.sha256, of: Self.message(70))
        let copy = hash
        #expect(hash.digest() == HashFunction.sha256.digest(Self.message(70)))
        hash.update([1])
        #expect(hash.digest() == HashFunction.sha256.digest(Self.message(70) + [1]))
        #expect(copy.digest() == HashFunction.sha256.digest(Self.message(70)))
    }

    /// FIPS 180-4 examples ("abc"), so that both ways of hashing cannot be wrong together.
    @Test func agreesWithTheStandard() {
        #expect(
            MessageHash(.sha1, of: Array("abc".utf8)).digest() == [
                0xA9, 0x99, 0x3E, 0x36, 0x47, 0x06, 0x81, 0x6A, 0xBA, 0x3E, 0x25, 0x71, 0x78, 0x50, 0xC2, 0x6C, 0x9C,
                0xD0, 0xD8, 0x9D,
            ])
        #expect(MessageHash(.sha256, of: Array("abc".utf8)).digest().prefix(4) == [0xBA, 0x78, 0x16, 0xBF])
        #expect(MessageHash(.sha384, of: Array("abc".utf8)).digest().prefix(4) == [0xCB, 0x00, 0x75, 0x3F])
        #expect(MessageHash(.sha512, of: Array("abc".utf8)).digest().prefix(4) == [0xDD, 0xAF, 0x35, 0xA1])
    }
}
