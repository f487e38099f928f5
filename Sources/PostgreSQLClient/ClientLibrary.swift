// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPostgreSQL
internal import Glibc

/// The functions of libpq, found when a server is first asked for.
///
/// libpq brings Kerberos, LDAP and TLS along: programs that know no server, most runs of `caducee` among them, start in
/// half the time without it.
@safe struct ClientLibrary: @unchecked Sendable {
    /// Nil when it is not there.
    static let shared = try? ClientLibrary()

    let connectStart: @convention(c) (UnsafePointer<CChar>?) -> OpaquePointer?
    let connectPoll: @convention(c) (OpaquePointer?) -> PostgresPollingStatusType
    let finish: @convention(c) (OpaquePointer?) -> Void
    let status: @convention(c) (OpaquePointer?) -> ConnStatusType
    let errorMessage: @convention(c) (OpaquePointer?) -> UnsafeMutablePointer<CChar>?
    let socket: @convention(c) (OpaquePointer?) -> Int32
    let setNonBlocking: @convention(c) (OpaquePointer?, Int32) -> Int32
    let setNoticeProcessor:
        @convention(c) (
            OpaquePointer?, (@convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Void)?,
            UnsafeMutableRawPointer?
        ) -> (@convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Void)?
    let sendQuery: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> Int32
    let sendQueryParameters:
        @convention(c) (
            OpaquePointer?, UnsafePointer<CChar>?, Int32, UnsafePointer<Oid>?,
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
        ) -> Int32
    let flush: @convention(c) (OpaquePointer?) -> Int32
    let consumeInput: @convention(c) (OpaquePointer?) -> Int32
    let isBusy: @convention(c) (OpaquePointer?) -> Int32
    let getResult: @convention(c) (OpaquePointer?) -> OpaquePointer?
    let clear: @convention(c) (OpaquePointer?) -> Void
    let resultStatus: @convention(c) (OpaquePointer?) -> ExecStatusType
    let resultErrorField: @convention(c) (OpaquePointer?, Int32) -> UnsafeMutablePointer<CChar>?
    let columnCount: @convention(c) (OpaquePointer?) -> Int32
    let rowCount: @convention(c) (OpaquePointer?) -> Int32
    let isNull: @convention(c) (OpaquePointer?, Int32, Int32) -> Int32
    let value: @convention(c) (OpaquePointer?, Int32, Int32) -> UnsafeMutablePointer<CChar>?
    let notifies: @convention(c) (OpaquePointer?) -> UnsafeMutablePointer<PGnotify>?
    let freeMemory: @convention(c) (UnsafeMutableRawPointer?) -> Void

    private init() throws(Missing) {
        // Never unloaded: connections and their threads may be anywhere.
        guard let library = unsafe dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL) else { throw Missing() }
        unsafe connectStart = try Self.find("PQconnectStart", library)
        unsafe connectPoll = try Self.find("PQconnectPoll", library)
        unsafe finish = try Self.find("PQfinish", library)
        unsafe status = try Self.find("PQstatus", library)
        unsafe errorMessage = try Self.find("PQerrorMessage", library)
        unsafe socket = try Self.find("PQsocket", library)
        unsafe setNonBlocking = try Self.find("PQsetnonblocking", library)
        unsafe setNoticeProcessor = try Self.find("PQsetNoticeProcessor", library)
        unsafe sendQuery = try Self.find("PQsendQuery", library)
        unsafe sendQueryParameters = try Self.find("PQsendQueryParams", library)
        unsafe flush = try Self.find("PQflush", library)
        unsafe consumeInput = try Self.find("PQconsumeInput", library)
        unsafe isBusy = try Self.find("PQisBusy", library)
        unsafe getResult = try Self.find("PQgetResult", library)
        unsafe clear = try Self.find("PQclear", library)
        unsafe resultStatus = try Self.find("PQresultStatus", library)
        unsafe resultErrorField = try Self.find("PQresultErrorField", library)
        unsafe columnCount = try Self.find("PQnfields", library)
        unsafe rowCount = try Self.find("PQntuples", library)
        unsafe isNull = try Self.find("PQgetisnull", library)
        unsafe value = try Self.find("PQgetvalue", library)
        unsafe notifies = try Self.find("PQnotifies", library)
        unsafe freeMemory = try Self.find("PQfreemem", library)
    }

    /// libpq is not there, or is another one.
    private struct Missing: Error {}

    private static func find<Function>(_ name: String, _ library: UnsafeMutableRawPointer) throws(Missing) -> Function {
        guard let symbol = unsafe dlsym(library, name) else { throw Missing() }
        return unsafe unsafeBitCast(symbol, to: Function.self)
    }
}
