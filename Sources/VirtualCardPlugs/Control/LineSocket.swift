// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A Unix socket that carries lines, one request or answer each.
public struct LineSocket: Sendable {
    private let descriptor: Int32
    private static let longestLine = 1 << 20

    /// Connects to a server.
    public static func connect(to path: String) throws(SystemFailure) -> LineSocket {
        let made = try LineSocket(for: path)
        guard try unsafe made.with(path, { unsafe Glibc.connect(made.descriptor, $0, $1) }) == 0 else {
            let code = errno
            made.close()
            throw SystemFailure("connect", path, code: code)
        }
        return made
    }

    /// Listens for clients of this user only.
    public static func listen(at path: String) throws(SystemFailure) -> LineSocket {
        if let alive = try? connect(to: path) {
            alive.close()
            throw SystemFailure("listen", path, code: EADDRINUSE)
        }
        // Only a socket that nobody listens on any more is taken away, never a file.
        var facts = stat()
        if unsafe lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFSOCK { unsafe unlink(path) }
        let made = try LineSocket(for: path)
        // The file appears with the mask's permissions: there is no moment in which others may connect.
        let mask = umask(0o177)
        defer { umask(mask) }
        guard try unsafe made.with(path, { unsafe bind(made.descriptor, $0, $1) }) == 0,
            Glibc.listen(made.descriptor, 8) == 0
        else {
            let code = errno
            made.close()
            throw SystemFailure("listen", path, code: code)
        }
        return made
    }

    /// Waits for a client; nil when the listener was shut down.
    public func accept() -> LineSocket? {
        while true {
            let peer = Glibc.accept(descriptor, nil, nil)
            if peer >= 0 {
                _ = fcntl(peer, F_SETFD, FD_CLOEXEC)
                return LineSocket(peer)
            }
            guard errno == EINTR || errno == ECONNABORTED else { return nil }
        }
    }

    /// Lets threads that wait on the socket return.
    public func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Gives the descriptor back.
    public func close() { _ = Glibc.close(descriptor) }

    /// The next line; nil at the end, or when it is longer than any request.
    public func readLine(after rest: inout [UInt8]) -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.removeFirst(end + 1) }
                return Array(rest[..<end])
            }
            guard rest.count <= LineSocket.longestLine else { return nil }
            let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            rest.append(contentsOf: chunk.prefix(count))
        }
    }

    /// Writes a line; false when the peer has left.
    public func write(line: [UInt8]) -> Bool {
        var rest = (line + [UInt8(ascii: "\n")])[...]
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
}

extension LineSocket {
    private init(for path: String) throws(SystemFailure) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemFailure("socket", path) }
    }

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    private func with(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(SystemFailure) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { field in
            guard bytes.count < field.count else { return false }
            unsafe field.copyBytes(from: bytes)
            return true
        }
        guard fits else { throw SystemFailure("connect", path, code: ENAMETOOLONG) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
