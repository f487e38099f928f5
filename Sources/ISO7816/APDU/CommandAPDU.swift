// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// The four bytes that begin every command (ISO/IEC 7816-4 §5.4).
public struct CommandHeader: Hashable, Sendable {
    /// Class.
    public var cla: UInt8
    /// Instruction.
    public var ins: UInt8
    /// First parameter.
    public var p1: UInt8
    /// Second parameter.
    public var p2: UInt8

    /// From its four bytes.
    public init(_ cla: UInt8, _ ins: UInt8, _ p1: UInt8, _ p2: UInt8) {
        self.cla = cla
        self.ins = ins
        self.p1 = p1
        self.p2 = p2
    }
}

/// How the lengths of a command are written (ISO/IEC 7816-4 §5.1).
public enum LengthForm: Hashable, Sendable {
    /// One byte each: at most 255 bytes out, 256 back.
    case short
    /// Two bytes after a zero: at most 65 535 bytes out, 65 536 back.
    case extended
}

/// A command of any of the four cases, short or extended.
///
/// Writing and reading are symmetric: `CommandAPDU(parsing: apdu.encoded())` equals `apdu`.
public struct CommandAPDU: Hashable, Sendable {
    /// CLA INS P1 P2.
    public var header: CommandHeader
    /// Command data; empty in cases 1 and 2.
    public var body: WipingBytes
    /// Ne: how many bytes at most are awaited, 1...65 536; nil in cases 1 and 3.
    public var expected: Int?
    /// How its lengths are written.
    public var form: LengthForm

    /// From its parts; `form` grows to extended when the lengths require it.
    public init(_ header: CommandHeader, _ body: WipingBytes = [], expecting expected: Int? = nil) {
        self.header = header
        self.body = body
        self.expected = expected
        form = body.count > 255 || (expected ?? 0) > 256 ? .extended : .short
    }

    /// From header bytes and the rest.
    public init(
        _ cla: UInt8, _ ins: UInt8, _ p1: UInt8, _ p2: UInt8, _ body: WipingBytes = [], expecting expected: Int? = nil
    ) {
        self.init(CommandHeader(cla, ins, p1, p2), body, expecting: expected)
    }

    /// ISO/IEC 7816-3 §12.1.3: 1 without data, 2 data back, 3 data out, 4 both.
    public var caseNumber: Int {
        switch (body.isEmpty, expected) {
        case (true, nil): 1
        case (true, _): 2
        case (false, nil): 3
        case (false, _): 4
        }
    }
}

extension CommandAPDU: CustomStringConvertible {
    /// Header and lengths; never the body.
    public var description: String {
        let bytes = [header.cla, header.ins, header.p1, header.p2]
        let head = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
        return "\(head) Lc=\(body.count) Le=\(expected.map(String.init) ?? "-")"
    }
}
