// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CallTrace
internal import Cryptoki

/// One call of the interface: traced, with every failure turned into its code.
///
/// - Parameter facts: handles, types and lengths for the trace; never a content, never the length of a PIN.
func call(
    _ function: StaticString, _ facts: @autoclosure () -> String = "",
    _ body: (ProcessState) throws(ReturnCode) -> Void
) -> CK_RV {
    let state = ProcessState.current
    state.trace.call(function, facts())
    let code: ReturnCode
    do {
        try body(state)
        code = .ok
    } catch {
        code = error
    }
    state.trace.result(function, code: code.rawValue)
    return code.rawValue
}

/// One call that needs C_Initialize before.
func libraryCall(
    _ function: StaticString, _ facts: @autoclosure () -> String = "",
    _ body: (Library) throws(ReturnCode) -> Void
) -> CK_RV {
    call(function, facts()) { (state) throws(ReturnCode) in try body(state.opened()) }
}

/// A function that cards like ours have no use for.
func unsupported(_ function: StaticString, _ facts: @autoclosure () -> String = "") -> CK_RV {
    libraryCall(function, facts()) { (_) throws(ReturnCode) in throw .functionNotSupported }
}
