// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
internal import ISO7816

/// Something that happened to the readers of the machine.
public enum ReaderEvent: Hashable, Sendable {
    case readerAdded(String)
    case readerRemoved(String)
    case cardInserted(reader: String, atr: [UInt8])
    case cardRemoved(reader: String)
    case cardMute(reader: String)
    case serviceLost
    case serviceBack

    /// What happened between two looks; a card that left and came back in between is told as both.
    public static func between(_ before: [ReaderState], _ after: [ReaderState]) -> [ReaderEvent] {
        var events: [ReaderEvent] = []
        for old in before where !after.contains(where: { $0.name == old.name }) {
            if old.card != .empty { events.append(.cardRemoved(reader: old.name)) }
            events.append(.readerRemoved(old.name))
        }
        for new in after.sorted(by: { $0.name < $1.name }) {
            let old = before.first { $0.name == new.name }
            if old == nil { events.append(.readerAdded(new.name)) }
            let wasThere = old.map { $0.card != .empty } ?? false
            let isSame = old.map { ($0.card, $0.atr, $0.eventCount) == (new.card, new.atr, new.eventCount) } ?? false
            if wasThere, !isSame { events.append(.cardRemoved(reader: new.name)) }
            guard new.card != .empty, !isSame else { continue }
            events.append(
                new.card == .mute ? .cardMute(reader: new.name) : .cardInserted(reader: new.name, atr: new.atr ?? []))
        }
        return events
    }

    /// The event's stable name.
    public var name: String {
        switch self {
        case .readerAdded: "reader_added"
        case .readerRemoved: "reader_removed"
        case .cardInserted: "card_inserted"
        case .cardRemoved: "card_removed"
        case .cardMute: "card_mute"
        case .serviceLost: "service_lost"
        case .serviceBack: "service_back"
        }
    }

    /// The reader that it is about.
    public var reader: String? {
        switch self {
        case .readerAdded(let name), .readerRemoved(let name), .cardRemoved(let name), .cardMute(let name): name
        case .cardInserted(let name, _): name
        case .serviceLost, .serviceBack: nil
        }
    }

    /// For programs: one object per line; `time` is RFC 3339 in UTC.
    func json(at time: String) -> JSONValue {
        var atr: [UInt8]?
        if case .cardInserted(_, let bytes) = self { atr = bytes }
        return [
            "schema": .string(Envelope.schema),
            "command": "reader watch",
            "time": .string(time),
            "event": .string(name),
            "reader": JSONValue(reader),
            "atr": JSONValue(atr?.hexadecimal),
            "card": JSONValue(atr.flatMap { KnownCard(atr: $0) }?.rawValue),
        ]
    }
}
