// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CHostProcess
internal import Glibc
internal import Synchronization

/// The file of one process, opened at its first line.
///
/// No lock: a child forked while another thread held one would wait for ever. Whoever first puts the process's number
/// into `owner` opens the file; a forked child finds its parent's number there, and opens its own.
final class TraceFile: Sendable {
    private let folder: String
    private let limit: Int
    /// Process number above, state or descriptor below.
    private let owner = Atomic<UInt64>(0)
    private let device = Atomic<UInt64>(0)
    private let inode = Atomic<UInt64>(0)
    private let written = Atomic<Int>(0)

    private static let opening = UInt32.max
    private static let failed = UInt32.max - 1
    private static let lastLine = "the file is full: nothing more is written"

    init(folder: String, limit: Int) {
        self.folder = folder
        self.limit = limit
    }

    deinit {
        let value = owner.load(ordering: .acquiring)
        guard TraceFile.process(value) == getpid(), let descriptor = TraceFile.descriptor(value) else { return }
        if isOurs(descriptor) { _ = close(descriptor) }
    }

    /// Appends one line, or loses it.
    func write(_ text: String) {
        let saved = errno
        defer { errno = saved }
        guard let descriptor = openDescriptor() else { return }
        let line = TraceFile.stamp + text + "\n"
        let end = TraceFile.stamp + TraceFile.lastLine + "\n"
        // The last line has its place kept, so that the file never grows beyond its limit.
        let room = limit - end.utf8.count
        let after = written.wrappingAdd(line.utf8.count, ordering: .relaxed).newValue
        if after <= room {
            put(line, descriptor)
        } else if after - line.utf8.count <= room {
            put(end, descriptor)
        } else {
            // Taken back: the sum must not run over in a host that lives for years.
            _ = written.wrappingSubtract(line.utf8.count, ordering: .relaxed)
        }
    }

    /// One write(2): lines of several threads do not mix in an O_APPEND file.
    private func put(_ line: String, _ descriptor: Int32) {
        // The host may have closed our descriptor, as daemons do, and given its number to a file of its own.
        guard isOurs(descriptor) else { return }
        let bytes = Array(line.utf8)
        _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    }

    // MARK: Opening

    private func openDescriptor() -> Int32? {
        let process = getpid()
        for _ in 0..<1000 {
            let value = owner.load(ordering: .acquiring)
            guard TraceFile.process(value) == process else {
                let claim = TraceFile.value(process, TraceFile.opening)
                let result = owner.compareExchange(expected: value, desired: claim, ordering: .acquiringAndReleasing)
                if result.exchanged { return openFile(process, parent: value) }
                continue
            }
            if UInt32(truncatingIfNeeded: value) != TraceFile.opening { return TraceFile.descriptor(value) }
            // Another thread is opening it.
            usleep(100)
        }
        return nil
    }

    private func openFile(_ process: pid_t, parent: UInt64) -> Int32? {
        if let inherited = TraceFile.descriptor(parent), isOurs(inherited) { _ = close(inherited) }
        let descriptor = makeFile(process)
        var facts = stat()
        guard descriptor >= 0, unsafe fstat(descriptor, &facts) == 0 else {
            owner.store(TraceFile.value(process, TraceFile.failed), ordering: .releasing)
            return nil
        }
        device.store(UInt64(facts.st_dev), ordering: .relaxed)
        inode.store(UInt64(facts.st_ino), ordering: .relaxed)
        written.store(0, ordering: .relaxed)
        owner.store(TraceFile.value(process, UInt32(bitPattern: descriptor)), ordering: .releasing)
        return descriptor
    }

    private func makeFile(_ process: pid_t) -> Int32 {
        makeFolders()
        let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard directory >= 0 else { return -1 }
        defer { _ = close(directory) }
        // In a folder of somebody else, or one that others may write to, names can be swapped under us.
        var facts = stat()
        guard unsafe fstat(directory, &facts) == 0, facts.st_uid == geteuid(), facts.st_mode & 0o022 == 0 else {
            return -1
        }
        for _ in 0..<5 {
            let time = TraceFile.time(CLOCK_REALTIME)
            let name = "pkcs11-\(process)-\(time.tv_sec)\(TraceFile.micro(time)).log"
            let flags = O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let descriptor = unsafe openat(directory, name, flags, 0o600)
            if descriptor >= 0 || errno != EEXIST { return descriptor }
            usleep(10)
        }
        return -1
    }

    /// Makes the folder and those above it, as far as they are missing.
    private func makeFolders() {
        var path = ""
        for part in folder.split(separator: "/") {
            path += "/\(part)"
            _ = unsafe mkdir(path, 0o700)
        }
    }

    private func isOurs(_ descriptor: Int32) -> Bool {
        var facts = stat()
        return unsafe fstat(descriptor, &facts) == 0 && UInt64(facts.st_dev) == device.load(ordering: .relaxed)
            && UInt64(facts.st_ino) == inode.load(ordering: .relaxed)
    }

    // MARK: The owner's value

    private static func value(_ process: pid_t, _ state: UInt32) -> UInt64 {
        UInt64(UInt32(bitPattern: process)) << 32 | UInt64(state)
    }

    private static func process(_ value: UInt64) -> pid_t { pid_t(bitPattern: UInt32(truncatingIfNeeded: value >> 32)) }

    private static func descriptor(_ value: UInt64) -> Int32? {
        let state = UInt32(truncatingIfNeeded: value)
        return value == 0 || state >= failed ? nil : Int32(bitPattern: state)
    }

    // MARK: Time

    /// Wall time in UTC, monotonic time in seconds, thread.
    private static var stamp: String {
        let wall = time(CLOCK_REALTIME)
        let steady = time(CLOCK_MONOTONIC)
        var seconds = wall.tv_sec
        var date = unsafe tm()
        _ = unsafe gmtime_r(&seconds, &date)
        let (year, month, day) = unsafe (Int(date.tm_year) + 1900, Int(date.tm_mon) + 1, Int(date.tm_mday))
        let (hour, minute, second) = unsafe (Int(date.tm_hour), Int(date.tm_min), Int(date.tm_sec))
        let dayText = "\(year)-\(padded(month))-\(padded(day))"
        let hourText = "\(padded(hour)):\(padded(minute)):\(padded(second)).\(micro(wall))"
        return "\(dayText)T\(hourText)Z \(steady.tv_sec).\(micro(steady)) [\(caducee_thread_number())] "
    }

    private static func time(_ clock: clockid_t) -> timespec {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return time
    }

    private static func micro(_ time: timespec) -> String { padded(Int(time.tv_nsec) / 1000, to: 6) }

    private static func padded(_ number: Int, to width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
