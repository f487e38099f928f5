// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import Cryptoki
internal import ModuleSettings

/// The function lists and interfaces, made once and never freed: callers keep pointers to them.
@safe
enum FunctionLists {
    private static let standardName = text("PKCS 11")

    // Written once, before their address is known to anybody.
    nonisolated(unsafe) private static let version240 = unsafe list(CK_VERSION(major: 2, minor: 40))
    nonisolated(unsafe) private static let version220 = unsafe list(CK_VERSION(major: 2, minor: 20))
    nonisolated(unsafe) private static let version3: UnsafeMutablePointer<CK_FUNCTION_LIST_3_0> = {
        let place = UnsafeMutablePointer<CK_FUNCTION_LIST_3_0>.allocate(capacity: 1)
        unsafe place.initialize(to: FunctionTables.version3())
        return unsafe place
    }()
    nonisolated(unsafe) private static let all: UnsafeMutablePointer<CK_INTERFACE> = {
        let place = UnsafeMutablePointer<CK_INTERFACE>.allocate(capacity: 2)
        let flags = CKF_INTERFACE_FORK_SAFE
        unsafe place.initialize(
            to: CK_INTERFACE(pInterfaceName: standardName.pointer, pFunctionList: version3, flags: flags))
        unsafe (place + 1).initialize(
            to: CK_INTERFACE(pInterfaceName: standardName.pointer, pFunctionList: version240, flags: flags))
        return unsafe place
    }()

    /// The list of C_GetFunctionList; in compat mode it names the version that old callers know.
    static func established(_ mode: ModuleSettings.Mode) -> UnsafeMutablePointer<CK_FUNCTION_LIST> {
        // The standard's list comes first in the longer one of the update extension.
        unsafe UnsafeMutableRawPointer(mode == .compat ? version220 : version240)
            .assumingMemoryBound(to: CK_FUNCTION_LIST.self)
    }

    /// All interfaces, the default one first.
    static func interfaces(_ mode: ModuleSettings.Mode) -> [CK_INTERFACE] {
        mode == .compat ? unsafe [all[1]] : unsafe [all[0], all[1]]
    }

    /// The interface that suits; nil when there is none.
    static func interface(
        _ mode: ModuleSettings.Mode, name: UnsafePointer<CK_UTF8CHAR>?, version: CK_VERSION?, flags: CK_FLAGS
    ) -> UnsafeMutablePointer<CK_INTERFACE>? {
        if let name = unsafe name, unsafe !standardName.equals(name) { return nil }
        guard flags & ~CKF_INTERFACE_FORK_SAFE == 0 else { return nil }
        let candidates = mode == .compat ? [1] : [0, 1]
        for index in candidates {
            let candidate = index == 0 ? CK_VERSION(major: 3, minor: 0) : CK_VERSION(major: 2, minor: 40)
            if let version, version.major != candidate.major || version.minor != candidate.minor { continue }
            return unsafe all + index
        }
        return nil
    }

    private static func list(_ version: CK_VERSION) -> UnsafeMutablePointer<CPS_FUNCTION_LIST> {
        let place = UnsafeMutablePointer<CPS_FUNCTION_LIST>.allocate(capacity: 1)
        unsafe place.initialize(
            to: CPS_FUNCTION_LIST(
                standard: FunctionTables.standard(version), C_StartUpdate: startUpdate, C_EndUpdate: endUpdate,
                C_TransmitMessage: transmitMessage, C_KeepAlive: keepAlive))
        return unsafe place
    }

    private static func text(_ text: String) -> StaticText {
        StaticText(text)
    }
}

/// A string with an end mark that is never freed.
@safe
private struct StaticText: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<CK_UTF8CHAR>
    private let count: Int

    init(_ text: String) {
        let bytes = Array(text.utf8) + [0]
        count = bytes.count
        unsafe pointer = .allocate(capacity: bytes.count)
        for index in bytes.indices { unsafe pointer[index] = bytes[index] }
    }

    /// Whether another string with an end mark is the same.
    func equals(_ other: UnsafePointer<CK_UTF8CHAR>) -> Bool {
        for index in 0..<count where unsafe other[index] != pointer[index] { return false }
        return true
    }
}
