// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// When something happened.
public struct AuditMoment: Hashable, Sendable {
    /// Milliseconds since 1970, UTC; written within the years 1970 to 9999.
    public let utc: Int64
    /// Milliseconds since the machine was started, suspended time included: goes on when somebody sets the clock back.
    public let uptime: Int64
    /// Whether the time of day could be trusted.
    public let isTrusted: Bool

    /// From its parts.
    public init(utc: Int64, uptime: Int64, isTrusted: Bool) {
        self.utc = min(max(utc, 0), AuditTime.last)
        self.uptime = min(max(uptime, 0), AuditTime.last)
        self.isTrusted = isTrusted
    }
}

/// Where times come from; a parameter, so that tests can turn it.
public protocol AuditClock: AnyObject {
    /// The time now.
    var moment: AuditMoment { get }
}

/// Times as records write them.
enum AuditTime {
    /// 9999-12-31T23:59:59.999Z.
    static let last: Int64 = 253_402_300_799_999

    /// RFC 3339, UTC, milliseconds.
    static func text(_ milliseconds: Int64) -> String {
        let (day, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, date) = civil(day)
        let seconds = rest / 1000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))T\(clock).\(padded(rest % 1000, 3))Z"
    }

    /// Nil for what ``text(_:)`` would not write.
    static func milliseconds(_ text: String) -> Int64? {
        let parts = text.utf8.split(whereSeparator: { !$0.isDigit }).compactMap {
            $0.count < 5 ? Int64(String(decoding: Array($0), as: UTF8.self)) : nil
        }
        guard parts.count == 7, (1...12).contains(parts[1]) else { return nil }
        let day = days(parts[0], parts[1], parts[2])
        let result = (((day * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5]) * 1000 + parts[6]
        guard (0...last).contains(result), AuditTime.text(result) == text else { return nil }
        return result
    }

    /// `20261128`, for names of files.
    static func day(_ milliseconds: Int64) -> String {
        text(milliseconds).prefix(10).filter { $0 != "-" }
    }

    static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    // The calendar in eras of 400 years, each beginning on 1 March, so that the leap day comes last.

    private static func civil(_ day: Int64) -> (Int64, Int64, Int64) {
        let (era, inEra) = (day + 719_468).quotientAndRemainder(dividingBy: 146_097)
        let year = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * year + year / 4 - year / 100)
        let month = (5 * inYear + 2) / 153
        let date = inYear - (153 * month + 2) / 5 + 1
        return (year + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, date)
    }

    private static func days(_ year: Int64, _ month: Int64, _ date: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let (era, inEra) = shifted.quotientAndRemainder(dividingBy: 400)
        let inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1
        return era * 146_097 + inEra * 365 + inEra / 4 - inEra / 100 + inYear - 719_468
    }
}
