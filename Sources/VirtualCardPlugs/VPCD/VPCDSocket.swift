// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A TCP connection to a port on which vpcd listens on this machine.
///
/// Only `shutDown` may be called while another thread reads. The owner closes it, once.
struct VPCDSocket: Hashable, Sendable {
    private let descriptor: Int32

    /// Connects, or gives nil at once when nobody listens.
    init?(port: UInt16) {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { return nil }
        descriptor = made
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let outcome = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(made, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        // A client that knocks on a free port of the ephemeral range can meet itself (RFC 9293 §3.5, simultaneous
        // open): such a connection would even keep pcscd from listening there.
        guard outcome == 0, localPort != port else {
            close()
            return nil
        }
        set(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
        // A peer that stops reading must not hold us: its buffer is larger than any answer.
        set(SOL_SOCKET, SO_SNDTIMEO, timeval(tv_sec: 5, tv_usec: 0))
    }

    /// Reads one message; nil at the end of the connection, or when the rest of a message does not come.
    func readFrame() -> [UInt8]? {
        guard let head = read(2, patience: nil) else { return nil }
        return read(Int(head[0]) << 8 | Int(head[1]), patience: .seconds(5))
    }

    /// Writes bytes; false when the connection has ended.
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Ends the conversation: a reader in another thread returns.
    func shutDown() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Gives the descriptor back.
    func close() {
        _ = Glibc.close(descriptor)
    }

    private func read(_ count: Int, patience: Duration?) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        let deadline = patience.map { MonotonicClock.now + $0 }
        while filled < count {
            // vpcd sends length and payload separately and waits for our acknowledgement in between (Nagle): without
            // this, before every read because the kernel forgets it, each command costs 44 ms.
            set(Int32(IPPROTO_TCP), TCP_QUICKACK, Int32(1))
            if let deadline, !waitForInput(until: deadline) { return nil }
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe recv(descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled, 0)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }

    private func waitForInput(until deadline: Duration) -> Bool {
        while true {
            let rest = deadline - MonotonicClock.now
            guard rest > .zero else { return false }
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let milliseconds = Int32(clamping: rest.components.seconds &* 1000 &+ 1000)
            let outcome = unsafe poll(&wanted, 1, min(milliseconds, 1000))
            if outcome > 0 { return true }
            if outcome < 0, errno != EINTR { return false }
        }
    }

    private var localPort: UInt16? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let outcome = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &length)
            }
        }
        return outcome == 0 ? UInt16(bigEndian: address.sin_port) : nil
    }

    private func set<Value: BitwiseCopyable>(_ level: Int32, _ option: Int32, _ value: Value) {
        unsafe withUnsafeBytes(of: value) { bytes in
            _ = unsafe setsockopt(descriptor, level, option, bytes.baseAddress, socklen_t(bytes.count))
        }
    }
}
