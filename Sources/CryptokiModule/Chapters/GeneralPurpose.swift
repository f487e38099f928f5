// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki
internal import ModuleSettings

// PKCS#11 2.40 §5.4: general-purpose functions.

/// Begins; mutexes and flags are read for their consistency, locks are always our own.
@c(C_Initialize)
public func initialize(_ arguments: UnsafeMutableRawPointer?) -> CK_RV {
    call("C_Initialize") { (state) throws(ReturnCode) in
        var words: [String] = []
        if let arguments = unsafe arguments?.assumingMemoryBound(to: CK_C_INITIALIZE_ARGS.self).pointee {
            let mutexes = unsafe [
                arguments.CreateMutex != nil, arguments.DestroyMutex != nil, arguments.LockMutex != nil,
                arguments.UnlockMutex != nil,
            ]
            guard mutexes.allSatisfy({ $0 }) || !mutexes.contains(true) else { throw .argumentsBad }
            // CKF_LIBRARY_CANT_CREATE_OS_THREADS is not heeded: GnuTLS and NSS set it out of habit, and have nothing
            // against the thread that waits for a card which another process holds.
            words = unsafe parameterWords(arguments.pReserved)
        }
        try state.open(isForUpdate: words.contains("cpsUpdate"))
    }
}

/// The words of the parameter string that some callers pass; those that we do not know are nothing to us.
private func parameterWords(_ pointer: UnsafeMutableRawPointer?) -> [String] {
    guard let text = unsafe pointer?.assumingMemoryBound(to: CK_BYTE.self) else { return [] }
    var bytes: [UInt8] = []
    while bytes.count < 1024, unsafe text[bytes.count] != 0 { bytes.append(unsafe text[bytes.count]) }
    return bytes.split(separator: UInt8(ascii: ";")).map { String(decoding: $0, as: UTF8.self) }
}

/// Ends; a wait for events in another thread returns.
@c(C_Finalize)
public func finalize(_ reserved: UnsafeMutableRawPointer?) -> CK_RV {
    call("C_Finalize") { (state) throws(ReturnCode) in
        guard unsafe reserved == nil else { throw .argumentsBad }
        try state.close()
    }
}

/// What the library is.
@c(C_GetInfo)
public func getInfo(_ place: UnsafeMutablePointer<CK_INFO>?) -> CK_RV {
    call("C_GetInfo") { (state) throws(ReturnCode) in
        _ = try state.opened()
        let place = unsafe try Input.place(place)
        let facts = LibraryInformation(state.settings)
        var info = CK_INFO()
        info.cryptokiVersion = CK_VERSION(major: facts.interfaceVersion.major, minor: facts.interfaceVersion.minor)
        Delivery.fill(&info.manufacturerID, with: Array(facts.manufacturer.utf8))
        info.flags = 0
        Delivery.fill(&info.libraryDescription, with: Array(facts.description.utf8))
        info.libraryVersion = CK_VERSION(major: facts.version.major, minor: facts.version.minor)
        unsafe place.pointee = info
    }
}

/// The functions of 2.40, and behind them the four of the update extension.
@c(C_GetFunctionList)
public func getFunctionList(_ place: UnsafeMutablePointer<UnsafeMutablePointer<CK_FUNCTION_LIST>?>?) -> CK_RV {
    call("C_GetFunctionList") { (state) throws(ReturnCode) in
        let place = unsafe try Input.place(place)
        unsafe place.pointee = FunctionLists.established(state.settings.mode)
    }
}

/// The interfaces that there are.
@c(C_GetInterfaceList)
public func getInterfaceList(
    _ buffer: UnsafeMutablePointer<CK_INTERFACE>?, _ count: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    call("C_GetInterfaceList") { (state) throws(ReturnCode) in
        unsafe try Delivery.deliver(FunctionLists.interfaces(state.settings.mode), buffer, count)
    }
}

/// The interface of a name and version; without them, the default one.
@c(C_GetInterface)
public func getInterface(
    _ name: UnsafeMutablePointer<CK_UTF8CHAR>?, _ version: UnsafeMutablePointer<CK_VERSION>?,
    _ place: UnsafeMutablePointer<UnsafeMutablePointer<CK_INTERFACE>?>?, _ flags: CK_FLAGS
) -> CK_RV {
    call("C_GetInterface", "flags \(flags)") { (state) throws(ReturnCode) in
        let place = unsafe try Input.place(place)
        guard
            let found = unsafe FunctionLists.interface(
                state.settings.mode, name: name, version: version?.pointee, flags: flags)
        else { throw .argumentsBad }
        unsafe place.pointee = found
    }
}
