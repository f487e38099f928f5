// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// Functions bear the names of caducee_cps.h, and the compiler holds each against its declaration there.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CCaduceeCPS
internal import XMLSigning

/// Signs an assertion.
@c @implementation
public func cps_sign_vihf(
    _ card: OpaquePointer?, _ pin: UnsafeMutablePointer<cps_pin>?, _ options: UnsafePointer<cps_options>?,
    _ assertion: UnsafePointer<UInt8>?, _ assertionLength: Int, _ vihf: UnsafeMutablePointer<UInt8>?,
    _ length: UnsafeMutablePointer<Int>?
) -> CInt {
    unsafe answer(card, pin) { (handle) throws(Refusal) in
        let bytes = try unsafe CallerInput.bytes(assertion, assertionLength, atMost: VIHFAssertion.mostBytes)
        let request = SignatureRequest(.xml(try SignatureRequest.vihf(bytes)), try unsafe RequestedOptions(options))
        try unsafe request.answer(handle, pin, CallerBuffer(vihf, length))
    }
}

/// Signs a document, or any bytes, in XAdES.
@c @implementation
public func cps_sign_xades(
    _ card: OpaquePointer?, _ pin: UnsafeMutablePointer<cps_pin>?, _ options: UnsafePointer<cps_options>?,
    _ uri: UnsafePointer<CChar>?, _ content: UnsafePointer<UInt8>?, _ contentLength: Int,
    _ signature: UnsafeMutablePointer<UInt8>?, _ length: UnsafeMutablePointer<Int>?
) -> CInt {
    unsafe answer(card, pin) { (handle) throws(Refusal) in
        let uri = try unsafe CallerInput.text(uri)
        let limit = uri == nil ? XMLDocument.mostBytes : 256 << 20
        let bytes = try unsafe CallerInput.bytes(content, contentLength, atMost: limit)
        let subject = try SignatureRequest.xades(bytes, uri)
        let request = SignatureRequest(.xml(subject), try unsafe RequestedOptions(options))
        try unsafe request.answer(handle, pin, CallerBuffer(signature, length))
    }
}
