// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The kernel's table of Unix sockets (sock_diag(7)), which tells who is connected to whom.
///
/// Written for little-endian machines; elsewhere it finds nobody.
enum UnixSockets {
    private static let netlink: Int32 = 16  // AF_NETLINK
    private static let sockDiag: Int32 = 4  // NETLINK_SOCK_DIAG
    private static let mostAnswers = 4096

    /// Inodes of the sockets at the other end of those that bear this name.
    static func peers(ofSocketsNamed name: String) -> Set<UInt32> {
        let descriptor = socket(netlink, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), sockDiag)
        guard descriptor >= 0 else { return [] }
        defer { _ = close(descriptor) }
        var limit = timeval(tv_sec: 0, tv_usec: 200_000)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let request = dumpRequest
        guard unsafe send(descriptor, request, request.count, 0) == request.count else { return [] }
        var found: Set<UInt32> = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<mostAnswers {
            let got = unsafe recv(descriptor, &piece, piece.count, 0)
            guard got > 0, read(piece.prefix(got), Array(name.utf8), into: &found) else { break }
        }
        return found
    }

    /// An nlmsghdr of 16 bytes and a unix_diag_req of 24.
    private static var dumpRequest: [UInt8] {
        var bytes: [UInt8] = []
        func put(_ value: UInt32) { bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        put(40)
        put(20 | 0x0301 << 16)  // SOCK_DIAG_BY_FAMILY; NLM_F_REQUEST | NLM_F_DUMP
        put(1)
        put(0)
        put(1)  // AF_UNIX
        put(UInt32.max)  // sockets in any state
        put(0)
        put(0x01 | 0x04)  // UDIAG_SHOW_NAME | UDIAG_SHOW_PEER
        put(0)
        put(0)
        return bytes
    }

    /// Takes the peers out of one answer; false when it is the last.
    static func read(_ answer: ArraySlice<UInt8>, _ name: [UInt8], into found: inout Set<UInt32>) -> Bool {
        var rest = answer
        while let length = word(rest, 0).map({ Int($0) }), length >= 16, length <= rest.count {
            guard let type = word(rest, 4).map({ $0 & 0xFFFF }), type == 20 else { return false }
            // unix_diag_msg of 16 bytes, then attributes: length, type, value, padded to four bytes.
            var attributes = rest.prefix(length).dropFirst(32)
            var isNamed = false
            var peer: UInt32?
            while let head = word(attributes, 0) {
                let size = Int(head & 0xFFFF)
                guard size >= 4, size <= attributes.count else { break }
                let value = attributes.prefix(size).dropFirst(4)
                if head >> 16 == 0 { isNamed = value.prefix { $0 != 0 }.elementsEqual(name) }
                if head >> 16 == 2 { peer = word(value, 0) }
                attributes = attributes.dropFirst((size + 3) & ~3)
            }
            if isNamed, let peer { found.insert(peer) }
            rest = rest.dropFirst((length + 3) & ~3)
        }
        return true
    }

    private static func word(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> UInt32? {
        let four = bytes.dropFirst(offset).prefix(4)
        guard four.count == 4 else { return nil }
        return four.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
