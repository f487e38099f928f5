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
        var known: [ReaderState] = []
        var isLost = false
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

        var isFirst = true
        while true {
            let left = end.map { ContinuousClock.now.duration(to: $0) }
            if let left, left <= .zero { break }
            do {
                let open = try service ?? context.openReaders()
                service = open
                let now: [ReaderState]
                if isFirst {
                    now = try open.readers()
                } else {
                    now = try open.changes(since: known, patience: min(left ?? ReaderWatch.slice, ReaderWatch.slice))
                }
                isFirst = false
                if isLost, !tell([.serviceBack]) { break }
                isLost = false
                let events = ReaderEvent.between(known, now)
                known = now
                if !tell(events) { break }
            } catch CardError.transport(.serviceUnavailable) {
                // Every reader went with the service; saying so lets listeners close their sessions.
                var events = isLost ? [] : ReaderEvent.between(known, [])
                if !isLost { events.append(.serviceLost) }
                (known, isLost, isFirst) = ([], true, true)
                if !tell(events) { break }
                Thread.sleep(forTimeInterval: min(left ?? retryDelay, retryDelay) / .seconds(1))
            }
        }
        return .streamed
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
