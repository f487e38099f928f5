// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPostgreSQL
internal import Glibc

/// A connection to a PostgreSQL server through libpq.
///
/// Blocking, one owner. No call waits longer than it was told to: a server that was cut off by a firewall says nothing
/// at all. After a failure of the connection every call fails until there is a new one.
@safe public final class PostgreSQLConnection {
    let library: ClientLibrary
    let handle: OpaquePointer
    /// Until when an answer is awaited, in milliseconds.
    public var patience: Int

    /// Connects.
    ///
    /// - Parameters:
    ///   - target: a connection string of libpq, `key=value` pairs or a URI; without a password in it, which libpq takes
    ///     from its password file.
    ///   - patience: how long to wait for the connection, and for each answer, in milliseconds.
    public init(_ target: String, patience: Int = 5_000) throws(PostgreSQLFailure) {
        guard let library = ClientLibrary.shared else {
            throw .connection("libpq.so.5 is missing (apt install libpq5)")
        }
        self.library = library
        self.patience = patience
        guard let handle = unsafe library.connectStart(target) else { throw .connection("out of memory") }
        unsafe self.handle = handle
        // From here on deinit gives the handle back, also when this throws.
        try connect(until: deadline())
        unsafe _ = library.setNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit { unsafe library.finish(handle) }

    /// Whether the connection still stands, as far as is known.
    public var isOpen: Bool { unsafe library.status(handle) == CONNECTION_OK }

    private func connect(until deadline: Int64) throws(PostgreSQLFailure) {
        // libpq §34.2: a fresh connection behaves as if it had said that it wants to write.
        var state = PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            guard state != PGRES_POLLING_FAILED else { throw .connection(message) }
            try wait(state == PGRES_POLLING_READING ? Int16(POLLIN) : Int16(POLLOUT), until: deadline)
            state = unsafe library.connectPoll(handle)
        }
        unsafe _ = library.setNonBlocking(handle, 1)
    }

    /// One statement, or several when there are no parameters.
    @discardableResult
    public func execute(
        _ statement: String, _ parameters: [PostgreSQLValue] = []
    ) throws(PostgreSQLFailure) -> [PostgreSQLRow] {
        let deadline = deadline()
        guard send(statement, parameters) == 1 else { throw .connection(message) }
        try flush(until: deadline)
        var rows: [PostgreSQLRow] = []
        var refusal: PostgreSQLFailure?
        while let result = try nextResult(until: deadline) {
            do {
                rows = try unsafe rowsOf(result.pointer)
            } catch {
                refusal = refusal ?? error
            }
        }
        if let refusal { throw refusal }
        return rows
    }

    /// What was told to channels that are listened to, waiting for so many milliseconds at most when nothing is there.
    public func notifications(waiting milliseconds: Int) throws(PostgreSQLFailure) -> [PostgreSQLNotification] {
        let end = now() + Int64(max(milliseconds, 0))
        while true {
            guard unsafe library.consumeInput(handle) == 1 else { throw .connection(message) }
            let heard = takeNotifications()
            if !heard.isEmpty || now() >= end { return heard }
            do {
                try wait(Int16(POLLIN), until: end)
            } catch {
                if case .connection = error, isOpen, now() >= end { return [] }
                throw error
            }
        }
    }

    private func takeNotifications() -> [PostgreSQLNotification] {
        var heard: [PostgreSQLNotification] = []
        while let next = unsafe library.notifies(handle) {
            unsafe heard.append(
                PostgreSQLNotification(
                    channel: String(cString: next.pointee.relname), payload: String(cString: next.pointee.extra)))
            unsafe library.freeMemory(next)
        }
        return heard
    }

    var message: String {
        let text = unsafe library.errorMessage(handle).map { unsafe String(cString: $0) } ?? ""
        return text.split(separator: "\n").first.map(String.init) ?? "no connection"
    }
}
