// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import Testing

@testable import PCSCTransport

@Suite struct ServiceCodeTests {
    @Test(
        arguments: [
            (0x8010_0009, .noReader), (0x8010_000B, .busy(holder: nil)), (0x8010_000C, .noCard),
            (0x8010_000F, .unresponsive), (0x8010_0017, .noReader), (0x8010_001D, .serviceUnavailable),
            (0x8010_001E, .serviceUnavailable), (0x8010_0003, .serviceUnavailable), (0x8010_002E, .noReader),
            (0x8010_0066, .unresponsive), (0x8010_0068, .cardReset), (0x8010_0069, .cardRemoved),
            (0x8010_006A, .accessDenied), (0x8010_0013, .communication(code: 0x8010_0013)),
            (0x8010_00FF, .communication(code: 0x8010_00FF)),
        ] as [(UInt32, TransportFault)])
    func namesEveryFault(code: UInt32, fault: TransportFault) {
        #expect(ServiceCode(rawValue: code).fault == fault)
        // A LONG is signed, and has 64 bits here and 32 elsewhere.
        #expect(ServiceCode(Int(Int32(bitPattern: code))).fault == fault)
        #expect(throws: CardError.transport(fault)) { try ServiceCode(rawValue: code).check() }
    }

    @Test func successThrowsNothing() throws {
        try ServiceCode.success.check()
    }
}
