// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CLDAP
internal import Glibc

/// A layer on top of a connection's others that wipes each message once it was written.
///
/// The library keeps a bind's message, and with it the password, until the answer is there, and frees it as it is.
/// liblber has functions for memory that could be set, but does not use them for messages.
enum WipingLayer {
    /// Puts it on top: TLS, below, takes the message from it in clear.
    static func add(to socket: OpaquePointer?) -> Bool {
        unsafe ber_sockbuf_add_io(socket, functions, LBER_SBIOD_LEVEL_APPLICATION, nil) == 0
    }

    // Never changed, never freed.
    private nonisolated(unsafe) static let functions: UnsafeMutablePointer<Sockbuf_IO> = {
        let functions = UnsafeMutablePointer<Sockbuf_IO>.allocate(capacity: 1)
        unsafe functions.initialize(
            to: Sockbuf_IO(
                sbi_setup: nil, sbi_remove: nil,
                sbi_ctrl: { layer, option, argument in
                    guard let next = unsafe layer?.pointee.sbiod_next else { return 0 }
                    return unsafe next.pointee.sbiod_io.pointee.sbi_ctrl(next, option, argument)
                },
                sbi_read: { layer, bytes, count in
                    guard let next = unsafe layer?.pointee.sbiod_next else { return -1 }
                    return unsafe next.pointee.sbiod_io.pointee.sbi_read(next, bytes, count)
                },
                sbi_write: { layer, bytes, count in
                    guard let next = unsafe layer?.pointee.sbiod_next else { return -1 }
                    let written = unsafe next.pointee.sbiod_io.pointee.sbi_write(next, bytes, count)
                    let failure = errno
                    // What was not written may be tried again, unless the connection is at its end.
                    let isOver = written < 0 && ![EAGAIN, EINTR].contains(failure)
                    if let bytes = unsafe bytes {
                        unsafe explicit_bzero(bytes, isOver ? Int(count) : max(Int(written), 0))
                    }
                    errno = failure
                    return written
                }, sbi_close: nil))
        return unsafe functions
    }()
}
