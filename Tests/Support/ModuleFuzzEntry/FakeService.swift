// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPCSCLite
internal import HelperThread
internal import ISO7816
internal import VirtualCards

/// The service behind the functions of the PC/SC interface in this program: no process, no socket, and nobody waits.
final class FakeService: Sendable {
    static let shared = FakeService()
    private let state = Guarded(ServiceState())

    /// What SCardGetStatusChange is asked about one reader, and what it answers.
    struct Watched: Sendable {
        var name: [UInt8]
        var known: UInt32
        var event: UInt32 = 0
        var atr: [UInt8] = []
        /// Told instead of the length of `atr`.
        var length: UInt?
    }

    /// How a call ends: its code, and what it gives back.
    struct Outcome<Value: Sendable>: Sendable {
        var code: UInt32 = 0
        var value: Value
        /// Told instead of the value's own length.
        var length: UInt?
    }

    /// Changes what is plugged and planned.
    func arrange<Result>(_ body: (inout ServiceState) -> sending Result) -> sending Result {
        state.withLock { body(&$0) }
    }

    /// Contexts that somebody has open.
    var openContexts: Int { state.withLock { $0.contexts.count } }

    func establish() -> Outcome<Int> {
        call(.establish, refused: 0) { (state, _) throws(ServiceFailure) in
            let context = state.newIdentifier()
            state.contexts.insert(context)
            return context
        }
    }

    func release(_ context: Int) -> UInt32 {
        state.withLock { state in
            guard state.contexts.remove(context) != nil else { return ServiceFailure.invalidHandle.code }
            for (handle, link) in state.links where link.context == context { state.drop(handle) }
            return 0
        }
    }

    /// Names that each end in a zero, and another zero.
    func listReaders(_ context: Int) -> Outcome<[UInt8]> {
        call(.listReaders, refused: []) { (state, forged) throws(ServiceFailure) in
            try state.require(context)
            if let forged { return forged }
            guard !state.readers.isEmpty else { throw .noReaders }
            return state.readers.flatMap { $0.name + [0] } + [0]
        }
    }

    func statusChange(_ context: Int, _ watched: [Watched], waits: Bool) -> Outcome<[Watched]> {
        var outcome = call(.statusChange, refused: watched) { (state, forged) throws(ServiceFailure) in
            try state.require(context)
            var told = try state.look(at: watched)
            if waits, !told.contains(where: { $0.event & FakeService.changed != 0 }) {
                state.endWait(eventWanted: forged != nil)
                told = try state.look(at: watched)
            }
            if let forged, !told.isEmpty {
                // Four bytes of state, then an answer to reset; what is too long for its field is cut by the caller.
                let state = forged.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
                told[0].event = state
                told[0].atr = Array(forged.dropFirst(4))
            }
            return told
        }
        let isOver = waits && !outcome.value.contains { $0.event & FakeService.changed != 0 }
        if outcome.code == 0, isOver { outcome.code = ServiceFailure.timeout.code }
        return outcome
    }

    private static let changed = UInt32(bitPattern: SCARD_STATE_CHANGED)

    func connect(_ context: Int, _ name: [UInt8]) -> Outcome<(handle: Int, active: UInt)> {
        call(.connect, refused: (0, 0)) { (state, forged) throws(ServiceFailure) in
            try state.require(context)
            guard let index = state.index(of: name) else { throw .unknownReader }
            let reader = state.readers[index]
            guard let face = reader.face else { throw .noSmartcard }
            let handle = state.newIdentifier()
            state.links[handle] = .init(
                context: context, reader: name, events: reader.events, resets: reader.resets)
            return (handle, forged.map { UInt($0.first ?? 0) } ?? face.activeProtocol)
        }
    }

    func reconnect(_ handle: Int, resets: Bool) -> Outcome<UInt> {
        call(.reconnect, refused: 0) { (state, forged) throws(ServiceFailure) in
            guard let link = state.links[handle], state.contexts.contains(link.context) else { throw .invalidHandle }
            guard let index = state.index(of: link.reader) else { throw .readerUnavailable }
            guard !state.isHeld(index, besides: handle) else { throw .sharingViolation }
            guard let face = state.readers[index].face else { throw .noSmartcard }
            if resets { state.reset(index) }
            // It acknowledges a removal as well as a reset.
            state.links[handle]?.events = state.readers[index].events
            state.links[handle]?.resets = state.readers[index].resets
            return forged.map { UInt($0.first ?? 0) } ?? face.activeProtocol
        }
    }

    func disconnect(_ handle: Int, resets: Bool) -> Outcome<Void> {
        call(.disconnect, refused: ()) { (state, _) throws(ServiceFailure) in
            guard let link = state.links[handle] else { throw .invalidHandle }
            if resets, let index = state.index(of: link.reader), state.readers[index].events == link.events {
                state.reset(index)
            }
            state.drop(handle)
        }
    }

    func begin(_ handle: Int) -> Outcome<Void> {
        call(.begin, refused: ()) { (state, _) throws(ServiceFailure) in
            let (_, reader) = try state.check(handle).get()
            // pcsc-lite waits here; nobody does in this program.
            guard !state.isHeld(reader, besides: handle) else { throw .sharingViolation }
            state.readers[reader].holder = .link(handle)
        }
    }

    func end(_ handle: Int, resets: Bool) -> Outcome<Void> {
        call(.end, refused: ()) { (state, _) throws(ServiceFailure) in
            let (_, reader) = try state.check(handle).get()
            guard !state.isHeld(reader, besides: handle) else { throw .sharingViolation }
            guard state.readers[reader].holder == .link(handle) else { throw .notTransacted }
            state.readers[reader].holder = nil
            if resets { state.reset(reader) }
        }
    }

    func transmit(_ handle: Int, _ command: [UInt8]) -> Outcome<[UInt8]> {
        call(.transmit, refused: []) { (state, forged) throws(ServiceFailure) in
            let (_, reader) = try state.check(handle).get()
            guard !state.isHeld(reader, besides: handle) else { throw .sharingViolation }
            guard let face = state.readers[reader].face else { throw .removedCard }
            let answer = face.respond(to: command)
            return forged ?? answer
        }
    }

    func attribute(_ handle: Int) -> Outcome<Void> {
        call(.attribute, refused: ()) { (state, _) throws(ServiceFailure) in
            guard let link = state.links[handle] else { throw .invalidHandle }
            guard let index = state.index(of: link.reader) else { throw .readerUnavailable }
            guard !state.isHeld(index, besides: handle) else { throw .sharingViolation }
        }
    }

    /// One call, with the fault that is planned for it.
    ///
    /// `body` is given the bytes that it is to give back, if any.
    private func call<Value: Sendable>(
        _ function: PlannedFault.Function, refused: Value,
        _ body: (inout ServiceState, [UInt8]?) throws(ServiceFailure) -> Value
    ) -> Outcome<Value> {
        state.withLock { state in
            var (forged, lost, length): ([UInt8]?, UInt32?, UInt?) = (nil, nil, nil)
            switch state.fault(at: function) {
            case nil: break
            case .refused(let code): return Outcome(code: code, value: refused)
            // Nobody could close a context that nobody was told of.
            case .lost(let code) where function == .establish: return Outcome(code: code, value: refused)
            case .lost(let code): lost = code
            case .forged(let bytes): forged = bytes
            case .length(let told): length = told
            case .event(let kind): state.happen(kind)
            }
            do throws(ServiceFailure) {
                let value = try body(&state, forged)
                return Outcome(code: lost ?? 0, value: value, length: length)
            } catch {
                return Outcome(code: lost ?? error.code, value: refused)
            }
        }
    }
}

extension ServiceState {
    fileprivate mutating func fault(at function: PlannedFault.Function) -> PlannedFault.Effect? {
        guard let index = faults.firstIndex(where: { $0.function == function }) else { return nil }
        guard faults[index].skipped == 0 else {
            faults[index].skipped -= 1
            return nil
        }
        return faults.remove(at: index).effect
    }

    /// Something happens to the first reader.
    fileprivate mutating func happen(_ kind: UInt8) {
        switch kind % 5 {
        case 0: put(nil, into: 0)
        case 1: reset(0)
        case 2: unplug(0)
        case 3: restart()
        default:
            // Out and in again between two looks.
            let face = readers.first?.face
            put(nil, into: 0)
            put(face, into: 0)
        }
    }

    fileprivate func require(_ context: Int) throws(ServiceFailure) {
        guard contexts.contains(context) else { throw .invalidHandle }
    }

    /// Ends a link, and the transaction that it is in.
    fileprivate mutating func drop(_ handle: Int) {
        guard let link = links.removeValue(forKey: handle), let index = index(of: link.reader) else { return }
        if readers[index].holder == .link(handle) { readers[index].holder = nil }
    }

    fileprivate func look(at watched: [FakeService.Watched]) throws(ServiceFailure) -> [FakeService.Watched] {
        let plugs = Array(#"\\?PnP?\Notification"#.utf8)
        var told = watched
        let changed = UInt32(bitPattern: SCARD_STATE_CHANGED)
        for place in told.indices {
            if told[place].name == plugs {
                let isOld = watched.count == readers.count + 1
                told[place].event = isOld ? 0 : changed
                continue
            }
            guard let index = index(of: told[place].name) else { throw .unknownReader }
            let now = eventState(readers[index])
            told[place].event = now | (now == told[place].known ? 0 : changed)
            told[place].atr = readers[index].face?.atr ?? []
        }
        return told
    }
}

extension VirtualCardFace {
    fileprivate var activeProtocol: UInt {
        UInt(transmission == .t0 ? SCARD_PROTOCOL_T0 : SCARD_PROTOCOL_T1)
    }
}
