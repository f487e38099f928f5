// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SecretMemory

/// Reads one line from a descriptor, byte by byte into wiped memory, and not one byte more.
///
/// Nothing is read ahead, so that the same descriptor can carry several lines.
struct DescriptorLine {
    /// Longer than any PIN; what a card accepts is judged by its own limits.
    static let mostBytes = 64

    let descriptor: Int32
    let deadline: ContinuousClock.Instant
    /// A byte arriving here means that the person gave up.
    var cancel: Int32?

    /// How reading ended other than with a line.
    enum Stop: Error {
        case closed, tooLong, timeout, cancelled, unreadable
    }

    func read() throws(Stop) -> SecretBytes {
        var used = 0
        return try SecretBytes(capacity: DescriptorLine.mostBytes + 1) { (target) throws(Stop) -> Int in
            while true {
                try wait()
                let got = unsafe target.withUnsafeMutableBytes { bytes in
                    unsafe bytes.baseAddress.map { unsafe Foundation.read(descriptor, $0 + used, 1) } ?? -1
                }
                if got < 0, errno == EINTR || errno == EAGAIN { continue }
                guard got >= 0 else { throw .unreadable }
                guard got == 1 else {
                    guard used > 0 else { throw .closed }
                    return used
                }
                if target[used] == UInt8(ascii: "\n") {
                    target[used] = 0
                    // A line written on Windows ends in CR LF.
                    return used > 0 && target[used - 1] == UInt8(ascii: "\r") ? used - 1 : used
                }
                used += 1
                guard used <= DescriptorLine.mostBytes else { throw .tooLong }
            }
        }
    }

    private func wait() throws(Stop) {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .timeout }
            // Rounded up: a wait of zero would spin through the last millisecond.
            let milliseconds = Int32(clamping: left / .milliseconds(1) < 1 ? 1 : Int(left / .milliseconds(1)))
            // A negative descriptor is ignored by poll (POSIX).
            var watched = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: cancel ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            let ready = unsafe poll(&watched, 2, milliseconds)
            if ready < 0, errno != EINTR { throw .unreadable }
            if watched[1].revents != 0 { throw .cancelled }
            guard watched[0].revents & Int16(POLLNVAL) == 0 else { throw .unreadable }
            if watched[0].revents != 0 { return }
        }
    }
}
