// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A pseudo-terminal: the person's side is `hand`, the program opens `path`.
final class Terminal: Sendable {
    let hand: Int32
    let path: String
    private let held: Int32

    struct Unavailable: Error {}

    init() throws {
        hand = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (unlocked, number): (Int32, Int32) = (0, -1)
        // TIOCSPTLCK and TIOCGPTN of ioctl_tty(2): the C library's own calls are in no Swift module.
        guard hand >= 0, unsafe ioctl(hand, 0x4004_5431, &unlocked) == 0,
            unsafe ioctl(hand, 0x8004_5430, &number) == 0
        else { throw Unavailable() }
        path = "/dev/pts/\(number)"
        // Kept open, so that the settings live on between two prompts.
        held = unsafe open(path, O_RDWR | O_NOCTTY)
        guard held >= 0 else { throw Unavailable() }
    }

    deinit {
        close(held)
        close(hand)
    }

    var isEchoing: Bool {
        var attributes = termios()
        unsafe tcgetattr(held, &attributes)
        return attributes.c_lflag & tcflag_t(ECHO) != 0
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(hand, $0.baseAddress, $0.count) }
    }

    /// Everything shown until `text` has been, waiting at most ten seconds.
    func waitFor(_ text: String) -> String {
        var shown: [UInt8] = []
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end, !String(decoding: shown, as: UTF8.self).contains(text) {
            var watched = pollfd(fd: hand, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&watched, 1, 100) > 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 1_024)
            let got = unsafe read(hand, &buffer, buffer.count)
            guard got > 0 else { break }
            shown += buffer.prefix(got)
        }
        return String(decoding: shown, as: UTF8.self)
    }
}
