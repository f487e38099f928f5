// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 2.40 §5.6: session management, and what 3.0 adds to it.

/// Opens a session; nobody is called back.
@c(C_OpenSession)
public func openSession(
    _ slot: CK_SLOT_ID, _ flags: CK_FLAGS, _ application: UnsafeMutableRawPointer?, _ notify: CK_NOTIFY?,
    _ place: UnsafeMutablePointer<CK_SESSION_HANDLE>?
) -> CK_RV {
    libraryCall("C_OpenSession", "slot \(slot) flags \(flags)") { (library) throws(ReturnCode) in
        let place = unsafe try Input.place(place)
        guard flags & CKF_SERIAL_SESSION != 0 else { throw .sessionParallelNotSupported }
        unsafe place.pointee = try library.openSession(slot, isReadWrite: flags & CKF_RW_SESSION != 0)
    }
}

/// Closes a session.
@c(C_CloseSession)
public func closeSession(_ session: CK_SESSION_HANDLE) -> CK_RV {
    libraryCall("C_CloseSession", "session \(session)") { (library) throws(ReturnCode) in
        try library.closeSession(session)
    }
}

/// Closes all sessions of a slot.
@c(C_CloseAllSessions)
public func closeAllSessions(_ slot: CK_SLOT_ID) -> CK_RV {
    libraryCall("C_CloseAllSessions", "slot \(slot)") { (library) throws(ReturnCode) in
        try library.closeAllSessions(slot)
    }
}

/// A session.
@c(C_GetSessionInfo)
public func getSessionInfo(_ session: CK_SESSION_HANDLE, _ place: UnsafeMutablePointer<CK_SESSION_INFO>?) -> CK_RV {
    libraryCall("C_GetSessionInfo", "session \(session)") { (library) throws(ReturnCode) in
        let place = unsafe try Input.place(place)
        let facts = try library.sessionInformation(session)
        unsafe place.pointee = CK_SESSION_INFO(
            slotID: facts.slot, state: facts.state, flags: facts.flags, ulDeviceError: 0)
    }
}

/// Operations live on the card or in memory of ours that is not handed out.
@c(C_GetOperationState)
public func getOperationState(
    _ session: CK_SESSION_HANDLE, _ state: UnsafeMutablePointer<CK_BYTE>?, _ count: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    unsupported("C_GetOperationState", "session \(session)")
}

/// As ``getOperationState(_:_:_:)``.
@c(C_SetOperationState)
public func setOperationState(
    _ session: CK_SESSION_HANDLE, _ state: UnsafeMutablePointer<CK_BYTE>?, _ count: CK_ULONG,
    _ encryptionKey: CK_OBJECT_HANDLE, _ authenticationKey: CK_OBJECT_HANDLE
) -> CK_RV {
    unsupported(
        "C_SetOperationState",
        "session \(session) count \(count) encryptionKey \(encryptionKey) authenticationKey \(authenticationKey)")
}

/// Presents a PIN.
@c(C_Login)
public func login(
    _ session: CK_SESSION_HANDLE, _ user: CK_USER_TYPE, _ pin: UnsafeMutablePointer<CK_UTF8CHAR>?, _ count: CK_ULONG
) -> CK_RV {
    libraryCall("C_Login", "session \(session) user \(user)") { (library) throws(ReturnCode) in
        try library.login(session, Input.user(user), unsafe Input.pin(pin, count))
    }
}

/// Presents a PIN; cards of one holder have no user names.
@c(C_LoginUser)
public func loginUser(
    _ session: CK_SESSION_HANDLE, _ user: CK_USER_TYPE, _ pin: UnsafeMutablePointer<CK_UTF8CHAR>?, _ count: CK_ULONG,
    _ name: UnsafeMutablePointer<CK_UTF8CHAR>?, _ nameCount: CK_ULONG
) -> CK_RV {
    libraryCall("C_LoginUser", "session \(session) user \(user)") { (library) throws(ReturnCode) in
        guard nameCount == 0 else { throw .argumentsBad }
        try library.login(session, Input.user(user), unsafe Input.pin(pin, count))
    }
}

/// Ends the login.
@c(C_Logout)
public func logout(_ session: CK_SESSION_HANDLE) -> CK_RV {
    libraryCall("C_Logout", "session \(session)") { (library) throws(ReturnCode) in try library.logout(session) }
}

/// Drops operations of a session.
@c(C_SessionCancel)
public func sessionCancel(_ session: CK_SESSION_HANDLE, _ flags: CK_FLAGS) -> CK_RV {
    libraryCall("C_SessionCancel", "session \(session) flags \(flags)") { (library) throws(ReturnCode) in
        try library.cancelOperations(session, flags)
    }
}
