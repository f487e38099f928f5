// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CProcessControl
internal import Glibc
internal import SecretMemory

/// A pipe with a line and a secret in it, and nothing to come.
struct CommandInput: ~Copyable {
    /// The end to read from; ours too, so that whoever reads can go away without a signal to us.
    let reading: Int32

    /// Filled before anybody reads: all of it is less than the 4 096 bytes that fit at least (pipe(7)).
    init(line: String, _ secret: borrowing SecretBytes) throws(SecondFactorTrouble) {
        var ends: [Int32] = [-1, -1]
        guard unsafe caducee_pipe(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else { throw .resources }
        defer { _ = close(ends[1]) }
        // Reading waits, as programs expect of their input; the flag is of each end.
        guard fcntl(ends[0], F_SETFL, 0) == 0, CommandInput.write(line, secret, to: ends[1]) else {
            _ = close(ends[0])
            throw .resources
        }
        reading = ends[0]
    }

    deinit { _ = close(reading) }

    /// Whether nothing is left in it.
    var isRead: Bool {
        var state = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&state, 1, 0) >= 0 else { return false }
        return state.revents & Int16(POLLIN) == 0
    }

    private static func write(_ line: String, _ secret: borrowing SecretBytes, to descriptor: Int32) -> Bool {
        let head = Array("\(line)\n".utf8)
        guard unsafe Glibc.write(descriptor, head, head.count) == head.count else { return false }
        return secret.withSpan { bytes in
            unsafe bytes.withUnsafeBytes { raw in
                unsafe Glibc.write(descriptor, raw.baseAddress, raw.count) == raw.count
            }
        }
    }
}
