// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPCSCLite
internal import CardAccess
internal import HelperThread
internal import ISO7816

/// How an attempt to connect ended.
enum ConnectOutcome: Sendable {
    case connected(CardHandle)
    case failed(CardError)

    /// Connects in a context of its own; waits for ever while another process holds the card (pcsc-lite waits inside
    /// the service), so it runs in a ``LateCall``.
    static func connect(to name: ReaderName) -> ConnectOutcome {
        do {
            do {
                return .connected(try CardHandle(ServiceContext(), name))
            } catch CardError.transport(.accessDenied) {
                // A denial lasts; a service that died under the call says the same once.
                return .connected(try CardHandle(ServiceContext(), name))
            }
        } catch {
            return .failed(error)
        }
    }
}

/// How an attempt to take the card ended: its code, and the protocol and answer to reset then.
struct TakeOutcome: Sendable {
    var code: ServiceCode
    var isRemoved = false
    /// Whether the card was still ours from the transaction before.
    var isContinued = false
}

/// One card handle of the service, with the context that it lives in.
///
/// Safe to use from the helper threads.
final class CardHandle: Sendable {
    /// What may change after connecting, and only by a reset.
    struct Condition {
        var activeProtocol: DWORD
        var atr: [UInt8]
        /// A reset by somebody else was acknowledged towards the service and not yet told to our caller.
        var hasUntoldReset = false
    }

    let context: ServiceContext
    let name: ReaderName
    private let handle: SCARDHANDLE
    private let atConnect: ReaderSnapshot
    let condition: Guarded<Condition>

    private static let anyProtocol = DWORD(SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1)
    private static let shared = DWORD(SCARD_SHARE_SHARED)
    private static let leave = DWORD(SCARD_LEAVE_CARD)
    private static let reset = DWORD(SCARD_RESET_CARD)

    /// Connects, shared.
    init(_ context: ServiceContext, _ name: ReaderName) throws(CardError) {
        var handle: SCARDHANDLE = 0
        var active: DWORD = 0
        let text = name.bytes.map { CChar(bitPattern: $0) } + [0]
        let code = ServiceCode(
            unsafe SCardConnect(context.handle, text, CardHandle.shared, CardHandle.anyProtocol, &handle, &active))
        try code.check()
        // Not SCardStatus: it waits while another process holds the card.
        let unaware = ReaderSnapshot(name: name, eventState: 0, atr: [])
        let (seen, snapshot) = context.state(of: unaware, milliseconds: 0)
        guard seen == .success, let snapshot else {
            _ = SCardDisconnect(handle, CardHandle.leave)
            throw .transport(seen == .success ? .noCard : seen.faultInUse)
        }
        self.context = context
        self.name = name
        self.handle = handle
        atConnect = snapshot
        condition = Guarded(Condition(activeProtocol: active, atr: snapshot.atr))
    }

    /// Waits for the card until `deadline` and takes it.
    ///
    /// SCardReconnect, SCardStatus and SCardTransmit wait for ever while somebody else holds the card (the client library
    /// asks again every 100 ms), and so does SCardBeginTransaction. SCardEndTransaction does not: of a card that we do not
    /// hold it tells at once whether it is free (NOT_TRANSACTED), held (SHARING_VIOLATION), or was reset or removed since
    /// we last looked, and it changes nothing.
    func take(until deadline: MonotonicTime) -> TakeOutcome {
        repeat {
            let seen = ServiceCode(SCardEndTransaction(handle, CardHandle.leave))
            switch seen {
            case .notTransacted, .success:
                let code = ServiceCode(SCardBeginTransaction(handle))
                // Somebody reset it between the two calls: look again.
                if code != .resetCard { return TakeOutcome(code: code) }
                continue
            case .resetCard where !isHeldByAnother:
                if let failure = acknowledgeReset() { return failure }
                continue
            case .sharingViolation, .resetCard:
                deadline.sleepTowards(atMost: 20)
            default:
                return TakeOutcome(code: seen)
            }
        } while deadline.millisecondsLeft > 0
        return TakeOutcome(code: .sharingViolation)
    }

    /// The reset flag hides whether the card is held, and SCardReconnect would wait; SCardGetAttrib looks at the holder
    /// first and answers at once.
    private var isHeldByAnother: Bool {
        var length: DWORD = 0
        return ServiceCode(unsafe SCardGetAttrib(handle, DWORD(0x0009_0303), nil, &length)) == .sharingViolation
    }

    /// Tells the service that we know of the reset, remembers to tell our caller, and looks whether it is the same card.
    private func acknowledgeReset() -> TakeOutcome? {
        condition.withLock { $0.hasUntoldReset = true }
        let code = reconnect(CardHandle.leave)
        guard code == .success else { return TakeOutcome(code: code) }
        return isStillThere ? nil : TakeOutcome(code: .removedCard, isRemoved: true)
    }

    private func reconnect(_ initialization: DWORD) -> ServiceCode {
        var active: DWORD = 0
        let code = ServiceCode(
            unsafe SCardReconnect(handle, CardHandle.shared, CardHandle.anyProtocol, initialization, &active))
        if code == .success { condition.withLock { $0.activeProtocol = active } }
        return code
    }

    /// Whether the card never left since we connected.
    ///
    /// Needed after every SCardReconnect: it clears the flag of a removal as well as that of a reset, so a card that was
    /// swapped would go unnoticed. The service counts insertions and removals.
    private var isStillThere: Bool {
        let (code, now) = context.state(of: ReaderSnapshot(name: name, eventState: 0, atr: []), milliseconds: 0)
        guard code == .success, let now, now.eventCount == atConnect.eventCount else { return false }
        if !now.atr.isEmpty { condition.withLock { $0.atr = now.atr } }
        return true
    }

    /// Gives the card back; false when it turned out to be another one.
    func giveBack(_ disposition: CardDisposition) -> Bool {
        guard disposition == .reset else {
            return ServiceCode(SCardEndTransaction(handle, CardHandle.leave)) != .removedCard
        }
        // Resetting by SCardReconnect, still inside the transaction, keeps our own reset apart from those of others:
        // SCardEndTransaction with SCARD_RESET_CARD would raise the same flag for us as for everybody else.
        guard reconnect(CardHandle.reset) == .success else {
            _ = SCardEndTransaction(handle, DWORD(SCARD_UNPOWER_CARD))
            return false
        }
        let isSame = isStillThere
        _ = SCardEndTransaction(handle, CardHandle.leave)
        return isSame
    }

    /// One exchange; `buffer` takes the answer, whose length is returned.
    func transmit(
        _ command: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> (code: ServiceCode, count: Int) {
        var header = SCARD_IO_REQUEST(
            dwProtocol: condition.withLock { $0.activeProtocol }, cbPciLength: UInt(MemoryLayout<SCARD_IO_REQUEST>.size)
        )
        var length = DWORD(buffer.count)
        let code = ServiceCode(
            unsafe SCardTransmit(
                handle, &header, command.baseAddress, DWORD(command.count), nil, buffer.baseAddress, &length))
        return (code, code == .success ? min(Int(clamping: length), buffer.count) : 0)
    }

    /// What a failed exchange means: a card that is pulled out shows first as a failure of the reader, and the service
    /// notices at its next look, 0.4 s later.
    func explain(_ failure: ServiceCode) -> TransportFault {
        switch failure {
        case .notTransacted, .communicationError, .dataLost, .noSmartcard, .unpoweredCard, .internalError: break
        default: return failure == .securityViolation ? .serviceUnavailable : failure.fault
        }
        var seen = atConnect
        for patience in [0, 1000] {
            let (code, now) = context.state(of: seen, milliseconds: patience)
            guard code == .success, let now else { return code.faultInUse }
            if now.eventCount != atConnect.eventCount || now.state.card == .empty { return .cardRemoved }
            seen = now
        }
        return failure.fault
    }

    /// Closes the handle; the context goes with the last owner of this object.
    ///
    /// With `reset` it waits for ever while another process holds the card.
    func close(_ disposition: CardDisposition) {
        guard context.isOurs else { return }
        _ = SCardDisconnect(handle, disposition == .reset ? CardHandle.reset : CardHandle.leave)
    }
}
