// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The folder of a trail, by its descriptor: a name that is swapped in a path above changes nothing.
final class AuditFolder {
    private let descriptor: Int32
    /// Told of every change to the disk before it is made; tests let some fail, or end the process there.
    var probe: ((AuditStep, Int) -> AuditStep.Fate)?

    /// Opens a folder.
    ///
    /// - Parameter isOwned: make it where there is none, and refuse one that others may read or write.
    init(_ path: String, isOwned: Bool) throws(AuditError) {
        if isOwned { AuditFolder.make(path) }
        descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .folder(errno) }
        guard isOwned else { return }
        do {
            try AuditFolder.requirePrivate(descriptor, ".")
        } catch {
            _ = close(descriptor)
            throw error
        }
    }

    deinit { _ = close(descriptor) }

    /// Makes the folder and those above it, as far as they are missing.
    private static func make(_ path: String) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            _ = unsafe mkdir(made, 0o700)
        }
    }

    private static func requirePrivate(_ descriptor: Int32, _ name: String) throws(AuditError) {
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw .storage(name, errno) }
        guard facts.st_uid == geteuid(), facts.st_mode & 0o077 == 0 else { throw .exposed(name) }
    }

    /// Names of the entries, sorted.
    func names() throws(AuditError) -> [String] {
        let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw .storage(".", errno) }
        guard let stream = unsafe fdopendir(copy) else {
            let code = errno
            _ = close(copy)
            throw .storage(".", code)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else { break }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            names.append(name)
        }
        guard errno == 0 else { throw .storage(".", errno) }
        return names.sorted()
    }

    /// Opens a file, which must be a regular one.
    ///
    /// - Returns: nil when there is none.
    func open(_ name: String, _ flags: Int32, isPrivate: Bool = false) throws(AuditError) -> Int32? {
        if flags & O_CREAT != 0 { try step(.create, name) }
        // Without waiting: a pipe that somebody put there would hold us up.
        let file = unsafe openat(descriptor, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard file >= 0 else {
            if errno == ENOENT, flags & O_CREAT == 0 { return nil }
            throw .storage(name, errno)
        }
        do throws(AuditError) {
            var facts = stat()
            guard unsafe fstat(file, &facts) == 0 else { throw AuditError.storage(name, errno) }
            guard facts.st_mode & S_IFMT == S_IFREG else { throw AuditError.storage(name, EINVAL) }
            if isPrivate { try AuditFolder.requirePrivate(file, name) }
            return file
        } catch {
            _ = close(file)
            throw error
        }
    }

    /// The content of a file; nil when there is none.
    func read(_ name: String, limit: Int) throws(AuditError) -> [UInt8]? {
        guard let file = try open(name, O_RDONLY) else { return nil }
        defer { _ = close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0 else { throw .storage(name, errno) }
        guard facts.st_size <= limit else { throw .storage(name, EFBIG) }
        // One byte more than there is, so that the end is seen without a second round.
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size) + 1)
        var used = 0
        while used < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe Glibc.read(file, $0.baseAddress?.advanced(by: used), $0.count - used)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .storage(name, errno) }
            if count == 0 { break }
            used += count
        }
        bytes.removeLast(bytes.count - used)
        return bytes
    }

    /// The first bytes of a file of the kernel, which has no size.
    func text(_ name: String) throws(AuditError) -> String {
        guard let file = try open(name, O_RDONLY) else { throw .storage(name, ENOENT) }
        defer { _ = close(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = unsafe Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw .storage(name, errno) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Replaces a file by one that is whole and durable, or leaves the old one.
    func replace(_ name: String, _ content: Span<UInt8>) throws(AuditError) {
        let new = name + ".new"
        guard let file = try open(new, O_WRONLY | O_CREAT | O_TRUNC) else { throw .storage(new, ENOENT) }
        defer { _ = close(file) }
        try write(content, to: file, new)
        try sync(file, new)
        try rename(new, to: name)
    }

    /// Gives a file another name, durably.
    func rename(_ name: String, to new: String) throws(AuditError) {
        try step(.rename, new)
        guard unsafe renameat(descriptor, name, descriptor, new) == 0 else { throw .storage(new, errno) }
        try sync()
    }

    /// Deletes a file.
    func remove(_ name: String) throws(AuditError) {
        try step(.remove, name)
        guard unsafe unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else { throw .storage(name, errno) }
    }

    /// Makes the folder's entries durable.
    func sync() throws(AuditError) {
        guard try step(.sync, ".") else { return }
        guard fsync(descriptor) == 0 else { throw .storage(".", errno) }
    }

    /// Makes a file's content durable.
    func sync(_ file: Int32, _ name: String) throws(AuditError) {
        guard try step(.sync, name) else { return }
        guard fdatasync(file) == 0 else { throw .storage(name, errno) }
    }

    /// Writes everything, or fails with a part of it written.
    func write(_ bytes: Span<UInt8>, to file: Int32, _ name: String) throws(AuditError) {
        let fate = probe?(.write, bytes.count) ?? .proceed
        if case .fail(let code) = fate { throw .storage(name, code) }
        var end = bytes.count
        if case .cut(let count, _) = fate { end = min(count, end) }
        var done = 0
        while done < end {
            let count = unsafe bytes.extracting(done..<end).withUnsafeBytes {
                unsafe Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .storage(name, count == 0 ? ENOSPC : errno) }
            done += count
        }
        if case .cut(_, let then) = fate { throw .storage(name, then()) }
    }

    /// Cuts a file.
    func truncate(_ file: Int32, _ name: String, to size: Int) throws(AuditError) {
        try step(.truncate, name)
        guard ftruncate(file, size) == 0 else { throw .storage(name, errno) }
    }

    /// False where a test does without it.
    @discardableResult
    private func step(_ step: AuditStep, _ name: String) throws(AuditError) -> Bool {
        switch probe?(step, 0) {
        case .fail(let code): throw .storage(name, code)
        case .pretend: return false
        default: return true
        }
    }
}

/// A change to the disk.
enum AuditStep: String, CaseIterable {
    case create, write, sync, truncate, rename, remove

    /// What a test makes of it.
    enum Fate {
        case proceed
        /// A sync that only a power cut would miss is left out.
        case pretend
        /// It fails with this errno, nothing done.
        case fail(Int32)
        /// So many bytes are written, then it fails with the errno that the closure gives, if it returns.
        case cut(Int, then: () -> Int32)
    }
}
