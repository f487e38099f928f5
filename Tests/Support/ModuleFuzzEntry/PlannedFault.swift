// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What goes wrong at one of the next calls of a function of the service.
struct PlannedFault {
    /// Functions of the interface.
    enum Function: Int, CaseIterable {
        case establish, listReaders, statusChange, connect, reconnect, disconnect, begin, end, transmit, attribute
    }

    /// What is wrong.
    enum Effect {
        /// The call is refused and does nothing.
        case refused(UInt32)
        /// The call is done, and its answer gets lost.
        case lost(UInt32)
        /// The call is done, and gives back these bytes: names, an answer to reset, a protocol, an answer of the card.
        case forged([UInt8])
        /// The call is done, and names this length instead of its own.
        case length(UInt)
        /// Something happens to the first reader before the call.
        case event(UInt8)
    }

    let function: Function
    /// Calls of the function that are still to go right.
    var skipped: Int
    let effect: Effect

    /// Reads a fault: function, calls that go right before it, kind, and bytes for that.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 3 else { return nil }
        function = Function.allCases[Int(bytes[0]) % Function.allCases.count]
        skipped = Int(bytes[1])
        let rest = Array(bytes.dropFirst(3))
        switch bytes[2] % 5 {
        case 0: effect = .refused(PlannedFault.code(rest))
        case 1: effect = .lost(PlannedFault.code(rest))
        case 2: effect = .forged(rest)
        case 3: effect = .length(PlannedFault.length(rest))
        default: effect = .event(rest.first ?? 0)
        }
    }

    /// A code of pcsc-lite by its last byte, or any 32 bits.
    private static func code(_ bytes: [UInt8]) -> UInt32 {
        guard bytes.count >= 4 else { return 0x8010_0000 | UInt32(max(bytes.first ?? 1, 1)) }
        let code = UInt32(truncatingIfNeeded: number(bytes))
        return code == 0 ? 1 : code
    }

    /// A length about which readers of lengths disagree, or any 64 bits.
    private static func length(_ bytes: [UInt8]) -> UInt {
        guard bytes.count < 8 else { return number(bytes) }
        let lengths: [UInt] = [0, 1, 2, 32, 33, 34, 255, 65_536, 65_545, 1 << 32, 1 << 63, .max]
        return lengths[Int(bytes.first ?? 0) % lengths.count]
    }

    private static func number(_ bytes: [UInt8]) -> UInt {
        bytes.prefix(8).reduce(0) { $0 << 8 | UInt($1) }
    }
}
