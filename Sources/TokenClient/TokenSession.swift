// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
public import SecretMemory

/// A session with one token; closed with the value.
@safe public final class TokenSession {
    /// No object has a longer value, and no token more objects: a module that says so is mistaken.
    private static let longest: UInt = 1 << 20
    private static let mostObjects = 4096
    /// A code is a block of the cipher.
    private static let longestCode = 64

    private let module: TokenModule
    private let handle: UInt
    private var functions: CK_FUNCTION_LIST { module.functions }

    init(_ module: TokenModule, _ handle: UInt) {
        self.module = module
        self.handle = handle
    }

    deinit {
        _ = functions.C_CloseSession?(handle)
    }

    /// Logs the user in.
    ///
    /// The module is given the PIN where it lies; nothing of it is kept here.
    public func login(pin: Span<UInt8>) throws(ModuleFault) {
        let value: CK_RV? = unsafe pin.withUnsafeBufferPointer { bytes in
            // The interface is not const-correct; no module writes to a PIN.
            let start = unsafe UnsafeMutablePointer(mutating: bytes.baseAddress)
            return unsafe functions.C_Login?(handle, UInt(CKU_USER), start, UInt(bytes.count))
        }
        try accept(value, "C_Login")
    }

    /// Ends what ``login(pin:)`` began.
    public func logout() throws(ModuleFault) {
        try accept(functions.C_Logout?(handle), "C_Logout")
    }

    /// The handles of all objects that this session may see.
    public func objects() throws(ModuleFault) -> [UInt] {
        try accept(functions.C_FindObjectsInit?(handle, nil, 0), "C_FindObjectsInit")
        defer { _ = functions.C_FindObjectsFinal?(handle) }
        var found: [UInt] = []
        while found.count < TokenSession.mostObjects {
            var batch = [UInt](repeating: 0, count: 64)
            var count: UInt = 0
            try accept(
                unsafe functions.C_FindObjects?(handle, &batch, UInt(batch.count), &count), "C_FindObjects")
            guard count <= UInt(batch.count) else { throw .malformed("C_FindObjects") }
            if count == 0 { break }
            found += batch.prefix(Int(count))
        }
        return found
    }

    /// An attribute's value; nil when the object has none, or does not show it.
    public func attribute(_ kind: ObjectAttribute, of object: UInt) throws(ModuleFault) -> [UInt8]? {
        let call = "C_GetAttributeValue"
        var template = unsafe CK_ATTRIBUTE()
        unsafe template.type = kind.rawValue
        do throws(ModuleFault) {
            try accept(unsafe functions.C_GetAttributeValue?(handle, object, &template, 1), call)
        } catch {
            guard error.value == .attributeTypeInvalid || error.value == .attributeSensitive else { throw error }
            return nil
        }
        let length = unsafe template.ulValueLen
        // CK_UNAVAILABLE_INFORMATION: there is no such value.
        guard length != UInt.max else { return nil }
        guard length <= TokenSession.longest else { throw .malformed(call) }
        if length == 0 { return [] }
        var value = [UInt8](repeating: 0, count: Int(length))
        var written: UInt = 0
        let code: CK_RV? = unsafe value.withUnsafeMutableBytes { bytes in
            unsafe template.pValue = bytes.baseAddress
            defer { unsafe written = template.ulValueLen }
            return unsafe functions.C_GetAttributeValue?(handle, object, &template, 1)
        }
        try accept(code, call)
        guard written <= length else { throw .malformed(call) }
        return Array(value.prefix(Int(written)))
    }

    /// The digest of `data`.
    public func digest(_ data: [UInt8], _ mechanism: TokenMechanism) throws(ModuleFault) -> [UInt8] {
        var choice = unsafe CK_MECHANISM(mechanism: mechanism.rawValue, pParameter: nil, ulParameterLen: 0)
        try accept(unsafe functions.C_DigestInit?(handle, &choice), "C_DigestInit")
        return unsafe try output("C_Digest", of: data, functions.C_Digest)
    }

    /// A code over `message` by a secret key; neither leaves a copy behind.
    public func code(
        over message: WipingBytes, with key: UInt, _ mechanism: TokenMechanism
    ) throws(ModuleFault) -> WipingBytes {
        var choice = unsafe CK_MECHANISM(mechanism: mechanism.rawValue, pParameter: nil, ulParameterLen: 0)
        try accept(unsafe functions.C_SignInit?(handle, &choice, key), "C_SignInit")
        var count: UInt = 0
        let code = try WipingBytes(count: TokenSession.longestCode) { (target) throws(ModuleFault) in
            let value: CK_RV? = message.withSpan { message in
                unsafe message.withUnsafeBufferPointer { input in
                    unsafe target.withUnsafeMutableBufferPointer { output in
                        count = UInt(output.count)
                        // The interface is not const-correct; no module writes to its input.
                        let start = unsafe UnsafeMutablePointer(mutating: input.baseAddress)
                        return unsafe functions.C_Sign?(handle, start, UInt(input.count), output.baseAddress, &count)
                    }
                }
            }
            try accept(value, "C_Sign")
        }
        guard count <= UInt(code.count) else { throw .malformed("C_Sign") }
        return WipingBytes(code.prefix(Int(count)))
    }

    /// A signature of `data` by a private key.
    public func sign(
        _ data: [UInt8], with key: UInt, _ mechanism: TokenMechanism
    ) throws(ModuleFault) -> [UInt8] {
        var choice = unsafe CK_MECHANISM(mechanism: mechanism.rawValue, pParameter: nil, ulParameterLen: 0)
        try accept(unsafe functions.C_SignInit?(handle, &choice, key), "C_SignInit")
        return unsafe try output("C_Sign", of: data, functions.C_Sign)
    }

    /// Calls a function of one part with room for every signature and digest that there is.
    private func output(
        _ name: String, of data: [UInt8], _ function: CK_C_Sign?
    ) throws(ModuleFault) -> [UInt8] {
        var data = data
        var result = [UInt8](repeating: 0, count: 2048)
        var count = UInt(result.count)
        try accept(unsafe function?(handle, &data, UInt(data.count), &result, &count), name)
        guard count <= UInt(result.count) else { throw .malformed(name) }
        return Array(result.prefix(Int(count)))
    }
}
