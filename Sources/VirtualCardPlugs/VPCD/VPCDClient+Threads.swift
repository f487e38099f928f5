// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension VPCDClient {
    /// The thread of the card: connect, serve, begin again.
    func run() {
        let shortestPause = Duration.milliseconds(20)
        var pause = shortestPause
        while let face = waitUntilWanted() {
            guard let socket = VPCDSocket(port: port) else {
                rest(pause)
                pause = min(pause * 2, times.longestPause)
                continue
            }
            guard enter(socket, with: face) else { continue }
            let served = serve(face, over: socket)
            leaveBehind(socket, face)
            // A listener that drops us at once is treated like none.
            pause = served > 0 ? shortestPause : min(pause * 2, times.longestPause)
            if served == 0 { rest(pause) }
        }
    }

    /// Waits until the card is to be in; nil when all is over.
    private func waitUntilWanted() -> SerializedFace? {
        while true {
            let (isOver, face, away) = state.withLock {
                ($0.isStopping, $0.isWanted ? $0.face : nil, $0.awayUntil - MonotonicClock.now)
            }
            if isOver { return nil }
            if let face, away <= .zero { return face }
            let pause = face == nil ? MonotonicClock.longest : away
            _ = state.wait(pause) { $0.isStopping || ($0.isWanted != (face != nil)) ? true : nil }
        }
    }

    private func rest(_ pause: Duration) {
        _ = state.wait(pause) { $0.isStopping || $0.isLeaving || !$0.isWanted ? true : nil }
    }

    /// False when something else is wanted by now: the card may have been removed or swapped while we connected.
    private func enter(_ socket: VPCDSocket, with face: SerializedFace) -> Bool {
        state.withLock { state in
            guard state.isWanted, state.face === face, !state.isStopping, state.awayUntil <= MonotonicClock.now else {
                socket.close()
                return false
            }
            state.socket = socket
            return true
        }
    }

    private func leaveBehind(_ socket: VPCDSocket, _ face: SerializedFace) {
        face.powerOff()
        // Closed inside the lock: nobody can shut down a descriptor that has a new owner.
        state.withLock { state in
            socket.close()
            state.socket = nil
            state.isLeaving = false
        }
    }

    /// Answers until the connection ends; gives the number of messages.
    private func serve(_ face: SerializedFace, over socket: VPCDSocket) -> Int {
        var served = 0
        var isPowered = false
        while let payload = socket.readFrame() {
            served += 1
            switch VPCDFrame(payload: payload) {
            case .powerOff:
                face.powerOff()
                isPowered = false
            case .powerOn:
                face.powerOn()
                isPowered = true
            case .reset:
                isPowered ? face.reset() : face.powerOn()
                isPowered = true
            case .answerToReset:
                guard socket.write(VPCDFrame.encode(face.atr)) else { return served }
            case .command(let command):
                guard isPowered else {
                    // pcscd did not see that another card came, and takes it for the powered one before: the new
                    // one stays away for so long that it sees.
                    log("port \(port): command before power; out for a moment")
                    state.withLock { $0.awayUntil = MonotonicClock.now + times.absence }
                    return served
                }
                guard answer(command, face, socket) else { return served }
            case .unknown: break
            }
        }
        return served
    }

    /// One command; false when the connection has to end.
    private func answer(_ command: [UInt8], _ face: SerializedFace, _ socket: VPCDSocket) -> Bool {
        watch.begin()
        let reaction = face.react(to: command)
        guard watch.finish() else { return true }
        if reaction.delay > .zero { rest(reaction.delay) }
        switch reaction.event {
        case .answered(let answer): return socket.write(VPCDFrame.encode(answer))
        case .silent:
            rest(times.answer)
            log("port \(port): no answer in time, 6F00 in its place")
            return socket.write(VPCDFrame.encode(VPCDClient.noDiagnosis))
        case .removed:
            log("port \(port): card removed by a fault")
            state.withLock {
                $0.isWanted = false
                $0.awayUntil = MonotonicClock.now + times.absence
            }
            return false
        case .resetByReader:
            log("port \(port): card reset by a fault")
            state.withLock { $0.awayUntil = MonotonicClock.now + times.absence }
            return false
        }
    }

    /// The thread of the watch.
    func watchOver() {
        let interval = min(max(times.answer / 4, .milliseconds(5)), .milliseconds(500))
        while state.wait(interval, until: { $0.isStopping ? true : nil }) == nil {
            switch watch.check() {
            case .nothing: continue
            case .answer:
                log("port \(port): the card is stuck, 6F00 in its place")
                state.withLock { _ = $0.socket?.write(VPCDFrame.encode(VPCDClient.noDiagnosis)) }
            case .disconnection: state.withLock { $0.socket?.shutDown() }
            }
        }
    }

    // ISO/IEC 7816-4 §5.6: no precise diagnosis.
    private static let noDiagnosis: [UInt8] = [0x6F, 0x00]
}
