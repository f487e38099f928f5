// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPCSCLite
public import CardAccess
internal import Glibc
internal import HelperThread
public import ISO7816
public import SecretMemory
internal import Synchronization

/// A connection to one card through pcscd, shared with other processes; it closes itself when it is let go of.
@safe
public final class PCSCConnection: CardConnection {
    private let handle: CardHandle
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var isInTransaction = false
    private var isClosed = false
    /// Why nothing more can be done: the card left, the service died, or we closed it.
    private var verdict: TransportFault?
    /// An attempt to take the card that outlived our patience.
    private var lateTake: LateCall<TakeOutcome>?

    /// The reader's name.
    public let reader: String
    /// The card's answer to reset, as of the last reset that was seen.
    public private(set) var atr: ATR

    /// Time for a helper thread to answer after its own deadline.
    private static let grace = Duration.milliseconds(300)

    /// The longest exchange that pcsc-lite carries: header, Lc, 65 536 bytes, Le, status word.
    private static let mostBytes = 4 + 3 + 65_536 + 3 + 2

    init(_ handle: CardHandle) throws(CardError) {
        do {
            atr = try ATR(parsing: handle.condition.withLock { $0.atr })
        } catch {
            handle.close(.leave)
            throw error
        }
        self.handle = handle
        reader = handle.name.text
        unsafe buffer = .allocate(capacity: PCSCConnection.mostBytes)
        unsafe buffer.initialize(repeating: 0)
    }

    /// The protocol that reader and card agreed on.
    public var transmission: TransmissionProtocol {
        handle.condition.withLock { $0.activeProtocol } == DWORD(SCARD_PROTOCOL_T0) ? .t0 : .t1
    }

    /// Takes the card for ourselves, waiting at most `patience` for another process.
    ///
    /// A reset that we asked for at the end of our last transaction is not told as ``TransactionStart/afterReset``.
    public func begin(patience: Duration) throws(CardError) -> TransactionStart {
        try checkUsable()
        guard !isInTransaction else { throw .unsupportedOperation("transaction inside a transaction") }
        let deadline = MonotonicTime.now + patience
        let take = try takeCall(until: deadline)
        guard let outcome = take.wait(until: deadline + PCSCConnection.grace) else {
            lateTake = take
            throw .transport(.busy(holder: CardHolder.name()))
        }
        switch outcome.code {
        case .success:
            isInTransaction = true
            CardHolder.ownTransactions.add(1, ordering: .relaxed)
        case .sharingViolation: throw .transport(.busy(holder: CardHolder.name()))
        case .noSmartcard: throw fail(.cardRemoved)
        case let code: throw fail(code.faultInUse)
        }
        let (bytes, wasReset) = handle.condition.withLock { condition in
            defer { condition.hasUntoldReset = false }
            return (condition.atr, condition.hasUntoldReset)
        }
        if bytes != atr.bytes, let changed = try? ATR(parsing: bytes) { atr = changed }
        return wasReset ? .afterReset : .undisturbed
    }

    private func takeCall(until deadline: MonotonicTime) throws(CardError) -> LateCall<TakeOutcome> {
        if let late = lateTake {
            lateTake = nil
            if late.rejoin() { return late }
        }
        let handle = handle
        let made = LateCall<TakeOutcome> {
            handle.take(until: deadline)
        } discard: { outcome in
            // Nobody waits any more: what came too late is given back untouched.
            if outcome.code == .success { _ = handle.giveBack(.leave) }
        }
        guard let made else { throw .transport(.communication(code: ServiceCode.noMemory.rawValue)) }
        return made
    }

    /// Gives the card back.
    public func end(_ disposition: CardDisposition) {
        guard isInTransaction, handle.context.isOurs else { return }
        isInTransaction = false
        CardHolder.ownTransactions.subtract(1, ordering: .relaxed)
        if !handle.giveBack(disposition), verdict == nil { verdict = .cardRemoved }
    }

    /// One exchange; outside a transaction it makes one of its own.
    ///
    /// - Throws: `cardReset` when, outside a transaction, somebody reset the card before it: nothing was sent.
    public func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        try checkUsable()
        // Fewer bytes are no command, and some drivers take a single one for an order to themselves.
        guard (4...PCSCConnection.mostBytes).contains(command.count) else { throw .malformed("command APDU: length") }
        if isInTransaction { return try transmit(command) }
        let start = try begin(patience: .seconds(5))
        defer { end(.leave) }
        guard start == .undisturbed else { throw .transport(.cardReset) }
        return try transmit(command)
    }

    private func transmit(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        let (result, count) = command.withSpan { span in
            unsafe span.withUnsafeBufferPointer { unsafe handle.transmit($0, into: buffer) }
        }
        // Drivers give an empty answer for a card that was pulled out under the command.
        let code = result == .success && count < 2 ? ServiceCode.notTransacted : result
        // Answers hold what the PIN protects; the buffer is ours for the life of the connection.
        defer { unsafe wipe(code == .success ? count : buffer.count) }
        guard code == .success else {
            let fault = handle.explain(code)
            switch fault {
            case .cardRemoved, .serviceUnavailable: throw fail(fault)
            default: throw .transport(fault)
            }
        }
        return WipingBytes(copying: unsafe Span(_unsafeElements: UnsafeBufferPointer(buffer).extracting(0..<count)))
    }

    /// Closes the connection; further use throws `cardRemoved`.
    ///
    /// A reset that another process holds up is done, by the service, as soon as that process lets go.
    public func disconnect(_ disposition: CardDisposition) {
        guard handle.context.isOurs, !isClosed else { return }
        isClosed = true
        let wasLost = verdict != nil
        var remaining = disposition
        if isInTransaction {
            end(disposition)
            remaining = .leave
        }
        verdict = .cardRemoved
        if remaining == .leave || wasLost, lateTake == nil {
            handle.close(.leave)
            return
        }
        let (handle, late, remains) = (handle, lateTake, remaining)
        lateTake = nil
        // Either call may have to wait for a foreign transaction, hence not on the caller's thread.
        let closing = LateCall<Bool> {
            withExtendedLifetime(late) { handle.close(remains) }
            return true
        } discard: { _ in
        }
        _ = closing?.wait(until: MonotonicTime.now + .seconds(1))
    }

    private func checkUsable() throws(CardError) {
        if let verdict { throw .transport(verdict) }
        guard handle.context.isOurs else { throw .transport(.serviceUnavailable) }
    }

    /// Remembers a fault after which this connection is of no more use.
    private func fail(_ fault: TransportFault) -> CardError {
        switch fault {
        case .cardRemoved, .serviceUnavailable, .noReader: verdict = fault
        default: break
        }
        return .transport(fault)
    }

    private func wipe(_ count: Int) {
        if let base = unsafe buffer.baseAddress { unsafe explicit_bzero(base, count) }
    }

    deinit {
        disconnect(.leave)
        unsafe wipe(buffer.count)
        unsafe buffer.deallocate()
    }
}
