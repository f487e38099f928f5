// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import ISO7816
import SecretMemory
import Testing

@testable import CardToolSupport

@Suite struct RawExchangeTests {
    private func allows(_ commands: [String]) throws -> Bool {
        var list = AllowList()
        return try commands.map { text in
            let bytes = try #require([UInt8](hexadecimal: text))
            return list.allows(try CommandAPDU(parsing: WipingBytes(bytes)))
        }.allSatisfy { $0 }
    }

    @Test(arguments: [
        "00A4040008802500000001FF0100", "01A40400", "41B0000000", "A0B0000010", "00B2010400", "80CA9F7F00",
        "00CB3FFF044D02BF8100", "00C0000010", "0084000008", "0020000100", "00200001", "0120008100",
        "801000000104", "80108000010400", "9060000000", "FFCA000000", "00B10000045402000000",
    ])
    func readingCommandsPass(_ command: String) throws {
        #expect(try allows([command]))
    }

    @Test(arguments: [
        // VERIFY with data, with a length that T=0 takes for data, or dropping the verified state.
        "00200001043132333400", "0020000108", "0020FF0100", "0C200001043132333400", "002100010400112233",
        // Other PIN commands, keys, writing, signing.
        "0024000108313233343132333400", "002C000100", "00D6000001FF", "00DA000001FF", "00E0000001FF", "00E4000000",
        "002A9E9A00", "0022F301", "0088000001AA00", "0082000001AA", "0046000000", "0070000001",
        // GlobalPlatform.
        "80500000080102030405060708", "84820000080102030405060708", "80E6000001AA", "80D80000010A", "80F01000",
        // CTAP other than getInfo; getInfo on another class.
        "801000000106", "8010000002040400", "001000000104",
        // DESFire: the bytes of GET DATA and GET RESPONSE create applications and files there.
        "90CA000000", "90C0000000", "90FC000000", "90AF000000", "9060000001AA00", "905A000003000000",
        // The reader itself, loading keys; classes that mean nothing we know.
        "FF82000006FFFFFFFFFFFF", "FF00000000", "20B0000000", "D0B0000000",
    ])
    func everythingElseIsRefused(_ command: String) throws {
        #expect(try !allows([command]))
    }

    @Test func furtherFramesPassAfterGetVersionOnly() throws {
        #expect(try allows(["9060000000", "90AF000000", "90AF000000"]))
        #expect(try !allows(["9060000000", "00A40400", "90AF000000"]))
    }

    private func run(
        _ commands: [String], _ service: FakeReaders, unsafe: Bool = false, test: Bool = false
    ) throws -> (ExitStatus, String) {
        let capture = Capture()
        let status = capture.context(service, json: true).run { context in
            try RawExchange(hexadecimal: commands, isUnsafe: unsafe) { _ in test }.run(context)
        }
        return (status, try capture.text().out)
    }

    @Test func showsAnswersAsTheCardGaveThem() throws {
        let service = FakeReaders([.holding("A")])
        service.answers = ["00A40400": "9000", "00B0000002": "CAFE9000"]
        let (status, out) = try run(["00A40400", "00 B0 00 00 02"], service)
        let data = try object(out)["data"] as? [String: Any]
        let exchanges = try #require(data?["exchanges"] as? [[String: String]])
        #expect(status == .ok)
        #expect(exchanges.map { $0["response"] } == ["", "CAFE"])
        #expect(exchanges.map { $0["sw"] } == ["9000", "9000"])
        #expect(service.ends == [.leave])
    }

    @Test func bytesTypedWithSpacesAreOneCommand() throws {
        let service = FakeReaders([.holding("A")])
        _ = try run(["00", "A4", "04", "00"], service)
        #expect(service.sent == ["00A40400"])
    }

    @Test func nothingIsSentWhenOneCommandIsRefused() throws {
        let service = FakeReaders([.holding("A")])
        #expect(try run(["00A40400", "00D6000001FF"], service).0 == .refusedByPolicy)
        #expect(service.sent.isEmpty)
    }

    @Test(arguments: ["00A404zz", "00A", "00", "00A4040005AA"])
    func refusesWhatIsNoCommand(_ text: String) throws {
        #expect(try run([text], FakeReaders([.holding("A")])).0 == .usage)
    }

    @Test func unsafeNeedsATestCard() throws {
        let service = FakeReaders([.holding("A")])
        #expect(try run(["00D6000001FF"], service, unsafe: true).0 == .refusedByPolicy)
        #expect(service.sent.isEmpty)
    }

    @Test func unsafeOnATestCardMasksPINsAndResetsTheCard() throws {
        let service = FakeReaders([.holding("A")])
        let (status, out) = try run(["00200001043132333400"], service, unsafe: true, test: true)
        #expect(status == .ok)
        #expect(service.sent == ["00200001043132333400"])
        #expect(!out.contains("31323334"))
        #expect(service.ends == [.reset])
    }

    @Test func aBusyCardIsTold() throws {
        let service = FakeReaders([.holding("A")])
        service.beginFault = .transport(.busy(holder: nil))
        #expect(try run(["00A40400"], service).0 == .cardBusy)
    }
}
