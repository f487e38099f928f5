// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCaduceeCPS
internal import CPSFacade

/// Why an entry point answers something else than `CPS_OK`.
enum Refusal: Error, Hashable {
    case failure(CPSFailure)
    case bufferTooSmall

    /// A call that no state of the card makes right.
    static let usage = Refusal.failure(CPSFailure(code: .usage))

    var code: CInt {
        switch self {
        case .failure(let failure): failure.code.rawValue
        case .bufferTooSmall: CInt(CPS_BUFFER_TOO_SMALL.rawValue)
        }
    }

    var triesLeft: CInt? {
        guard case .failure(let failure) = self, let left = failure.triesLeft else { return nil }
        return CInt(clamping: left)
    }
}

/// Success, as the header spells it.
let ok = CInt(CPS_OK.rawValue)

/// Runs an entry point that has no handle.
func answer(_ work: () throws(Refusal) -> Void) -> CInt {
    do {
        try work()
        return ok
    } catch {
        return error.code
    }
}

/// Runs an entry point on a handle: what is refused is kept for `cps_last_error`, and tries left are told.
func answer(
    _ card: OpaquePointer?, _ pin: UnsafeMutablePointer<cps_pin>? = nil, _ work: (CardHandle) throws(Refusal) -> Void
) -> CInt {
    unsafe pin?.pointee.tries_left = -1
    guard let handle = unsafe CardHandle.behind(card) else { return Refusal.usage.code }
    do {
        try work(handle)
        return ok
    } catch {
        handle.note(error)
        if let left = error.triesLeft { unsafe pin?.pointee.tries_left = left }
        return error.code
    }
}
