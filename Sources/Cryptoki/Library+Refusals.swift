// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import ModuleSettings

extension Library {
    /// Why a seed is not taken (C_SeedRandom).
    public func seedRefusal(_ handle: SessionHandle) throws(ReturnCode) -> ReturnCode {
        guard settings.mode != .compat else { return .functionNotSupported }
        return try inSession(handle) { (_, _, _) throws(ReturnCode) in .randomSeedNotSupported }
    }

    /// What the functions of parallel calls answer (C_GetFunctionStatus, C_CancelFunction).
    public var parallelRefusal: ReturnCode {
        settings.mode == .compat ? .functionNotSupported : .functionNotParallel
    }

    /// Drops operations of a session (C_SessionCancel of 3.0).
    public func cancelOperations(_ handle: SessionHandle, _ flags: UInt) throws(ReturnCode) {
        try inSession(handle) { (_, _, session) throws(ReturnCode) in
            func asks(_ flag: UInt) -> Bool { flags & flag != 0 }
            if asks(UInt(CKF_FIND_OBJECTS)) { session.search = nil }
            if asks(UInt(CKF_SIGN)) { session.signing = nil }
            if asks(UInt(CKF_VERIFY)) { session.verification = nil }
            if asks(UInt(CKF_ENCRYPT)) { session.encryption = nil }
            if asks(UInt(CKF_DECRYPT)) { session.decryption = nil }
            if asks(UInt(CKF_DIGEST)) { session.digesting = nil }
        }
    }
}
