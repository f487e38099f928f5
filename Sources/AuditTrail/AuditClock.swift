// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Where times come from; a parameter, so that tests can turn it.
public protocol AuditClock: Sendable {
    /// The time of day.
    var now: Date { get }
    /// Milliseconds since the machine was started.
    var uptime: Int64 { get }
    /// Whether the time of day could be trusted when it was last looked at.
    var isTrusted: Bool { get }
}

/// The machine's clock.
public struct MachineClock: AuditClock {
    /// Whether the time of day can be trusted: whoever watches over it says so.
    public var isTrusted: Bool

    /// A clock that is trusted unless told otherwise.
    public init(isTrusted: Bool = true) {
        self.isTrusted = isTrusted
    }

    /// The time of day.
    public var now: Date { Date() }
    /// Milliseconds since the machine was started.
    public var uptime: Int64 { Int64(ProcessInfo.processInfo.systemUptime * 1000) }
}

enum AuditTime {
    /// RFC 3339, UTC, milliseconds.
    static func text(_ date: Date) -> String {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
        let seconds = milliseconds.quotientAndRemainder(dividingBy: 1000)
        var style = Date.ISO8601FormatStyle(timeZone: .gmt)
        style = style.year().month().day().time(includingFractionalSeconds: false)
        let whole = Date(timeIntervalSince1970: TimeInterval(seconds.quotient)).formatted(style)
        let fraction = String(1000 + seconds.remainder).dropFirst()
        return whole.replacing("Z", with: "") + ".\(fraction)Z"
    }
}
