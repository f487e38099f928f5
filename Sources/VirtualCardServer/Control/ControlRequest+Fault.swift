// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import VirtualCardPlugs

extension ControlRequest {
    /// A field that the verb cannot do without.
    func required<Value>(_ path: KeyPath<ControlRequest, Value?>, _ name: String) throws -> Value {
        guard let value = self[keyPath: path] else { throw ControlFailure("missing field: \(name)") }
        return value
    }

    /// Milliseconds, at most an hour.
    func duration() throws -> Duration {
        .milliseconds(try bounded(required(\.milliseconds, "milliseconds"), 0...3_600_000, "milliseconds"))
    }

    /// What is to go wrong.
    func fault() throws -> Fault {
        switch try required(\.kind, "kind") {
        case .remove: return .remove
        case .reset: return .reset
        // A card that leaves the field and comes back was reset, and pcscd sees it go.
        case .announcedReset, .fieldLoss: return .announcedReset
        case .duplicate: return .duplicate
        case .truncate: return .truncate
        case .oversize: return .oversize(by: try bounded(extra ?? 1, 1...1_000_000, "extra"))
        case .status:
            guard let bytes = [UInt8](hexadecimal: try required(\.sw, "sw")), bytes.count == 2 else {
                throw ControlFailure("bad field: sw")
            }
            return .status(StatusWord(bytes[0], bytes[1]))
        case .endless: return .endlessData
        case .silence: return .silence
        case .delay: return .delay(try duration())
        case .foreign:
            let commands = try required(\.apdus, "apdus").map { text in
                guard let bytes = [UInt8](hexadecimal: text), bytes.count >= 4 else {
                    throw ControlFailure("bad field: apdus")
                }
                return bytes
            }
            return .foreign(commands)
        }
    }

    /// When; the next command when nothing is said.
    func faultPoint() throws -> FaultPoint {
        if let answerByte {
            guard command == nil, byte == nil else { throw ControlFailure("answer_byte goes with no other point") }
            return .answerByte(try bounded(answerByte, 1...Int(Int32.max), "answer_byte"))
        }
        let number = try bounded(command ?? 1, 1...Int(Int32.max), "command")
        guard let byte else { return .before(command: number) }
        return .after(command: number, bytes: try bounded(byte, 0...65_538, "byte"))
    }

    private func bounded(_ value: Int, _ range: ClosedRange<Int>, _ name: String) throws -> Int {
        guard range.contains(value) else { throw ControlFailure("bad field: \(name)") }
        return value
    }
}
