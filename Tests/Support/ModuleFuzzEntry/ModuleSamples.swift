// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import FuzzEntry

/// Inputs that go far, from which a fuzzer finds the rest.
enum ModuleSamples {
    static let all: [(name: String, bytes: [UInt8])] = [
        ("sign-cps4.bin", input(0, 0x17, signing)), ("sign-cps3.bin", input(1, 0x17, signing)),
        ("contactless.bin", input(2, 0x13, signing)), ("decipher.bin", input(3, 0x17, deciphering)),
        ("verify.bin", input(0, 0x13, verifying)),
        ("objects.bin", input(0, 0x13, reading)), ("slots.bin", input(0x10, 0x01, slots)),
        ("pin.bin", input(0, 0x03, pins)), ("update.bin", input(0, 0x43, updating)),
        ("faults.bin", input(0, 0x17, faults)), ("hotplug.bin", input(0x10, 0x17, events)),
        ("start.bin", input(0, 0x00, starts)), ("lies.bin", input(1, 0x17, lies)),
    ]

    private static func input(_ face: UInt8, _ wish: UInt8, _ records: [[UInt8]]) -> [UInt8] {
        [face, wish] + records.flatMap { Records.encode($0) }
    }

    /// A record of a call: `0` chooses guarded memory, then come the choices of the arguments.
    private static func call(_ name: String, _ choices: UInt8...) -> [UInt8] {
        let index = ModuleFunction.all.firstIndex { $0.name == name } ?? 0
        return [UInt8(index), 0] + choices
    }

    /// Both keys by each mechanism; in strict mode the PIN comes between.
    private static var signing: [[UInt8]] {
        (0..<18).flatMap { choice in
            [
                call("C_SignInit", 0, choice / 2, 0, choice % 2), call("C_Login", 0, 2, 0),
                call("C_Sign", 0, 0xFA, 0xFC),
            ]
        } + [call("C_SignUpdate", 0, 0xFA), call("C_SignFinal", 0, 0xFC), call("C_GenerateRandom", 0, 20)]
    }

    private static var deciphering: [[UInt8]] {
        (0..<8).flatMap { object in
            [call("C_DecryptInit", 0, 0, 0, object), call("C_Decrypt", 0, 0xFB, 0xFC)]
        } + [call("C_DigestInit", 0, 10, 0), call("C_DigestUpdate", 0, 0xFC), call("C_DigestFinal", 0, 0xFC)]
    }

    private static var verifying: [[UInt8]] {
        (0..<4).flatMap { object in
            [
                call("C_EncryptInit", 0, 0, 0, object), call("C_Encrypt", 0, 0xFA, 0xFC),
                call("C_VerifyInit", 0, 1, 0, object), call("C_Verify", 0, 0xFA, 0xFB),
            ]
        }
    }

    private static var reading: [[UInt8]] {
        // Class, label, identifier, value and modulus into rooms that suffice, then the last two into less.
        (0..<16).map { object in
            call("C_GetAttributeValue", 0, object, 7, 0, 6, 1, 41, 2, 101, 3, 4, 7, 9, 3, 251, 7, 76)
        }
            + [call("C_GetObjectSize", 0, 0), call("C_SetAttributeValue", 0, 0, 1, 3, 0, 4, 1, 2, 3, 4)]
    }

    private static var slots: [[UInt8]] {
        [
            call("C_GetSlotList", 1, 16), call("C_GetSlotInfo", 0), call("C_GetTokenInfo", 0),
            call("C_GetMechanismList", 0, 32), call("C_GetMechanismInfo", 0, 0), call("C_WaitForSlotEvent", 0),
            call("C_WaitForSlotEvent", 1), call("C_GetInfo", 0), call("C_GetInterfaceList", 2),
            call("C_GetInterface", 1, 1, 0, 3), call("C_GetFunctionList", 0), call("C_GetTokenInfo", 1),
        ]
    }

    private static var pins: [[UInt8]] {
        [
            call("C_Login", 0, 0, 3), call("C_Login", 0, 0, 0), call("C_SetPIN", 0, 0, 2), call("C_Logout", 0),
            call("C_Login", 0, 1, 1), call("C_InitPIN", 0, 0), call("C_Logout", 0), call("C_LoginUser", 0, 0, 0, 7),
            call("C_GetSessionInfo", 0), call("C_GetTokenInfo", 0), call("C_CloseAllSessions", 0),
        ]
    }

    private static var updating: [[UInt8]] {
        [
            call("C_StartUpdate", 0), call("C_TransmitMessage", 0, 5, 0x00, 0x84, 0x00, 0x00, 0x08, 0xFC, 2),
            call("C_TransmitMessage", 0, 14, 1, 0xA4, 4, 0xC, 8, 0x80, 0x25, 0, 0, 1, 0xFF, 1, 0, 0, 0xFC, 2),
            call("C_KeepAlive", 0), call("C_EndUpdate", 0), call("C_KeepAlive", 0),
        ]
    }

    private static var starts: [[UInt8]] {
        [
            call("C_GetInfo", 0), call("C_Initialize", 0), call("C_Initialize", 1), call("C_Finalize", 0xFF),
            call("C_Finalize", 0), call("C_Initialize", 2), call("C_Finalize", 0), call("C_Initialize", 0xF3, 2),
            call("C_GetSlotList", 1, 0xFF), call("C_Finalize", 0), call("C_Initialize", 4, 3, 0x61, 0x3B, 0x62),
        ]
    }

    /// A fault of each function of the service, and a call that meets it.
    private static var faults: [[UInt8]] {
        (0..<10).flatMap { (function: UInt8) -> [[UInt8]] in
            [
                [0xE0, function, 0, function % 5, [0x68, 0x69, 0x0B, 0x1D, 0x16][Int(function % 5)], 0x90, 0x00],
                call("C_GetTokenInfo", 0), call("C_SignInit", 0, 1, 0, 1), call("C_Sign", 0, 0xFA, 0xFC),
                call("C_OpenSession", 0, 0, 0, 0, 0), call("C_Login", 0, 0, 0),
            ]
        }
    }

    private static var events: [[UInt8]] {
        [
            [0xE3, 0], call("C_GetTokenInfo", 0), [0xE4, 4], call("C_GenerateRandom", 0, 8), [0xE2, 0],
            call("C_WaitForSlotEvent", 0), call("C_GetSessionInfo", 0), [0xE1, 1], call("C_OpenSession", 0, 0, 0, 0, 0),
            [0xE5, 0x41, 0x20, 0x30], call("C_GetSlotList", 0, 16), [0xE6, 1], call("C_GetSlotList", 0, 16), [0xE7, 0],
            call("C_Login", 0, 0, 0), [0xE8], call("C_GetTokenInfo", 0), call("C_WaitForSlotEvent", 1),
        ]
    }

    /// Lengths that nobody has, and pointers to nothing.
    private static var lies: [[UInt8]] {
        [
            call("C_SignInit", 0, 0xFF), call("C_SignInit", 0, 5, 3, 0, 1), call("C_SignInit", 0, 0, 0, 1),
            call("C_Sign", 0, 0xFD, 0, 0xFC), call("C_Sign", 0, 0xFF, 9, 0xFF), call("C_Login", 0, 0, 0xFE, 0),
            call("C_FindObjectsInit", 0, 0x84), call("C_FindObjects", 0, 0xFD), call("C_FindObjects", 0, 0xFE),
            call("C_GetAttributeValue", 0, 0, 2, 0, 3, 3, 4), call("C_GetSlotList", 1, 0xFD, 1),
            call("C_GenerateRandom", 0, 0xFE, 0), call("C_DigestUpdate", 0, 0xFE, 0), call("C_GetTokenInfo", 0xFF),
        ]
    }
}
