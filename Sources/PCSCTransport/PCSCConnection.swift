// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPCSCLite
public import CardAccess
internal import Glibc
internal import HelperThread
public import ISO7816
public import SecretMemory

/// A connection to one card through pcscd, shared with other processes; it closes itself when it is let go of.
@safe
public final class PCSCConnection: CardConnection {
    private let handle: CardHandle
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var isInTransaction = false
    private var isClosed = false
    /// Why nothing more can be done: the card left, the service died, or we closed it.
    private var verdict: TransportFault?
    private let hold: CardHold
    /// Whether every exchange of this transaction was answered.
    private var isSound = true
    private var lastAnswer: MonotonicTime?

    /// The reader's name.
    public let reader: String
    /// The card's answer to reset, as of the last reset that was seen.
    public private(set) var atr: ATR

    private static let moment = Duration.milliseconds(5)

    /// The longest exchange that pcsc-lite carries: header, Lc, 65 536 bytes, Le, status word.
    private static let mostBytes = 4 + 3 + 65_536 + 3 + 2

    /// - Parameter lingering: how long a card may stay ours after each transaction of a burst.
    init(_ handle: CardHandle, lingering: Duration = .zero) throws(CardError) {
        do {
            atr = try ATR(parsing: handle.condition.withLock { $0.atr })
        } catch {
            handle.close(.leave)
            throw error
        }
        self.handle = handle
        hold = CardHold(handle, lingering: lingering)
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
        guard let outcome = hold.take(until: MonotonicTime.now + patience) else {
            throw .transport(.busy(holder: CardHolder.name()))
        }
        switch outcome.code {
        case .success:
            isInTransaction = true
            isSound = true
        case .sharingViolation: throw .transport(.busy(holder: CardHolder.name()))
        case .noSmartcard: throw fail(.cardRemoved)
        case let code: throw fail(code.faultInUse)
        }
        if outcome.isContinued { return .continued }
        let (bytes, wasReset) = handle.condition.withLock { condition in
            defer { condition.hasUntoldReset = false }
            return (condition.atr, condition.hasUntoldReset)
        }
        if bytes != atr.bytes, let changed = try? ATR(parsing: bytes) { atr = changed }
        return wasReset ? .afterReset : .undisturbed
    }

    /// Gives the card back.
    public func end(_ disposition: CardDisposition) {
        guard isInTransaction, handle.context.isOurs else { return }
        isInTransaction = false
        if !hold.letGo(disposition, isSound: isSound && verdict == nil), verdict == nil { verdict = .cardRemoved }
    }

    /// Whether the card answered within the last few milliseconds; pcscd itself looks for it every 400.
    public var hasJustAnswered: Bool {
        guard verdict == nil, handle.context.isOurs, let lastAnswer else { return false }
        return MonotonicTime.now < lastAnswer + PCSCConnection.moment
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
        guard start != .afterReset else { throw .transport(.cardReset) }
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
            isSound = false
            lastAnswer = nil
            let fault = handle.explain(code)
            switch fault {
            case .cardRemoved, .serviceUnavailable: throw fail(fault)
            default: throw .transport(fault)
            }
        }
        lastAnswer = .now
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
        hold.settle()
        if remaining == .leave || wasLost, !hold.isTaking {
            handle.close(.leave)
            return
        }
        let (handle, remains) = (handle, remaining)
        // Either call may have to wait for a foreign transaction, hence not on the caller's thread.
        let closing = LateCall<Bool> {
            handle.close(remains)
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
