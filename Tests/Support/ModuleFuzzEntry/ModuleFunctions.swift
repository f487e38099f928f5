// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CryptokiModule

/// A function of the module, reached as hosts reach it.
struct ModuleFunction {
    let name: String
    /// Its arguments, a letter each, as ``CallArguments`` makes them.
    let kinds: [Character]
    fileprivate let address: UInt

    /// Words only, in registers and on the stack: a function that takes fewer does not see the rest.
    private typealias Entry =
        @convention(c) (UInt, UInt, UInt, UInt, UInt, UInt, UInt, UInt, UInt, UInt, UInt, UInt) -> UInt

    func call(_ words: [UInt]) -> UInt {
        let w = words + [UInt](repeating: 0, count: max(0, 12 - words.count))
        let entry = unsafe unsafeBitCast(address, to: Entry.self)
        return entry(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11])
    }

    /// All functions of this process's mode: those of 3.0 where it offers them, and the four behind those of 2.40.
    static let all: [ModuleFunction] = {
        var list: UnsafeMutablePointer<CK_FUNCTION_LIST>?
        guard unsafe C_GetFunctionList(&list) == CKR_OK, let list = unsafe list else { return [] }
        let old = unsafe words(UnsafeRawPointer(list), 1 + 68 + 4)
        var interface: UnsafeMutablePointer<CK_INTERFACE>?
        var version = CK_VERSION(major: 3, minor: 0)
        var standard = Array(old[1..<69])
        if unsafe C_GetInterface(nil, &version, &interface, 0) == CKR_OK,
            let found = unsafe interface?.pointee.pFunctionList
        {
            standard = Array(unsafe words(UnsafeRawPointer(found), 1 + 92).dropFirst())
        }
        // The version comes first, padded to a word.
        let addresses = standard + old[69...]
        let described = table.prefix(standard.count) + table.suffix(4)
        return zip(described, addresses).map { ModuleFunction(name: $0.0, kinds: Array($0.1), address: $1) }
    }()

    private static func words(_ pointer: UnsafeRawPointer, _ count: Int) -> [UInt] {
        (0..<count).map { unsafe pointer.load(fromByteOffset: $0 * MemoryLayout<UInt>.size, as: UInt.self) }
    }

    // s session, o object, t slot, y mechanism type, f flags, w flags of a wait, u user, b boolean, i C_Initialize's
    // argument, v reserved, n callback, z name, e version, I structure, L handle or pointer written, m mechanism,
    // T template, A template to fill, p bytes, q parameter of a message, k PIN, R bytes written, O words written with
    // their count, P bytes written with their count, F handles written with their count. In the standard's order.
    private static let table: [(String, String)] = [
        ("C_Initialize", "i"), ("C_Finalize", "v"), ("C_GetInfo", "I"), ("C_GetFunctionList", "L"),
        ("C_GetSlotList", "bO"), ("C_GetSlotInfo", "tI"), ("C_GetTokenInfo", "tI"), ("C_GetMechanismList", "tO"),
        ("C_GetMechanismInfo", "tyI"), ("C_InitToken", "tkI"), ("C_InitPIN", "sk"), ("C_SetPIN", "skk"),
        ("C_OpenSession", "tfvnL"), ("C_CloseSession", "s"), ("C_CloseAllSessions", "t"), ("C_GetSessionInfo", "sI"),
        ("C_GetOperationState", "sP"), ("C_SetOperationState", "spoo"), ("C_Login", "suk"), ("C_Logout", "s"),
        ("C_CreateObject", "sTL"), ("C_CopyObject", "soTL"), ("C_DestroyObject", "so"), ("C_GetObjectSize", "soL"),
        ("C_GetAttributeValue", "soA"), ("C_SetAttributeValue", "soT"), ("C_FindObjectsInit", "sT"),
        ("C_FindObjects", "sF"), ("C_FindObjectsFinal", "s"), ("C_EncryptInit", "smo"), ("C_Encrypt", "spP"),
        ("C_EncryptUpdate", "spP"), ("C_EncryptFinal", "sP"), ("C_DecryptInit", "smo"), ("C_Decrypt", "spP"),
        ("C_DecryptUpdate", "spP"), ("C_DecryptFinal", "sP"), ("C_DigestInit", "sm"), ("C_Digest", "spP"),
        ("C_DigestUpdate", "sp"), ("C_DigestKey", "so"), ("C_DigestFinal", "sP"), ("C_SignInit", "smo"),
        ("C_Sign", "spP"), ("C_SignUpdate", "sp"), ("C_SignFinal", "sP"), ("C_SignRecoverInit", "smo"),
        ("C_SignRecover", "spP"), ("C_VerifyInit", "smo"), ("C_Verify", "spp"), ("C_VerifyUpdate", "sp"),
        ("C_VerifyFinal", "sp"), ("C_VerifyRecoverInit", "smo"), ("C_VerifyRecover", "spP"),
        ("C_DigestEncryptUpdate", "spP"), ("C_DecryptDigestUpdate", "spP"), ("C_SignEncryptUpdate", "spP"),
        ("C_DecryptVerifyUpdate", "spP"), ("C_GenerateKey", "smTL"), ("C_GenerateKeyPair", "smTTLL"),
        ("C_WrapKey", "smooP"), ("C_UnwrapKey", "smopTL"), ("C_DeriveKey", "smoTL"), ("C_SeedRandom", "sp"),
        ("C_GenerateRandom", "sR"), ("C_GetFunctionStatus", "s"), ("C_CancelFunction", "s"),
        ("C_WaitForSlotEvent", "wLv"), ("C_GetInterfaceList", "O"), ("C_GetInterface", "zeLf"),
        ("C_LoginUser", "sukk"), ("C_SessionCancel", "sf"), ("C_MessageEncryptInit", "smo"),
        ("C_EncryptMessage", "sqppP"), ("C_EncryptMessageBegin", "sqp"), ("C_EncryptMessageNext", "sqpPf"),
        ("C_MessageEncryptFinal", "s"), ("C_MessageDecryptInit", "smo"), ("C_DecryptMessage", "sqppP"),
        ("C_DecryptMessageBegin", "sqp"), ("C_DecryptMessageNext", "sqpPf"), ("C_MessageDecryptFinal", "s"),
        ("C_MessageSignInit", "smo"), ("C_SignMessage", "sqpP"), ("C_SignMessageBegin", "sq"),
        ("C_SignMessageNext", "sqpP"), ("C_MessageSignFinal", "s"), ("C_MessageVerifyInit", "smo"),
        ("C_VerifyMessage", "sqpp"), ("C_VerifyMessageBegin", "sq"), ("C_VerifyMessageNext", "sqpp"),
        ("C_MessageVerifyFinal", "s"),
        // The update extension.
        ("C_StartUpdate", "s"), ("C_EndUpdate", "s"), ("C_TransmitMessage", "spPf"), ("C_KeepAlive", "s"),
    ]

    /// Bytes of the structure that the function fills, or of an element of the list that it writes.
    var elementSize: Int {
        switch name {
        case "C_GetInfo": MemoryLayout<CK_INFO>.size
        case "C_GetSlotInfo": MemoryLayout<CK_SLOT_INFO>.size
        case "C_GetTokenInfo": MemoryLayout<CK_TOKEN_INFO>.size
        case "C_GetMechanismInfo": MemoryLayout<CK_MECHANISM_INFO>.size
        case "C_GetSessionInfo": MemoryLayout<CK_SESSION_INFO>.size
        case "C_GetInterfaceList": unsafe MemoryLayout<CK_INTERFACE>.size
        case "C_InitToken": 32
        default: MemoryLayout<UInt>.size
        }
    }
}

/// Codes that PKCS#11 2.40 and 3.0 name, and those that the established middleware adds.
enum KnownCodes {
    private static let ranges: [ClosedRange<UInt>] = [
        0x00...0x03, 0x05...0x0A, 0x10...0x13, 0x1B...0x1B, 0x20...0x21, 0x30...0x32, 0x40...0x42, 0x50...0x51,
        0x54...0x54, 0x60...0x60, 0x62...0x6A, 0x70...0x71, 0x82...0x82, 0x90...0x91, 0xA0...0xA4, 0xB0...0xB1,
        0xB3...0xB8, 0xC0...0xC1, 0xD0...0xD1, 0xE0...0xE2, 0xF0...0xF2, 0x100...0x105, 0x110...0x110,
        0x112...0x115, 0x120...0x121, 0x130...0x130, 0x140...0x140, 0x150...0x150, 0x160...0x160, 0x170...0x170,
        0x180...0x180, 0x190...0x191, 0x1A0...0x1A1, 0x1B0...0x1B1, 0x1B9...0x1B9, 0x200...0x203,
        0x8000_0001...0x8000_0002,
    ]

    static func contain(_ code: UInt) -> Bool { ranges.contains { $0.contains(code) } }
}
