// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The right to write, held from making to ``release()`` or the end of the process.
///
/// A lock of the open file description (fcntl(2), F_OFD_SETLK): other than a classic record lock it also keeps a second
/// writer of the same process out, and is not lost when somebody closes another descriptor of the file. The file holds
/// the holder's process number, because the kernel tells none for such locks.
final class AuditLock {
    private let descriptor: Int32
    private let process: pid_t
    static let name = "lock"
    /// F_OFD_GETLK and F_OFD_SETLK (asm-generic/fcntl.h), which the module of the C library leaves out.
    private static let (getLock, setLock): (Int32, Int32) = (36, 37)

    /// Takes the lock or says who has it.
    init(_ folder: AuditFolder) throws(AuditError) {
        guard let file = try folder.open(AuditLock.name, O_RDWR | O_CREAT, isPrivate: true) else {
            throw .storage(AuditLock.name, ENOENT)
        }
        process = getpid()
        guard AuditLock.set(F_WRLCK, file) else {
            let code = errno
            let holder = AuditLock.holder(file)
            _ = close(file)
            throw code == EAGAIN || code == EACCES ? .inUse(holder: holder) : .storage(AuditLock.name, code)
        }
        descriptor = file
        let text = Array("\(process)\n".utf8)
        do {
            try folder.truncate(file, AuditLock.name, to: 0)
            try folder.write(text.span, to: file, AuditLock.name)
        } catch {
            _ = close(file)
            throw error
        }
    }

    deinit { release() }

    /// Whether this is the process that took the lock, and not a child forked since.
    var isOurs: Bool { getpid() == process }

    private var isReleased = false

    /// Lets others write.
    func release() {
        guard !isReleased else { return }
        isReleased = true
        // A forked child shares the lock: if it unlocked, the parent's would be gone; if it only keeps its copy of the
        // descriptor, the parent's unlocking frees it all the same.
        if isOurs { _ = AuditLock.set(F_UNLCK, descriptor) }
        _ = close(descriptor)
    }

    /// Whether some process writes this trail.
    static func isHeld(_ folder: AuditFolder) -> Bool {
        guard let file = (try? folder.open(name, O_RDONLY)) ?? nil else { return false }
        defer { _ = close(file) }
        var request = AuditLock.request(F_RDLCK)
        return unsafe fcntl(file, AuditLock.getLock, &request) == 0 && request.l_type != Int16(F_UNLCK)
    }

    private static func request(_ type: Int32) -> flock {
        var request = flock()
        request.l_type = Int16(type)
        request.l_whence = Int16(SEEK_SET)
        return request
    }

    private static func set(_ type: Int32, _ file: Int32) -> Bool {
        var request = request(type)
        return unsafe fcntl(file, AuditLock.setLock, &request) == 0
    }

    /// The number in the file, if such a process lives.
    private static func holder(_ file: Int32) -> pid_t? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe pread(file, &bytes, bytes.count, 0)
        guard count > 0, bytes[count - 1] == UInt8(ascii: "\n"),
            let number = pid_t(String(decoding: bytes[0..<count - 1], as: UTF8.self)), number > 0
        else { return nil }
        return kill(number, 0) == 0 || errno == EPERM ? number : nil
    }
}
