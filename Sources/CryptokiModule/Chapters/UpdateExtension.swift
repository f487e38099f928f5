// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import Cryptoki

// The established middleware's extension for remote update: reached through the function list, not by name.

/// Takes the card for this session alone.
func startUpdate(_ session: CK_SESSION_HANDLE) -> CK_RV {
    libraryCall("C_StartUpdate", "session \(session)") { (library) throws(ReturnCode) in
        try library.beginUpdate(session)
    }
}

/// Gives it back.
func endUpdate(_ session: CK_SESSION_HANDLE) -> CK_RV {
    libraryCall("C_EndUpdate", "session \(session)") { (library) throws(ReturnCode) in try library.endUpdate(session) }
}

/// One exchange as it is; type 0 wants no answer, 1 wants it.
func transmitMessage(
    _ session: CK_SESSION_HANDLE, _ command: UnsafeMutablePointer<CK_BYTE>?, _ commandCount: CK_ULONG,
    _ answer: UnsafeMutablePointer<CK_BYTE>?, _ answerCount: UnsafeMutablePointer<CK_ULONG>?, _ type: CK_ULONG
) -> CK_RV {
    libraryCall("C_TransmitMessage", "session \(session) commandCount \(commandCount) type \(type)") {
        (library) throws(ReturnCode) in
        guard type <= 1 else { throw .argumentsBad }
        let command = unsafe try Input.secret(command, commandCount)
        guard type == 1 else {
            _ = try library.transmit(session, command, room: nil)
            return
        }
        // The exchange cannot be repeated: there must be room for its answer before it begins.
        guard unsafe answer != nil else { throw .argumentsBad }
        let count = unsafe try Input.place(answerCount)
        let output = try library.transmit(session, command, room: unsafe count.pointee)
        unsafe try Delivery.deliver(output, answer, answerCount)
    }
}

/// Asks whether the card is there, so that nothing ends the exclusive use meanwhile.
func keepAlive(_ session: CK_SESSION_HANDLE) -> CK_RV {
    libraryCall("C_KeepAlive", "session \(session)") { (library) throws(ReturnCode) in try library.keepAlive(session) }
}
