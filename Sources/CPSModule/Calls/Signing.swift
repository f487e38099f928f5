// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// Functions bear the names of caducee_cps.h, and the compiler holds each against its declaration there.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CCaduceeCPS
internal import CPSFacade
internal import CertificateTrust
internal import FSEDocuments

/// Opens a session.
@c @implementation
public func cps_open_session(_ card: OpaquePointer?, _ scheme: CInt, _ pin: UnsafeMutablePointer<cps_pin>?) -> CInt {
    unsafe answer(card, pin) { (handle) throws(Refusal) in
        let scheme = try RequestedOptions.scheme(scheme) ?? .pkcs1
        let given = try unsafe CallerInput.neededPIN(pin)
        let consent = given.consent
        var secret: GivenPIN? = consume given
        try handle.use { (state) throws(CPSFailure) in
            guard let pin = secret.take() else { throw CPSFailure(code: .internalError) }
            state.session = try state.card.session(pin.take(), scheme: scheme, consent: consent)
        }
        handle.watch()
    }
}

/// Ends a session.
@c @implementation
public func cps_close_session(_ card: OpaquePointer?) -> CInt {
    unsafe answer(card) { (handle) throws(Refusal) in
        try handle.use { (state) throws(CPSFailure) in
            try state.openSession().close()
            state.session = nil
        }
    }
}

/// Signs a document.
@c @implementation
public func cps_sign_cades(
    _ card: OpaquePointer?, _ pin: UnsafeMutablePointer<cps_pin>?, _ options: UnsafePointer<cps_options>?,
    _ content: UnsafePointer<UInt8>?, _ contentLength: Int, _ signature: UnsafeMutablePointer<UInt8>?,
    _ length: UnsafeMutablePointer<Int>?
) -> CInt {
    unsafe answer(card, pin) { (handle) throws(Refusal) in
        let bytes = try unsafe CallerInput.bytes(content, contentLength, atMost: 256 << 20)
        let request = SignatureRequest(.content(bytes), try unsafe RequestedOptions(options))
        try unsafe request.answer(handle, pin, CallerBuffer(signature, length))
    }
}

/// Signs an FSE.
@c @implementation
public func cps_sign_fse(
    _ card: OpaquePointer?, _ pin: UnsafeMutablePointer<cps_pin>?, _ options: UnsafePointer<cps_options>?,
    _ kind: CInt, _ activity: CInt, _ payload: UnsafePointer<UInt8>?, _ payloadLength: Int,
    _ signature: UnsafeMutablePointer<UInt8>?, _ length: UnsafeMutablePointer<Int>?
) -> CInt {
    unsafe answer(card, pin) { (handle) throws(Refusal) in
        let bytes = try unsafe CallerInput.bytes(payload, payloadLength, atMost: JSONParser.maximumSize)
        let fse = try SignatureRequest.payload(bytes, kind)
        let request = SignatureRequest(
            .fse(fse, activity: activity == 0 ? nil : Int(activity)), try unsafe RequestedOptions(options))
        try unsafe request.answer(handle, pin, CallerBuffer(signature, length))
    }
}

/// Checks an FSE and writes its canonical form.
@c @implementation
public func cps_fse_canonical(
    _ document: UnsafePointer<UInt8>?, _ documentLength: Int, _ canonical: UnsafeMutablePointer<UInt8>?,
    _ length: UnsafeMutablePointer<Int>?, _ place: UnsafeMutablePointer<CChar>?
) -> CInt {
    answer { () throws(Refusal) in
        let buffer = try unsafe CallerBuffer(canonical, length)
        let bytes = try unsafe CallerInput.bytes(document, documentLength, atMost: JSONParser.maximumSize)
        let fault = unsafe UnsafeMutableRawBufferPointer(start: place, count: place == nil ? 0 : Int(CPS_PLACE_SIZE))
        unsafe TextField.put(nil, fault)
        let written: [UInt8]
        do throws(DocumentError) {
            written = try FSEDocument(bytes).canonicalBytes
        } catch {
            unsafe TextField.put(error.pointer.description, fault)
            throw .failure(CPSFailure(error))
        }
        try buffer.write(written)
    }
}
