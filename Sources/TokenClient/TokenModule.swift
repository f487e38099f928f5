// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import Glibc

/// A PKCS#11 module of anybody's, loaded into this process and called through its C interface.
///
/// It stays loaded until the process ends: modules leave threads and exit handlers behind, and a module that is unmapped
/// under them takes the process along. One thread uses it at a time.
@safe public final class TokenModule {
    /// The file that was loaded.
    public let path: String
    private let library: UnsafeMutableRawPointer
    let functions: CK_FUNCTION_LIST
    private var isInitialized = false

    /// Loads a file and asks it for its functions; runs the code of the file.
    public init(path: String) throws(ModuleFault) {
        if SharedObject.isCutShort(path) { throw .notLoaded("\(path): file too short") }
        guard let library = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            let words = unsafe dlerror().map { unsafe String(cString: $0) }
            throw .notLoaded(words ?? path)
        }
        guard let symbol = unsafe dlsym(library, "C_GetFunctionList") else { throw .noModule }
        let getFunctionList = unsafe unsafeBitCast(symbol, to: CK_C_GetFunctionList.self)
        var list: UnsafeMutablePointer<CK_FUNCTION_LIST>?
        guard unsafe getFunctionList(&list) == CKR_OK, let list = unsafe list else { throw .noModule }
        self.path = path
        unsafe self.library = library
        functions = unsafe list.pointee
    }

    deinit {
        if isInitialized { _ = functions.C_Finalize?(nil) }
    }

    /// The version of the list of functions.
    public var listVersion: ModuleVersion { ModuleVersion(functions.version) }

    /// The functions of PKCS#11 2.40 that the list leaves empty; the standard allows none.
    public var emptyEntries: Int {
        // §3.6: the version, padding, then the pointers; an absent one is null.
        unsafe withUnsafeBytes(of: functions) { bytes in
            let pointers = unsafe bytes.dropFirst(TokenModule.offsetOfFirst)
            let step = MemoryLayout<UInt>.size
            return unsafe stride(from: pointers.startIndex, to: pointers.endIndex, by: step).count { start in
                unsafe bytes.load(fromByteOffset: start, as: UInt.self) == 0
            }
        }
    }

    /// How many functions a list of 2.40 has.
    public static var standardCount: Int {
        (MemoryLayout<CK_FUNCTION_LIST>.size - offsetOfFirst) / MemoryLayout<UInt>.size
    }

    private static let offsetOfFirst = MemoryLayout<UInt>.size

    /// Whether the file exports a name.
    public func exports(_ name: String) -> Bool {
        unsafe dlsym(library, name) != nil
    }

    /// Begins; tells the module that it may lock with the system's means.
    public func initialize() throws(ModuleFault) {
        var arguments = unsafe CK_C_INITIALIZE_ARGS()
        unsafe arguments.flags = UInt(CKF_OS_LOCKING_OK)
        try accept(unsafe functions.C_Initialize?(&arguments), "C_Initialize")
        isInitialized = true
    }

    /// Ends; sessions are closed with it.
    public func finalize() throws(ModuleFault) {
        isInitialized = false
        try accept(functions.C_Finalize?(nil), "C_Finalize")
    }

    /// What the module says of itself.
    public func information() throws(ModuleFault) -> ModuleInformation {
        var info = CK_INFO()
        try accept(unsafe functions.C_GetInfo?(&info), "C_GetInfo")
        return ModuleInformation(info)
    }

    /// Whether the module fills the structures that it is given as far as they go, and not further.
    ///
    /// A module compiled with another layout (packed, or with a CK_ULONG of 32 bits) writes elsewhere.
    public func keepsToLayouts() throws(ModuleFault) -> Bool {
        var framed = Framed(CK_INFO())
        try accept(unsafe functions.C_GetInfo?(&framed.value), "C_GetInfo")
        guard framed.isIntact, framed.value.cryptokiVersion.major >= 2 else { return false }
        for slot in try slots() {
            var framed = Framed(CK_SLOT_INFO())
            try accept(unsafe functions.C_GetSlotInfo?(slot.id, &framed.value), "C_GetSlotInfo")
            guard framed.isIntact, framed.value.flags & ~0x7 == 0 else { return false }
        }
        return true
    }
}

/// A structure with marks behind it.
private struct Framed<Value> {
    var value: Value
    private var mark: (UInt64, UInt64, UInt64, UInt64) = (Self.pattern, Self.pattern, Self.pattern, Self.pattern)
    private static var pattern: UInt64 { 0xA5A5_5A5A_C3C3_3C3C }

    init(_ value: Value) {
        self.value = value
    }

    var isIntact: Bool { mark == (Self.pattern, Self.pattern, Self.pattern, Self.pattern) }
}
