// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CPCSCLite
public import Glibc

// The functions of libpcsclite that the module calls. A program that links this file calls these: what it defines comes
// before what a shared library does. Nothing else of the program may want the real ones.

private func code(_ code: UInt32) -> LONG { LONG(Int64(code)) }

private func text(_ pointer: UnsafePointer<CChar>?) -> [UInt8] {
    guard let pointer = unsafe pointer else { return [] }
    return unsafe UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) }
}

/// Opens a context.
@c(SCardEstablishContext)
public func establishContext(
    _ scope: DWORD, _ first: UnsafeRawPointer?, _ second: UnsafeRawPointer?,
    _ place: UnsafeMutablePointer<SCARDCONTEXT>?
) -> LONG {
    let outcome = FakeService.shared.establish()
    if outcome.code == 0 { unsafe place?.pointee = SCARDCONTEXT(outcome.value) }
    return code(outcome.code)
}

/// Closes a context, and the handles in it.
@c(SCardReleaseContext)
public func releaseContext(_ context: SCARDCONTEXT) -> LONG {
    code(FakeService.shared.release(Int(context)))
}

/// The names of all readers.
@c(SCardListReaders)
public func listReaders(
    _ context: SCARDCONTEXT, _ groups: UnsafePointer<CChar>?, _ buffer: UnsafeMutablePointer<CChar>?,
    _ count: UnsafeMutablePointer<DWORD>?
) -> LONG {
    let outcome = FakeService.shared.listReaders(Int(context))
    guard outcome.code == 0, let count = unsafe count else { return code(outcome.code) }
    let room = unsafe Int(count.pointee)
    unsafe count.pointee = DWORD(outcome.length ?? UInt(outcome.value.count))
    guard let buffer = unsafe buffer else { return 0 }
    guard outcome.value.count <= room else { return code(ServiceFailure.insufficientBuffer.code) }
    for (index, byte) in outcome.value.enumerated() { unsafe buffer[index] = CChar(bitPattern: byte) }
    return 0
}

/// The state of readers; a wait ends at once, with an event at the latest the third time.
@c(SCardGetStatusChange)
public func getStatusChange(
    _ context: SCARDCONTEXT, _ milliseconds: DWORD, _ states: UnsafeMutablePointer<SCARD_READERSTATE>?, _ count: DWORD
) -> LONG {
    var watched: [FakeService.Watched] = []
    for index in 0..<Int(count) {
        guard let state = unsafe states?[index] else { continue }
        watched.append(
            unsafe .init(name: text(state.szReader), known: UInt32(truncatingIfNeeded: state.dwCurrentState)))
    }
    let outcome = FakeService.shared.statusChange(Int(context), watched, waits: milliseconds > 0)
    for (index, told) in outcome.value.enumerated() {
        unsafe states?[index].dwEventState = DWORD(told.event)
        unsafe states?[index].cbAtr = DWORD(outcome.length ?? UInt(told.atr.count))
        if let states = unsafe states {
            unsafe withUnsafeMutableBytes(of: &states[index].rgbAtr) { room in
                for (place, byte) in told.atr.prefix(room.count).enumerated() { unsafe room[place] = byte }
            }
        }
    }
    return code(outcome.code)
}

/// A handle for the card in a reader.
@c(SCardConnect)
public func connect(
    _ context: SCARDCONTEXT, _ reader: UnsafePointer<CChar>?, _ share: DWORD, _ protocols: DWORD,
    _ handle: UnsafeMutablePointer<SCARDHANDLE>?, _ active: UnsafeMutablePointer<DWORD>?
) -> LONG {
    let outcome = unsafe FakeService.shared.connect(Int(context), text(reader))
    if outcome.code == 0 {
        unsafe handle?.pointee = SCARDHANDLE(outcome.value.handle)
        unsafe active?.pointee = DWORD(outcome.value.active)
    }
    return code(outcome.code)
}

/// Acknowledges a reset, and does one if asked.
@c(SCardReconnect)
public func reconnect(
    _ handle: SCARDHANDLE, _ share: DWORD, _ protocols: DWORD, _ initialization: DWORD,
    _ active: UnsafeMutablePointer<DWORD>?
) -> LONG {
    let outcome = FakeService.shared.reconnect(Int(handle), resets: initialization != DWORD(SCARD_LEAVE_CARD))
    if outcome.code == 0 { unsafe active?.pointee = DWORD(outcome.value) }
    return code(outcome.code)
}

/// Lets go of a handle.
@c(SCardDisconnect)
public func disconnect(_ handle: SCARDHANDLE, _ disposition: DWORD) -> LONG {
    code(FakeService.shared.disconnect(Int(handle), resets: disposition != DWORD(SCARD_LEAVE_CARD)).code)
}

/// Takes the card, if it is free.
@c(SCardBeginTransaction)
public func beginTransaction(_ handle: SCARDHANDLE) -> LONG {
    code(FakeService.shared.begin(Int(handle)).code)
}

/// Gives the card back.
@c(SCardEndTransaction)
public func endTransaction(_ handle: SCARDHANDLE, _ disposition: DWORD) -> LONG {
    code(FakeService.shared.end(Int(handle), resets: disposition != DWORD(SCARD_LEAVE_CARD)).code)
}

/// One exchange with the card.
@c(SCardTransmit)
public func transmit(
    _ handle: SCARDHANDLE, _ header: UnsafePointer<SCARD_IO_REQUEST>?, _ command: UnsafePointer<BYTE>?,
    _ commandCount: DWORD, _ received: UnsafeMutablePointer<SCARD_IO_REQUEST>?, _ answer: UnsafeMutablePointer<BYTE>?,
    _ answerCount: UnsafeMutablePointer<DWORD>?
) -> LONG {
    let bytes = unsafe Array(UnsafeBufferPointer(start: command, count: Int(commandCount)))
    let outcome = FakeService.shared.transmit(Int(handle), bytes)
    guard outcome.code == 0, let answerCount = unsafe answerCount else { return code(outcome.code) }
    let room = unsafe Int(answerCount.pointee)
    unsafe answerCount.pointee = DWORD(outcome.length ?? UInt(outcome.value.count))
    guard outcome.value.count <= room else { return code(ServiceFailure.insufficientBuffer.code) }
    for (index, byte) in outcome.value.enumerated() { unsafe answer?[index] = byte }
    return 0
}

/// Tells, by its code, whether somebody else holds the card.
@c(SCardGetAttrib)
public func getAttrib(
    _ handle: SCARDHANDLE, _ attribute: DWORD, _ value: UnsafeMutablePointer<BYTE>?,
    _ count: UnsafeMutablePointer<DWORD>?
) -> LONG {
    code(FakeService.shared.attribute(Int(handle)).code)
}

/// Ends a wait: there is none that lasts.
@c(SCardCancel)
public func cancel(_ context: SCARDCONTEXT) -> LONG { 0 }

/// Pauses of the module are no pauses here: what it waits for has happened, or never will.
@c(usleep)
public func pauseNot(_ microseconds: useconds_t) -> CInt { 0 }
