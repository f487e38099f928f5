// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// Who keeps a card busy.
///
/// The service does not tell. But a client of pcscd is a process at the other end of one of its sockets: when there is
/// exactly one process beside ours, and none of our own connections is in a transaction, it is the one. With more than
/// one, or one that we may not look into, nobody is named: a wrong name is worse than none.
enum CardHolder {
    /// Transactions of this process.
    static let ownTransactions = Atomic<Int>(0)

    /// Command name and pid of the only process that can hold the card.
    static func name() -> String? {
        guard ownTransactions.load(ordering: .relaxed) == 0 else { return nil }
        var ends = UnixSockets.peers(ofSocketsNamed: ServiceSocket.path)
        for inode in inodes(of: "self") { ends.remove(inode) }
        guard !ends.isEmpty else { return nil }
        var holder: String?
        for process in folder("/proc") where Int32(process) != nil && Int32(process) != getpid() {
            let own = ends.intersection(inodes(of: process))
            guard !own.isEmpty else { continue }
            guard holder == nil else { return nil }
            holder = process
            ends.subtract(own)
        }
        // What is left belongs to processes of other users.
        guard let holder, ends.isEmpty else { return nil }
        let command = ProcFile.lines(of: "/proc/\(holder)/comm").first.map { Array($0) } ?? []
        return (ReaderName.parse(command).first.map { $0.text + " " } ?? "") + "(\(holder))"
    }

    /// Inodes of the sockets that a process has open; none when we may not look.
    private static func inodes(of process: String) -> Set<UInt32> {
        var found: Set<UInt32> = []
        let place = "/proc/\(process)/fd"
        for file in folder(place) {
            var target = [CChar](repeating: 0, count: 64)
            let length = unsafe readlink("\(place)/\(file)", &target, target.count)
            guard length > 9 else { continue }
            let text = String(decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("socket:["), let inode = UInt32(text.dropFirst(8).dropLast()) else { continue }
            found.insert(inode)
        }
        return found
    }

    private static func folder(_ path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            names.append(
                unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }
}
