// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A moment as the proleptic Gregorian calendar writes it, in UTC.
package struct CivilTime: Hashable {
    package let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int

    /// Nil outside the years 0 to 9999.
    package init?(secondsSince1970 seconds: Int64) {
        guard (-62_167_219_200..<253_402_300_800).contains(seconds) else { return nil }
        let time = Int(seconds) - Self.startOfDay(Int(seconds))
        (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60)
        // Days from 0000-03-01: years that begin in March end with the leap day, eras of 400 years are all alike.
        let days = Self.startOfDay(Int(seconds)) / 86_400 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// YYYY-MM-DDTHH:MM:SSZ, as xs:dateTime writes it.
    package var dateTime: String {
        var text: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            // Before month, day, hour, minute and second.
            if let separator = [4: "-", 6: "-", 8: "T", 10: ":", 12: ":"][index] { text += Array(separator.utf8) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// YYYYMMDDHHMMSSZ, as GeneralizedTime writes it in DER.
    var digits: [UInt8] {
        func padded(_ value: Int, _ count: Int) -> [UInt8] {
            let text = Array(String(value).utf8)
            return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, count - text.count)) + text
        }
        return padded(year, 4) + [month, day, hour, minute, second].flatMap { padded($0, 2) } + [UInt8(ascii: "Z")]
    }

    private static func startOfDay(_ seconds: Int) -> Int {
        let rest = seconds % 86_400
        return seconds - (rest < 0 ? rest + 86_400 : rest)
    }
}
