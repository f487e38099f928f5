// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import ISO7816

/// The socket on which pcscd listens, looked at from outside: only to explain a refusal.
enum ServiceSocket {
    /// pcscd has 200 threads for its clients; the next one is refused as if access were denied, or hung up on.
    private static let mostClients = 200

    /// Where the client library looks.
    static var path: String {
        guard let named = unsafe getenv("PCSCLITE_CSOCK_NAME") else { return "/run/pcscd/pcscd.comm" }
        return unsafe String(cString: named)
    }

    /// The fault behind a context that was not given.
    static func fault(of code: ServiceCode) -> TransportFault {
        switch code.fault {
        case .accessDenied where clients() >= mostClients, .serviceUnavailable where clients() >= mostClients:
            .communication(code: ServiceCode.serverTooBusy.rawValue)
        case .serviceUnavailable where isForbidden: .accessDenied
        // A service that dies while it is being greeted.
        case .communication where code.meansDeadContext: .serviceUnavailable
        case let fault: fault
        }
    }

    private static var isForbidden: Bool {
        unsafe access(path, W_OK) != 0 && errno == EACCES
    }

    /// How many sockets pcscd holds towards clients: the accepted ones bear its path in /proc/net/unix.
    static func clients() -> Int {
        let ending = Array((" " + path).utf8)
        return ProcFile.lines(of: "/proc/net/unix").count { line in
            line.count > ending.count && line.suffix(ending.count).elementsEqual(ending)
        }
    }
}

/// A file of /proc, read whole.
enum ProcFile {
    private static let mostBytes = 4_000_000

    /// Its lines; none when it cannot be read.
    static func lines(of path: String) -> [ArraySlice<UInt8>] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { _ = close(file) }
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while content.count < mostBytes {
            let got = unsafe read(file, &piece, piece.count)
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { break }
            content += piece.prefix(got)
        }
        return content.split(separator: 10)
    }
}
