// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The reader's side of vpcd on a free port: listens, sends messages, reads answers, waits ten seconds at most.
public final class FakeVPCD {
    /// The port on which it listens.
    public let port: UInt16
    private var listener: Int32
    private var peer: Int32 = -1

    /// Takes a port, or a free one, and listens there unless told not to; nil when it is taken.
    public init?(port wanted: UInt16 = 0, listens: Bool = true) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(4))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0 && (!listens || listen(descriptor, 4) == 0)
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isBound else { return nil }
    }

    deinit { stop() }

    /// Waits for a card; false when none comes.
    public func accept() -> Bool {
        guard FakeVPCD.isReadable(listener) else { return false }
        hangUp()
        peer = Glibc.accept(listener, nil, nil)
        return peer >= 0
    }

    /// Ends the conversation, and goes on listening.
    public func hangUp() {
        if peer >= 0 { close(peer) }
        peer = -1
    }

    /// Stops listening too.
    public func stop() {
        hangUp()
        guard listener >= 0 else { return }
        close(listener)
        listener = -1
    }

    /// Bytes as they are.
    public func send(_ bytes: [UInt8]) {
        _ = unsafe Glibc.send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// A message with its length before it.
    public func message(_ payload: [UInt8]) {
        send([UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)])
        send(payload)
    }

    /// The next answer; nil when the card left or says nothing.
    public func answer() -> [UInt8]? {
        guard let head = read(2) else { return nil }
        return read(Int(head[0]) << 8 | Int(head[1]))
    }

    /// A command and its answer.
    public func exchange(_ command: [UInt8]) -> [UInt8]? {
        message(command)
        return answer()
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard FakeVPCD.isReadable(peer) else { return nil }
            var chunk = [UInt8](repeating: 0, count: count - bytes.count)
            let got = unsafe recv(peer, &chunk, chunk.count, 0)
            guard got > 0 else { return nil }
            bytes += chunk.prefix(got)
        }
        return bytes
    }

    private static func isReadable(_ descriptor: Int32) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&wanted, 1, 10_000) == 1
    }
}
