// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ISO7816
import Synchronization

/// A minimal card behind vpcd: enough to see resets, exchanges and long answers.
///
/// `00 84` counts the commands since the last reset; `00 20` with data verifies, without data tells whether verified;
/// `00 CB P1P2` answers P1P2 bytes; `00 DB` tells how many bytes of data came; `00 2A` is silent until it is removed.
final class TinyCard: Sendable {
    static let cps3 = [UInt8](hexadecimal: "3BAC00402A001225006480000310009000") ?? []
    static let cps4 = [UInt8](hexadecimal: "3B9B188001001225006480040100009044") ?? []

    private struct State {
        var socket: Int32 = -1
        var commands: UInt8 = 0
        var isVerified = false
        var resets = 0
        var total = 0
        var removeAfter: Int?
    }

    private let atr: [UInt8]
    private let state = Mutex(State())

    /// Commands since it was made.
    var total: Int { state.withLock { $0.total } }
    /// Resets and power cycles since it was made.
    var resets: Int { state.withLock { $0.resets } }

    init(atr: [UInt8]) {
        self.atr = atr
    }

    /// Has the card pulled out when so many commands more have come, before the answer to the last.
    func removeAtCommand(_ count: Int) {
        state.withLock { $0.removeAfter = count }
    }

    /// Puts the card into the reader behind `port`; vpcd may not listen yet after a restart.
    @discardableResult
    func insert(at port: UInt16) -> Bool {
        var made: Int32 = -1
        until {
            made = TinyCard.connect(port)
            return made >= 0
        }
        guard made >= 0 else { return false }
        let socket = made
        state.withLock { $0.socket = socket }
        Thread { self.serve(socket) }.start()
        return true
    }

    /// Pulls it out.
    func remove() {
        state.withLock { state in
            if state.socket >= 0 { hangUp(state.socket) }
            state.socket = -1
            state.isVerified = false
        }
    }

    private static func connect(_ port: UInt16) -> Int32 {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe Foundation.connect(made, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0 { return made }
        close(made)
        return -1
    }

    private func serve(_ socket: Int32) {
        defer { close(socket) }
        while let head = read(2, socket), let message = read(Int(head[0]) << 8 | Int(head[1]), socket) {
            guard let answer = answer(to: message) else { continue }
            if answer.isEmpty { return }
            let frame = [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer
            guard unsafe send(socket, frame, frame.count, Int32(MSG_NOSIGNAL)) == frame.count else { return }
        }
    }

    /// nil: no answer is due; empty: the card has gone.
    private func answer(to message: [UInt8]) -> [UInt8]? {
        if message.count == 1 {
            guard message[0] != 4 else { return atr }
            state.withLock { state in
                state.commands = 0
                state.isVerified = false
                state.resets += 1
            }
            return nil
        }
        return state.withLock { state in
            state.commands &+= 1
            state.total += 1
            if let left = state.removeAfter {
                state.removeAfter = left > 1 ? left - 1 : nil
                if left <= 1 {
                    hangUp(state.socket)
                    state.socket = -1
                    return []
                }
            }
            let extra = message.count > 5
            switch message[1] {
            case 0x84: return [state.commands, 0x90, 0x00]
            case 0x20 where extra:
                state.isVerified = true
                return [0x90, 0x00]
            case 0x20: return state.isVerified ? [0x90, 0x00] : [0x63, 0xC3]
            case 0xCB:
                let count = Int(message[2]) << 8 | Int(message[3])
                return (0..<count).map { UInt8(truncatingIfNeeded: $0) } + [0x90, 0x00]
            case 0xDB:
                let count = message.count - 7
                return [UInt8(count >> 8), UInt8(count & 0xFF), 0x90, 0x00]
            default: return [0x6D, 0x00]
            }
        }
    }

    private func read(_ count: Int, _ socket: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            // The driver sends length and content apart and waits for our acknowledgement: 44 ms without this.
            var on: Int32 = 1
            _ = unsafe setsockopt(
                socket, Int32(IPPROTO_TCP), TCP_QUICKACK, &on, socklen_t(MemoryLayout<Int32>.size))
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe recv(socket, buffer.baseAddress.map { unsafe $0 + done }, count - done, 0)
            }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }
}

private func hangUp(_ socket: Int32) {
    _ = shutdown(socket, Int32(SHUT_RDWR))
}
