// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import Foundation
import ISO7816
import Testing

@testable import CardToolSupport

@Suite struct ReaderCommandTests {
    private func events(_ text: String) throws -> [String] {
        try text.split(separator: "\n").map { line in
            let event = try object(String(line))
            return [event["event"], event["reader"], event["card"]].compactMap { $0 as? String }.joined(separator: " ")
        }
    }

    @Test func listsReadersByName() throws {
        let capture = Capture()
        let service = FakeReaders([.empty("Z"), .holding("M", cps4), ReaderState(name: "A", card: .mute)])
        let status = capture.context(service, json: true).run(ReaderList.run)
        let data = try object(capture.text().out)["data"] as? [String: Any]
        let readers = try #require(data?["readers"] as? [[String: Any]])
        #expect(status == .ok)
        #expect(readers.compactMap { $0["name"] as? String } == ["A", "M", "Z"])
        #expect(readers.compactMap { $0["state"] as? String } == ["mute", "present", "empty"])
        #expect(readers[1]["card"] as? String == "cps4")
        #expect(readers[1]["atr"] as? String == cps4.hexadecimal)
        #expect(readers[2]["atr"] is NSNull)
    }

    @Test func aMachineWithoutReadersFails() throws {
        #expect(Capture().context(FakeReaders([])).run(ReaderList.run) == .noReader)
        #expect(Capture().context(FakeReaders([.empty("A")]), reader: "B").run(ReaderList.run) == .noReader)
        #expect(Capture().context(FakeReaders([.empty("A")])).run(ReaderList.run) == .ok)
    }

    @Test(arguments: [
        ("3BAC00402A001225006480820212009000", KnownCard.cps2ter), ("3BAC00402A001225006480000310009000", .cps3),
        ("3B8F80010031B86404B0ECC1739401808290000E", .cps3Contactless),
        ("3B9B188001001225006480040100009044", .cps4), ("3B9B188001001225006480000401009044", .cps4),
        ("3BDC18FF00001225006480000401009000", .cps4), ("3B8180018080", .desfire),
        ("3B6500002063CB6600", nil), ("3BAC00", nil), ("", nil),
    ])
    func recognisesCardsByTheirAnswerToReset(_ atr: String, _ expected: KnownCard?) throws {
        #expect(KnownCard(atr: try #require([UInt8](hexadecimal: atr))) == expected)
    }

    @Test func watchTellsWhatIsThereAndThenWhatChanges() throws {
        let capture = Capture()
        let service = FakeReaders(
            [.empty("A")], [.holding("A")], [.holding("A", events: 3)], [.empty("A"), .holding("B", cps4)], [])
        let status = capture.context(service, json: true).run(ReaderWatch(count: 9).run)
        #expect(status == .ok)
        #expect(
            try events(capture.text().out) == [
                "reader_added A", "card_inserted A cps3", "card_removed A", "card_inserted A cps3", "card_removed A",
                "reader_added B", "card_inserted B cps4", "reader_removed A", "card_removed B",
            ])
    }

    @Test func watchGoesOnWhenTheServiceWasAway() throws {
        let capture = Capture()
        let away = Result<[ReaderState], CardError>.failure(.transport(.serviceUnavailable))
        let dying = Result<[ReaderState], CardError>.failure(.transport(.communication(code: 0x8010_0013)))
        let service = FakeReaders(steps: [.success([.holding("A")]), dying, away, .success([.holding("A", events: 5)])])
        var watch = ReaderWatch(count: 7)
        watch.retryDelay = .milliseconds(1)
        #expect(capture.context(service, json: true).run(watch.run) == .ok)
        #expect(
            try events(capture.text().out) == [
                "reader_added A", "card_inserted A cps3", "card_removed A", "reader_removed A", "service_lost",
                "service_back", "reader_added A",
            ])
    }

    @Test func watchSaysThatTheServiceWasReplacedBehindItsBack() throws {
        let capture = Capture()
        let service = FakeReaders([.holding("A")])
        service.recoversWhileWaiting = true
        #expect(capture.context(service, json: true).run(ReaderWatch(count: 8).run) == .ok)
        #expect(
            try events(capture.text().out) == [
                "reader_added A", "card_inserted A cps3", "card_removed A", "reader_removed A", "service_lost",
                "service_back", "reader_added A", "card_inserted A cps3",
            ])
    }

    @Test func watchKeepsToTheNamedReader() throws {
        let capture = Capture()
        let service = FakeReaders([.holding("A"), .holding("B")])
        #expect(capture.context(service, reader: "B", language: .english).run(ReaderWatch(count: 2).run) == .ok)
        #expect(try capture.text().out == "reader plugged in: B\ncard inserted: B (CPS3)\n")
    }

    @Test func watchFailsWhenAccessIsRefused() {
        let service = FakeReaders(steps: [.failure(.transport(.accessDenied))])
        #expect(Capture().context(service).run(ReaderWatch(count: 1).run) == .accessDenied)
    }

    @Test func watchStopsAfterItsTime() {
        let watch = ReaderWatch(duration: .milliseconds(20))
        #expect(Capture().context(FakeReaders([.empty("A")])).run(watch.run) == .ok)
    }
}
