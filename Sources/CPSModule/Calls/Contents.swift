// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// Functions bear the names of caducee_cps.h, and the compiler holds each against its declaration there.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CCaduceeCPS
internal import CPSFacade
internal import CardToken
internal import HealthCard

/// Tells who and what.
@c @implementation
public func cps_card_info(_ card: OpaquePointer?, _ info: UnsafeMutablePointer<cps_info>?) -> CInt {
    unsafe answer(card) { (handle) throws(Refusal) in
        guard let info = unsafe info else { throw .usage }
        let contents = try handle.use { (state) throws(CPSFailure) in try state.card.contents() }
        unsafe info.pointee = cps_info(contents)
    }
}

/// Reads a data object.
@c @implementation
public func cps_data(
    _ card: OpaquePointer?, _ label: UnsafePointer<CChar>?, _ pin: UnsafeMutablePointer<cps_pin>?,
    _ content: UnsafeMutablePointer<UInt8>?, _ length: UnsafeMutablePointer<Int>?
) -> CInt {
    unsafe answer(card, pin) { (handle) throws(Refusal) in
        let buffer = try unsafe CallerBuffer(content, length)
        guard let label = try unsafe CallerInput.text(label) else { throw .usage }
        let given = try unsafe CallerInput.pin(pin)
        let read = try handle.use { (state) throws(CPSFailure) in
            switch given {
            case .some(let pin): try state.card.data(label, pin.secret, consent: pin.consent)
            case .none: try state.card.data(label)
            }
        }
        try buffer.write(read)
    }
}

/// Reads the holder's activities.
@c @implementation
public func cps_activities(
    _ card: OpaquePointer?, _ pin: UnsafeMutablePointer<cps_pin>?,
    _ activities: UnsafeMutablePointer<cps_activity>?, _ count: UnsafeMutablePointer<Int>?
) -> CInt {
    unsafe answer(card, pin) { (handle) throws(Refusal) in
        let buffer = try unsafe CallerBuffer(activities, count)
        let given = try unsafe CallerInput.pin(pin)
        let found = try handle.use { (state) throws(CPSFailure) in
            switch given {
            case .some(let pin): try state.card.activities(pin.secret, consent: pin.consent)
            case .none: try state.openSession().activities()
            }
        }
        try buffer.write(found.map(cps_activity.init))
    }
}

/// Reads a certificate.
@c @implementation
public func cps_certificate(
    _ card: OpaquePointer?, _ key: CInt, _ der: UnsafeMutablePointer<UInt8>?, _ length: UnsafeMutablePointer<Int>?
) -> CInt {
    unsafe answer(card) { (handle) throws(Refusal) in
        let buffer = try unsafe CallerBuffer(der, length)
        let role: KeyRole
        switch cps_key(UInt32(bitPattern: key)) {
        case CPS_KEY_SIGNATURE: role = .signature
        case CPS_KEY_AUTHENTICATION: role = .authentication
        case CPS_KEY_TECHNICAL: role = .technical
        default: throw .usage
        }
        let certificate = try handle.use { (state) throws(CPSFailure) in try state.card.certificate(role).der }
        try buffer.write(certificate)
    }
}

/// Names the authentication key in PKCS#11.
@c @implementation
public func cps_tls_credential(
    _ card: OpaquePointer?, _ uri: UnsafeMutablePointer<CChar>?, _ length: UnsafeMutablePointer<Int>?
) -> CInt {
    unsafe answer(card) { (handle) throws(Refusal) in
        let buffer = try unsafe CallerBuffer(uri, length)
        let text = try handle.use { (state) throws(CPSFailure) in try state.card.tlsCredential() }
        try buffer.write(text)
    }
}

extension CardHandle.State {
    /// The open session, which stands for a PIN.
    func openSession() throws(CPSFailure) -> CPSSession {
        guard let session else { throw CPSFailure(code: .usage, detail: .pinNeeded) }
        return session
    }
}
