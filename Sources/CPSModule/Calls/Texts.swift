// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// Functions bear the names of caducee_cps.h, and the compiler holds each against its declaration there.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import CCaduceeCPS
internal import CPSFacade

/// Tells what a code means.
@c @implementation
public func cps_error_text(_ code: CInt, _ language: UnsafePointer<CChar>?) -> UnsafePointer<CChar>? {
    let language = unsafe Texts.language(language)
    let text = CPSFailure.Code(rawValue: code)?.text(in: language) ?? Texts.other(code, language)
    // A static string ends with NUL and lives as long as the library.
    return unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

/// Tells what was refused last.
@c @implementation
public func cps_last_error(
    _ card: OpaquePointer?, _ language: UnsafePointer<CChar>?, _ text: UnsafeMutablePointer<CChar>?,
    _ length: UnsafeMutablePointer<Int>?
) -> CInt {
    answer { () throws(Refusal) in
        let buffer = try unsafe CallerBuffer(text, length)
        guard let handle = unsafe CardHandle.behind(card), handle.isOurs else { throw .usage }
        let language = unsafe Texts.language(language)
        switch handle.refusal {
        case .failure(let failure): try buffer.write(failure.text(in: language))
        case .bufferTooSmall: try buffer.write(Texts.other(Refusal.bufferTooSmall.code, language).description)
        case nil: try buffer.write(Texts.other(ok, language).description)
        }
    }
}

/// What the facade's own codes have no words for.
enum Texts {
    /// "en" is English; NULL and all else is French.
    static func language(_ name: UnsafePointer<CChar>?) -> CPSLanguage {
        guard let name = try? unsafe CallerInput.text(name) else { return .french }
        return CPSLanguage(rawValue: name) ?? .french
    }

    static func other(_ code: CInt, _ language: CPSLanguage) -> StaticString {
        let isFrench = language == .french
        switch code {
        case ok: return isFrench ? "Réussi." : "Done."
        case Refusal.bufferTooSmall.code: return isFrench ? "Tampon trop petit." : "Buffer too small."
        default: return isFrench ? "Code inconnu." : "Unknown code."
        }
    }
}
