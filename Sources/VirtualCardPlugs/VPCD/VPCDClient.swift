// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One face of a virtual card in a reader of vpcd, and so of the real pcscd.
///
/// To be connected is to be in the reader. A thread of its own answers what vpcd asks, comes back when pcscd was
/// restarted, and never waits for ever: a card that does not answer in time is answered for (6F00), one that stays
/// stuck is taken out. Any thread may insert, remove and swap.
public final class VPCDClient: Sendable {
    /// The port on which vpcd listens.
    public let port: UInt16
    let state: Monitor<State>
    let watch: AnswerWatch
    let times: Times
    let log: @Sendable (String) -> Void

    /// For a face and a port.
    ///
    /// Nothing happens before ``insert()``. `log` is given one line per remarkable event.
    public init(
        _ face: SerializedFace, port: UInt16, times: Times = Times(), log: @escaping @Sendable (String) -> Void
    ) {
        self.port = port
        self.times = times
        self.log = log
        state = Monitor(State(face: face))
        watch = AnswerWatch(patience: times.answer)
    }

    /// How long things may take.
    public struct Times: Hashable, Sendable {
        /// What the card may need for one answer, delays by faults apart.
        public var answer: Duration
        /// How long a card that left stays away at least: pcscd looks every 0.4 s, and would miss a shorter absence.
        public var absence: Duration
        /// The longest pause between two attempts to reach vpcd.
        public var longestPause: Duration

        /// With the values of a real test bed.
        public init(
            answer: Duration = .seconds(30), absence: Duration = .seconds(1), longestPause: Duration = .seconds(1)
        ) {
            self.answer = answer
            self.absence = absence
            self.longestPause = longestPause
        }
    }

    /// Puts the card in: connects, and stays connected as long as vpcd is there.
    public func insert() {
        let isFirst = state.withLock { state in
            defer { state.isStarted = true }
            state.isWanted = true
            return !state.isStarted
        }
        guard isFirst else { return }
        let isRunning = BlockingThread.start { self.run() } && BlockingThread.start { self.watchOver() }
        if !isRunning { log("port \(port): no thread left for the card") }
    }

    /// Takes the card out; returns when it is out.
    public func remove() {
        leave { $0.isWanted = false }
    }

    /// Takes the card out and puts another one in, after the time that pcscd needs to notice.
    public func swap(_ face: SerializedFace) {
        leave {
            $0.face = face
            $0.isWanted = true
        }
        insert()
    }

    /// Takes the card out and makes another one ready, which waits for its ``insert()``.
    public func replace(_ face: SerializedFace) {
        leave {
            $0.face = face
            $0.isWanted = false
        }
    }

    /// Resets the card from the reader's side: out and in again, the only way to tell pcscd.
    public func resetByReader() {
        leave { _ in }
    }

    /// Takes the card out for good and ends the threads.
    public func stop() {
        leave { $0.isStopping = true }
    }

    /// Whether vpcd has the card now.
    public var isConnected: Bool { state.withLock { $0.socket != nil } }

    /// Waits until vpcd has the card; false when that takes longer than `patience`.
    public func waitUntilConnected(patience: Duration) -> Bool {
        state.wait(patience) { $0.socket != nil ? true : nil } ?? false
    }

    struct State {
        var face: SerializedFace
        var socket: VPCDSocket?
        var isWanted = false
        var isStarted = false
        var isStopping = false
        /// The connection is being ended from another thread.
        var isLeaving = false
        var awayUntil = Duration.zero
    }

    /// Changes what is wanted, ends the connection and waits until it has ended.
    private func leave(_ change: (inout State) -> Void) {
        let ending = state.withLock { state in
            change(&state)
            guard let socket = state.socket else { return VPCDSocket?.none }
            state.isLeaving = true
            state.awayUntil = MonotonicClock.now + times.absence
            socket.shutDown()
            return socket
        }
        guard let ending else { return }
        // A card that is at work finishes first; one that is stuck is left behind by its watch.
        _ = state.wait(times.answer) { $0.socket != ending ? true : nil }
    }
}
