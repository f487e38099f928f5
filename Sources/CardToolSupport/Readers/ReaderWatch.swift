// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import Foundation
internal import ISO7816

/// The command `caducee reader watch`.
public struct ReaderWatch: Sendable {
    /// Stops after so many events; never when nil.
    public var count: Int?
    /// Stops after that time; never when nil.
    public var duration: Duration?
    /// How long to wait before pcscd is tried again.
    var retryDelay = Duration.milliseconds(250)

    // Short enough that the end of --for and a closed pipe are noticed soon, long enough to cost nothing.
    private static let slice = Duration.seconds(1)

    /// With what makes it stop, besides a signal.
    public init(count: Int? = nil, duration: Duration? = nil) {
        self.count = count
        self.duration = duration
    }

    /// Tells what is there, then every event, until stopped; pcscd may go away and come back.
    public func run(_ context: CommandContext) throws -> Report {
        let end = duration.map { ContinuousClock.now + $0 }
        var service: (any CardReaderService)?
        var seen = Seen()
        var told = 0
        /// Tells events; false when enough were told or nobody listens any more.
        func tell(_ events: [ReaderEvent]) -> Bool {
            for event in events {
                if let prefix = context.readerName, let reader = event.reader, !reader.hasPrefix(prefix) { continue }
                show(event, context)
                told += 1
                if let count, told >= count { return false }
            }
            return !context.console.isBroken
        }
        while true {
            let left = end.map { ContinuousClock.now.duration(to: $0) }
            if let left, left <= .zero { break }
            do {
                let open = try service ?? context.openReaders()
                service = open
                let states =
                    if let known = seen.states {
                        try open.changes(since: known, patience: min(left ?? ReaderWatch.slice, ReaderWatch.slice))
                    } else {
                        try open.readers()
                    }
                if !tell(seen.found(states, recoveries: open.recoveries)) { break }
            } catch CardError.transport(let fault) where ReaderWatch.isLoss(fault) {
                if !tell(seen.lost()) { break }
                Thread.sleep(forTimeInterval: min(left ?? retryDelay, retryDelay) / .seconds(1))
            }
        }
        return .streamed
    }

    /// What the watch has told so far, hence what it has to tell next.
    private struct Seen {
        /// Nil before the first look, and while the service is away.
        var states: [ReaderState]?
        private var isLost = false
        private var recoveries = 0

        mutating func found(_ now: [ReaderState], recoveries: Int) -> [ReaderEvent] {
            // The service may have gone and come back within one call: cards may have been swapped meanwhile.
            var events = recoveries > self.recoveries && states != nil ? lost() : []
            self.recoveries = recoveries
            if isLost { events.append(.serviceBack) }
            isLost = false
            events += ReaderEvent.between(states ?? [], now)
            states = now
            return events
        }

        /// Every reader goes with the service; saying so lets listeners close their sessions.
        mutating func lost() -> [ReaderEvent] {
            defer { (states, isLost) = (nil, true) }
            return isLost ? [] : ReaderEvent.between(states ?? [], []) + [.serviceLost]
        }
    }

    /// A pcscd that dies in the middle of a wait is told as a failed communication; no card is involved in a watch.
    private static func isLoss(_ fault: TransportFault) -> Bool {
        switch fault {
        case .serviceUnavailable, .communication: true
        default: false
        }
    }

    private func show(_ event: ReaderEvent, _ context: CommandContext) {
        if context.isJSON {
            let time = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            context.console.line(event.json(at: time).encoded)
        } else {
            context.console.line(context.text(ReaderMessage.event(event)))
        }
    }
}
