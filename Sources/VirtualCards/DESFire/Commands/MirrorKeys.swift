// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// The keys of one dynamic read.
enum MirrorKeys {
    case ciphers(codes: CMAC, secrets: BlockCipher)
    case function(LeakageResilientFunction)

    init(_ key: WipingBytes, _ uid: WipingBytes, _ counter: WipingBytes, resilient: Bool) throws(BadgeStatus) {
        self = try guarded { () throws(CryptoError) in
            if resilient {
                let body = WipingBytes([0x00, 0x01, 0x00, 0x80], uid, counter)
                // 1EE1 ends the block, whatever is before it.
                let vector = WipingBytes(body, .zeros(14 - body.count), [0x1E, 0xE1])
                return .function(try LeakageResilientFunction(LeakageResilientFunction(key).code(vector)))
            }
            let derivation = try CMAC(BlockCipher(.aes128, key: key))
            func derived(_ first: UInt8, _ second: UInt8) throws(CryptoError) -> BlockCipher {
                let vector = WipingBytes([first, second, 0x00, 0x01, 0x00, 0x80], uid, counter).filled(16)
                return try BlockCipher(.aes128, key: derivation.code(vector))
            }
            return .ciphers(codes: try CMAC(derived(0x3C, 0xC3)), secrets: try derived(0xC3, 0x3C))
        }
    }

    func code(_ text: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        try guarded { () throws(CryptoError) in
            switch self {
            case .ciphers(let codes, _): try codes.code(text)
            case .function(let function): try function.code(text)
            }
        }.everySecond
    }

    func secret(_ data: WipingBytes, _ counter: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        try guarded { () throws(CryptoError) in
            switch self {
            case .ciphers(_, let secrets):
                var vector = try secrets.encrypt(WipingBytes(counter, .zeros(13)))
                return try secrets.encryptCBC(data, &vector)
            case .function(let function):
                var start = WipingBytes(counter, .zeros(3))
                return try function.transform(data, &start, deciphers: false)
            }
        }
    }

    /// The identity's block, the random bytes before it being where the cipher's counter starts; the function starts
    /// where codes do (seen on NTAG 424).
    static func resilientIdentity(
        _ block: WipingBytes, _ key: WipingBytes, _ start: WipingBytes
    ) throws(BadgeStatus) -> WipingBytes {
        try guarded { () throws(CryptoError) in
            var counter = start
            return try LeakageResilientFunction(key).transform(block, &counter, from: 0, deciphers: false)
        }
    }
}
