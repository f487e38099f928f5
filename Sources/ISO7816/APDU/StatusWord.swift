// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The two status bytes of an answer (ISO/IEC 7816-4 §5.6), kept whatever they mean.
public struct StatusWord: RawRepresentable, Hashable, Sendable {
    /// SW1 and SW2, SW1 in the high byte.
    public var rawValue: UInt16

    /// Any two bytes.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// From its two bytes.
    public init(_ sw1: UInt8, _ sw2: UInt8) {
        rawValue = UInt16(sw1) << 8 | UInt16(sw2)
    }

    /// First byte.
    public var sw1: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }
    /// Second byte.
    public var sw2: UInt8 { UInt8(truncatingIfNeeded: rawValue) }

    /// The meaning that decorators and applets act on.
    public var meaning: Meaning {
        switch (sw1, sw2) {
        case (0x90, 0x00): .success
        // A class of older cards (GSM 11.11, CPS2ter) announces data with 9F instead of 61.
        case (0x61, _), (0x9F, _): .moreData(sw2 == 0 ? 256 : Int(sw2))
        case (0x6C, _): .wrongLength(exact: sw2 == 0 ? 256 : Int(sw2))
        case (0x63, 0xC0...0xCF): .triesLeft(Int(sw2 & 0x0F))
        case (0x62, _), (0x63, _): .warning
        default: .refused
        }
    }

    /// Whether the command was carried out: 9000, or 61xx / 9Fxx with the data left where it is.
    public var isSuccess: Bool {
        switch meaning {
        case .success, .moreData: true
        default: false
        }
    }

    /// What a status word tells.
    public enum Meaning: Hashable, Sendable {
        /// 9000.
        case success
        /// 61xx or 9Fxx: so many bytes wait for GET RESPONSE (256 stands for "256 or more").
        case moreData(Int)
        /// 6Cxx: repeat with this Le.
        case wrongLength(exact: Int)
        /// 63Cx: a counter.
        case triesLeft(Int)
        /// Other 62xx and 63xx.
        case warning
        /// Anything else.
        case refused
    }
}

extension StatusWord {
    /// Carried out.
    public static let success = StatusWord(rawValue: 0x9000)
    /// End of file before Le bytes.
    public static let endOfFileReached = StatusWord(rawValue: 0x6282)
    /// Wrong length.
    public static let wrongLength = StatusWord(rawValue: 0x6700)
    /// Logical channel not supported, or not open.
    public static let channelNotSupported = StatusWord(rawValue: 0x6881)
    /// Secure messaging not supported.
    public static let secureMessagingNotSupported = StatusWord(rawValue: 0x6882)
    /// Command chaining not supported.
    public static let chainingNotSupported = StatusWord(rawValue: 0x6884)
    /// Access rule not satisfied: a PIN or a key is missing.
    public static let securityStatusNotSatisfied = StatusWord(rawValue: 0x6982)
    /// No try left.
    public static let authenticationMethodBlocked = StatusWord(rawValue: 0x6983)
    /// Reference data not usable.
    public static let referenceDataNotUsable = StatusWord(rawValue: 0x6984)
    /// Conditions of use not satisfied; a CPS4 that lost its context says so too.
    public static let conditionsOfUseNotSatisfied = StatusWord(rawValue: 0x6985)
    /// Command not allowed: no current file.
    public static let commandNotAllowed = StatusWord(rawValue: 0x6986)
    /// Incorrect data field.
    public static let incorrectData = StatusWord(rawValue: 0x6A80)
    /// Function not supported.
    public static let functionNotSupported = StatusWord(rawValue: 0x6A81)
    /// File or application not found.
    public static let fileNotFound = StatusWord(rawValue: 0x6A82)
    /// Not enough memory in the file.
    public static let notEnoughMemory = StatusWord(rawValue: 0x6A84)
    /// Incorrect P1 or P2.
    public static let incorrectParameters = StatusWord(rawValue: 0x6A86)
    /// Referenced data not found.
    public static let referencedDataNotFound = StatusWord(rawValue: 0x6A88)
    /// P1 and P2 out of range, such as an offset behind the end.
    public static let wrongParameters = StatusWord(rawValue: 0x6B00)
    /// INS not supported.
    public static let instructionNotSupported = StatusWord(rawValue: 0x6D00)
    /// CLA not supported.
    public static let classNotSupported = StatusWord(rawValue: 0x6E00)
    /// No precise diagnosis.
    public static let noPreciseDiagnosis = StatusWord(rawValue: 0x6F00)
}

extension StatusWord: CustomStringConvertible {
    /// Four hexadecimal digits.
    public var description: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
