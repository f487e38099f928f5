// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPostgreSQL
internal import Glibc

/// A result that is freed once.
@safe struct QueryResult: ~Copyable {
    let pointer: OpaquePointer
    private let library: ClientLibrary

    init(_ pointer: OpaquePointer, of library: ClientLibrary) {
        unsafe self.pointer = pointer
        self.library = library
    }

    deinit { unsafe library.clear(pointer) }
}

extension PostgreSQLConnection {
    func send(_ statement: String, _ parameters: [PostgreSQLValue]) -> Int32 {
        guard !parameters.isEmpty else { return unsafe library.sendQuery(handle, statement) }
        let copies = unsafe parameters.map { value in unsafe value.text.map { unsafe strdup($0) } ?? nil }
        defer { unsafe copies.forEach { unsafe free($0) } }
        let pointers = unsafe copies.map { unsafe UnsafePointer($0) }
        return unsafe pointers.withUnsafeBufferPointer { values in
            unsafe library.sendQueryParameters(
                handle, statement, Int32(parameters.count), nil, values.baseAddress, nil, nil, 0)
        }
    }

    func flush(until deadline: Int64) throws(PostgreSQLFailure) {
        while true {
            switch unsafe library.flush(handle) {
            case 0: return
            case 1:
                try wait(Int16(POLLIN) | Int16(POLLOUT), until: deadline)
                guard unsafe library.consumeInput(handle) == 1 else { throw .connection(message) }
            default: throw .connection(message)
            }
        }
    }

    func nextResult(until deadline: Int64) throws(PostgreSQLFailure) -> QueryResult? {
        while unsafe library.isBusy(handle) == 1 {
            try wait(Int16(POLLIN), until: deadline)
            guard unsafe library.consumeInput(handle) == 1 else { throw .connection(message) }
        }
        guard let result = unsafe library.getResult(handle) else { return nil }
        return unsafe QueryResult(result, of: library)
    }

    func rowsOf(_ result: OpaquePointer) throws(PostgreSQLFailure) -> [PostgreSQLRow] {
        switch unsafe library.resultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return []
        case PGRES_TUPLES_OK: break
        case PGRES_FATAL_ERROR:
            // PG_DIAG_SQLSTATE; its macro is a character, which is not imported.
            let state = unsafe library.resultErrorField(result, Int32(UInt8(ascii: "C")))
            guard let state = unsafe state else { throw .connection(message) }
            let words = unsafe library.resultErrorField(result, Int32(UInt8(ascii: "M"))).map {
                unsafe String(cString: $0)
            }
            throw .refused(state: unsafe String(cString: state), words ?? "")
        default: throw .unexpected("result of a kind that was not asked for")
        }
        let columns = unsafe library.columnCount(result)
        return unsafe (0..<library.rowCount(result)).map { row in
            PostgreSQLRow(
                fields: (0..<columns).map { column in
                    guard unsafe library.isNull(result, row, column) == 0,
                        let value = unsafe library.value(result, row, column)
                    else { return nil }
                    return unsafe String(cString: value)
                })
        }
    }

    /// Waits until the socket is ready.
    func wait(_ events: Int16, until deadline: Int64) throws(PostgreSQLFailure) {
        while true {
            let rest = deadline - now()
            guard rest > 0 else { throw .connection("no answer in time") }
            var socket = pollfd(fd: unsafe library.socket(handle), events: events, revents: 0)
            guard socket.fd >= 0 else { throw .connection(message) }
            let outcome = unsafe poll(&socket, 1, Int32(clamping: rest))
            if outcome > 0 { return }
            if outcome < 0, errno != EINTR { throw .connection("poll: error \(errno)") }
        }
    }

    func deadline() -> Int64 { now() + Int64(patience) }

    func now() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
