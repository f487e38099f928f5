// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPCSCLite
internal import CardAccess
internal import ISO7816

/// What the service tells of one reader.
struct ReaderSnapshot: Hashable, Sendable {
    let name: ReaderName
    /// The event state with its counter, to be handed back as the known state.
    let eventState: UInt32
    let atr: [UInt8]

    /// What callers see of it.
    var state: ReaderState {
        let isPresent = has(SCARD_STATE_PRESENT)
        let card: ReaderState.Presence = !isPresent ? .empty : has(SCARD_STATE_MUTE) ? .mute : .present
        return ReaderState(
            name: name.text, card: card, atr: isPresent && !atr.isEmpty ? atr : nil, eventCount: eventCount)
    }

    /// Insertions and removals so far; pcsc-lite keeps them in the upper half.
    var eventCount: Int { Int(eventState >> 16) }

    private func has(_ flag: Int32) -> Bool { eventState & UInt32(bitPattern: flag) != 0 }
}

extension ServiceContext {
    private static let changed = UInt32(bitPattern: SCARD_STATE_CHANGED)

    /// The names of all readers; none is no error.
    func readerNames() throws(CardError) -> [ReaderName] {
        // What the sixteen readers of pcsc-lite need at most: one question, where asking for the length first takes two.
        var room = 16 * (ReaderName.mostBytes + 1) + 1
        // A reader may be plugged between two questions.
        for _ in 0..<4 {
            var buffer = [CChar](repeating: 0, count: room)
            var length = DWORD(room)
            let code = ServiceCode(unsafe SCardListReaders(handle, nil, &buffer, &length))
            if code == .insufficientBuffer {
                guard length <= 65_536 else { throw .malformed("list of readers: length") }
                room = Int(length) + 256
                continue
            }
            if code == .noReadersAvailable { return [] }
            try code.check()
            return ReaderName.parse(buffer.prefix(Int(clamping: length)).map { UInt8(bitPattern: $0) })
        }
        throw .transport(.communication(code: ServiceCode.insufficientBuffer.rawValue))
    }

    /// All readers and what is in them, at once.
    func snapshot() throws(CardError) -> [ReaderSnapshot] {
        // A reader may be unplugged between the list and the question for its state.
        for _ in 0..<4 {
            let names = try readerNames()
            if names.isEmpty { return [] }
            let asked = names.map { ReaderSnapshot(name: $0, eventState: 0, atr: []) }
            let (code, told) = statusChange(asked, watchingPlugs: false, milliseconds: 0)
            if code == .unknownReader { continue }
            if code != .timeout { try code.check() }
            return told
        }
        throw .transport(.noReader)
    }

    /// Waits until the state of a reader differs from the one given, or a reader comes or goes.
    func waitForChange(from known: [ReaderSnapshot], milliseconds: Int) throws(CardError) {
        let (code, _) = statusChange(known, watchingPlugs: true, milliseconds: milliseconds)
        switch code {
        case .timeout, .cancelled, .unknownReader: return
        default: try code.check()
        }
    }

    /// The state of one reader after it differs from `known`, or at the end of the wait.
    func state(of known: ReaderSnapshot, milliseconds: Int) -> (ServiceCode, ReaderSnapshot?) {
        let (code, told) = statusChange([known], watchingPlugs: false, milliseconds: milliseconds)
        return (code == .timeout ? .success : code, told.first)
    }

    private func statusChange(
        _ known: [ReaderSnapshot], watchingPlugs: Bool, milliseconds: Int
    ) -> (ServiceCode, [ReaderSnapshot]) {
        let plugs = Array(#"\\?PnP?\Notification"#.utf8)
        let names = known.map(\.name.bytes) + (watchingPlugs ? [plugs] : [])
        // One block for all names: their addresses must hold during the call.
        var block: [CChar] = []
        var starts: [Int] = []
        for name in names {
            starts.append(block.count)
            block += name.map { CChar(bitPattern: $0) } + [0]
        }
        var states = unsafe [SCARD_READERSTATE](repeating: SCARD_READERSTATE(), count: names.count)
        let result = unsafe block.withUnsafeBufferPointer { text in
            for index in unsafe states.indices {
                unsafe states[index].szReader = text.baseAddress.map { unsafe $0 + starts[index] }
                if index < known.count { unsafe states[index].dwCurrentState = DWORD(known[index].eventState) }
            }
            return unsafe SCardGetStatusChange(handle, DWORD(milliseconds), &states, DWORD(states.count))
        }
        var told: [ReaderSnapshot] = []
        for index in known.indices {
            let length = unsafe min(Int(clamping: states[index].cbAtr), 33)
            let atr = unsafe withUnsafeBytes(of: states[index].rgbAtr) { unsafe Array($0.prefix(length)) }
            let event = unsafe UInt32(truncatingIfNeeded: states[index].dwEventState) & ~ServiceContext.changed
            told.append(ReaderSnapshot(name: known[index].name, eventState: event, atr: atr))
        }
        return (ServiceCode(result), told)
    }
}
