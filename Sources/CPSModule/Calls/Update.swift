// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// Functions bear the names of caducee_cps.h, and the compiler holds each against its declaration there.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import CCaduceeCPS
internal import CPSFacade
internal import SecretMemory

/// Takes the card for an update.
@c @implementation
public func cps_update_start(_ card: OpaquePointer?) -> CInt {
    unsafe answer(card) { (handle) throws(Refusal) in
        try handle.use { (state) throws(CPSFailure) in state.update = try state.card.update() }
        handle.watch()
    }
}

/// Sends a command of an update.
@c @implementation
public func cps_update_transmit(
    _ card: OpaquePointer?, _ command: UnsafePointer<UInt8>?, _ commandLength: Int,
    _ answered: UnsafeMutablePointer<UInt8>?, _ length: UnsafeMutablePointer<Int>?
) -> CInt {
    unsafe answer(card) { (handle) throws(Refusal) in
        let buffer = try unsafe CallerBuffer(answered, length)
        let bytes = try unsafe CallerInput.wipingBytes(command, commandLength, atMost: CPS_COMMAND_MAX)
        let answer = try handle.use { (state) throws(CPSFailure) in try state.openUpdate().answer(to: bytes) }
        try buffer.write(answer)
        guard !buffer.isQuery else { return }
        try handle.use { (state) throws(CPSFailure) in state.update?.delivered(bytes) }
    }
}

/// Keeps an update open.
@c @implementation
public func cps_update_keep_alive(_ card: OpaquePointer?) -> CInt {
    unsafe answer(card) { (handle) throws(Refusal) in
        try handle.use { (state) throws(CPSFailure) in try state.openUpdate().keepAlive() }
    }
}

/// Ends an update.
@c @implementation
public func cps_update_end(_ card: OpaquePointer?) -> CInt {
    unsafe answer(card) { (handle) throws(Refusal) in
        try handle.use { (state) throws(CPSFailure) in
            let update = try state.openUpdate()
            state.update = nil
            guard update.isOpen else { throw CPSFailure(code: .usage, detail: .noUpdate) }
            update.end()
        }
    }
}
