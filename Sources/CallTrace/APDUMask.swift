// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816
internal import SecretMemory

/// Writes commands and answers in hexadecimal, with `**` for each byte that may be a secret.
///
/// Only what is known to be harmless is shown: an instruction that is not named here may carry a PIN or a key. What a
/// READ gives may have been opened by a PIN, which cannot be told from the exchange: its length and its first four
/// bytes are shown. The rules hold for every class and channel; of secure messaging no body is shown at all.
struct APDUMask {
    private enum Exposure {
        case whole
        case beginning
        case none
    }

    /// What may be shown of the next answer.
    private var answers = Exposure.none

    /// The text for a command; the answer to come is shown by the same rules.
    mutating func command(_ bytes: WipingBytes) -> String {
        guard bytes.count >= 4 else {
            answers = .none
            return "(\(bytes.count) bytes)"
        }
        let header = Array(bytes.prefix(4))
        let (showsBody, answer) = APDUMask.rules(header)
        // GET RESPONSE (ISO/IEC 7816-4 §11.8.1) goes on with the answer of the command before it.
        if header[1] != 0xC0 || APDUMask.isSecured(header[0]) { answers = answer }
        let head = APDUMask.lengthOfHead(bytes, showsBody: showsBody)
        let shown = head > 4 && showsBody ? bytes.count : head
        return Array(bytes.prefix(shown)).hexadecimal + String(repeating: "**", count: bytes.count - shown)
    }

    /// The text for the answer to the last command.
    func answer(_ bytes: WipingBytes) -> String {
        guard bytes.count >= 2 else { return "(\(bytes.count) bytes)" }
        let length = bytes.count - 2
        let status = Array(bytes.suffix(2)).hexadecimal
        guard length > 0 else { return status }
        switch answers {
        case .whole: return "\(Array(bytes.prefix(length)).hexadecimal) \(status)"
        case .beginning: return "\(Array(bytes.prefix(min(4, length))).hexadecimal)… (\(length) bytes) \(status)"
        case .none: return "\(String(repeating: "**", count: length)) \(status)"
        }
    }

    /// Whether a command's body may be shown, and what of its answer.
    private static func rules(_ header: [UInt8]) -> (showsBody: Bool, answer: Exposure) {
        guard !isSecured(header[0]) else { return (false, .none) }
        switch (header[1], header[2], header[3]) {
        case (0xA4, _, _), (0x70, _, _): return (true, .whole)  // SELECT, MANAGE CHANNEL
        case (0xCA, _, _), (0xCB, _, _): return (true, .whole)  // GET DATA
        case (0x22, _, _): return (true, .whole)  // MANAGE SECURITY ENVIRONMENT
        case (0x2A, 0x90, _), (0x2A, 0x9E, _): return (true, .whole)  // HASH, COMPUTE DIGITAL SIGNATURE
        case (0x88, _, _): return (true, .whole)  // INTERNAL AUTHENTICATE
        case (0xB0, _, _), (0xB1, _, _), (0xB2, _, _), (0xB3, _, _): return (true, .beginning)  // READ
        // A challenge is answered with a key, and both together tell much about it.
        case (0x84, _, _), (0xC0, _, _): return (true, .none)  // GET CHALLENGE, GET RESPONSE on its own
        default: return (false, .none)
        }
    }

    /// Whether a class byte announces secure messaging, or is none that ISO/IEC 7816-4 §5.4.1 gives a meaning to.
    private static func isSecured(_ cla: UInt8) -> Bool {
        // Further interindustry classes (01xx xxxx) have one bit for it, and so have proprietary ones of their kind.
        if cla == 0xFF { return true }
        return cla & 0x40 != 0 ? cla & 0x20 != 0 : cla & 0x0C != 0
    }

    /// Header and lengths; the header alone where the lengths disagree with the rest: anything may be a secret then.
    private static func lengthOfHead(_ bytes: WipingBytes, showsBody: Bool) -> Int {
        let head = Array(bytes.prefix(7))
        let rest = bytes.count - 5
        guard rest >= 0 else { return 4 }
        // ISO/IEC 7816-4 §5.1: a first length byte of 00 with more after it announces extended lengths.
        // A lone length where a body is due may be the first digit of a PIN.
        if rest == 0 { return showsBody || head[4] == 0 ? 5 : 4 }
        if head[4] != 0 { return rest == Int(head[4]) || rest == Int(head[4]) + 1 ? 5 : 4 }
        guard head.count == 7 else { return 4 }
        let length = Int(head[5]) << 8 | Int(head[6])
        return (rest == 2 && showsBody) || (length > 0 && [length + 2, length + 4].contains(rest)) ? 7 : 4
    }
}
