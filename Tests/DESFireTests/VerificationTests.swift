// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import ISO7816
import SecretMemory
import Testing

@testable import DESFire

@Suite struct TransactionMACTests {
    private func keys() throws -> TransactionKeys {
        try TransactionKeys(
            DESFireKey(.aes, hex("00112233445566778899AABBCCDDEEFF")), counter: 1, uid: Array(hex("04782E21801D80")))
    }

    private var input: TransactionInput {
        get throws {
            var input = TransactionInput()
            input.append(.writeData, try hex("02000000030000"), try hex("102030"))
            return input
        }
    }

    @Test func acceptsTheCodeOverWhatWasWritten() throws {
        let code = try TransactionMAC(parsing: hex("01000000 C01F2C3365B855EF"))
        #expect(code.counter == 1)
        #expect(try keys().verifies(code, over: input))
        var other = try input
        other.append(.writeData, try hex("02000000030000"), try hex("102031"))
        #expect(try !keys().verifies(code, over: other))
    }

    @Test func tellsTheReaderBefore() throws {
        let reader = try keys().previousReader(hex("4CBA5402F5723FA30DFCDF9477E623F5"))
        #expect(try reader == hex("00112233445566778899AABBCCDDEEFF"))
    }
}

@Suite struct DynamicMessageTests {
    private let key = DESFireKey.factory(.aes)

    @Test func opensWhoItIsAndChecksTheCode() throws {
        let message = try DynamicMessage(hex("EF963FF7828658A599F3041510671E88"), under: key)
        #expect(try message.uid == Array(hex("04DE5F1EACC040")))
        #expect(message.counter == 0x3D)
        #expect(try message.verifies(hex("94EED9EE65337086"), over: [], under: key))
        #expect(try !message.verifies(hex("94EED9EE65337087"), over: [], under: key))
    }

    @Test func opensFileData() throws {
        let message = try DynamicMessage(uid: Array(hex("04958CAA5C5E80")), counter: 1)
        let data = try message.fileData(hex("94592FDE69FA06E8E3B6CA686A22842B"), under: key)
        #expect(data.allSatisfy { $0 == UInt8(ascii: "x") })
    }
}

@Suite struct ProximityTests {
    @Test func provesThatTheCardAnswered() throws {
        let key = try DESFireKey(.aes, hex("00112233445566778899AABBCCDDEEFF"))
        let (near, link) = try card(
            """
            F0 -> 000103B400
            F2080011223344556677 -> 008899AABBCCDDEEFF
            FDDA41AE5F51513074 -> 0087FECB646FFA0FEA
            """, DrawnNumbers("0011223344556677"))
        #expect(try near.checkProximity(key, roundCount: 1) == ProximityProof(publishedResponseTime: 0x03B4, rounds: 1))
        #expect(link.isOver)
        let (forged, _) = try card(
            """
            F0 -> 000103B400
            F20400112233 -> 008899AABB
            F20444556677 -> 00CCDDEEFF
            FD398435346E2A34F1 -> 00C7674FCCAC78C5F6
            """, DrawnNumbers("0011223344556677"))
        #expect(throws: DESFireError.cardNotAuthentic) { try forged.checkProximity(key, roundCount: 2) }
    }
}
