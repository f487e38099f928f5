// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CallTrace
public import CardToolSupport
internal import ISO7816
public import TokenClient

extension Failure {
    /// What a module's fault means to whoever asked for its work.
    public init(_ fault: ModuleFault) {
        let message = ModuleMessage.fault(fault) as any Message
        switch fault.value {
        case .pinIncorrect, .pinInvalid, .pinLength:
            self.init(.wrongPIN, ModuleMessage.wrongPIN as any Message)
        case .pinLocked: self.init(.pinBlocked, .pinBlocked(.holder), hint: .unblockPIN)
        case .tokenNotPresent: self.init(.noCard, .noCard, hint: .insertCard)
        case .tokenNotRecognized: self.init(.unsupportedCard, message)
        default: self.init(.failed, message)
        }
    }
}

extension ModuleFault {
    /// The call and what it returned, or the loader's words: the same in every language.
    var words: String {
        switch self {
        case .notLoaded(let words): words
        case .noModule: "C_GetFunctionList"
        case .missing(let call): call
        case .returned(let value, let call): "\(call): \(ReturnCodeName.name(of: value.rawValue))"
        case .malformed(let call): call
        }
    }
}

/// Runs calls of a module and turns its faults into failures.
func asking<R>(_ work: () throws(ModuleFault) -> R) throws(Failure) -> R {
    do {
        return try work()
    } catch {
        throw Failure(error)
    }
}
