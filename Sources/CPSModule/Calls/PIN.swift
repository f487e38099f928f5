// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// Functions bear the names of caducee_cps.h, and the compiler holds each against its declaration there.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CCaduceeCPS
internal import CPSFacade

/// Presents the PIN once.
@c @implementation
public func cps_verify_pin(_ card: OpaquePointer?, _ pin: UnsafeMutablePointer<cps_pin>?) -> CInt {
    unsafe answer(card, pin) { (handle) throws(Refusal) in
        let given = try unsafe CallerInput.neededPIN(pin)
        try handle.use { (state) throws(CPSFailure) in
            try state.card.verifyPIN(given.secret, consent: given.consent)
        }
    }
}

/// Replaces the PIN.
@c @implementation
public func cps_change_pin(
    _ card: OpaquePointer?, _ pin: UnsafeMutablePointer<cps_pin>?, _ chosen: UnsafePointer<cps_pin>?
) -> CInt {
    unsafe answer(card, pin) { (handle) throws(Refusal) in
        let given = try unsafe CallerInput.neededPIN(pin)
        let new = try unsafe CallerInput.neededPIN(chosen)
        try handle.use { (state) throws(CPSFailure) in
            try state.card.changePIN(from: given.secret, to: new.secret, consent: given.consent)
        }
    }
}

/// Unblocks the PIN and gives it a new value.
@c @implementation
public func cps_unblock_pin(
    _ card: OpaquePointer?, _ puk: UnsafeMutablePointer<cps_pin>?, _ chosen: UnsafePointer<cps_pin>?
) -> CInt {
    unsafe answer(card, puk) { (handle) throws(Refusal) in
        let given = try unsafe CallerInput.neededPIN(puk)
        let new = try unsafe CallerInput.neededPIN(chosen)
        try handle.use { (state) throws(CPSFailure) in
            try state.card.unblockPIN(with: given.secret, to: new.secret, consent: given.consent)
        }
    }
}
