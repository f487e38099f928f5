// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import SecretMemory

/// Security environments of a CPS3: template, algorithm byte and key byte of MSE SET.
public struct IASEnvironment: Hashable, Sendable {
    let template: UInt8
    let algorithm: UInt8
    let key: UInt8?

    /// Hash on card: 10 SHA-1, 40 SHA-256.
    public static func hash(_ algorithm: UInt8) -> IASEnvironment {
        IASEnvironment(template: 0xAA, algorithm: algorithm, key: nil)
    }

    /// PSO COMPUTE DIGITAL SIGNATURE: 12 SHA-1, 42 SHA-256, PKCS#1 v1.5.
    public static func signature(_ algorithm: UInt8, key: UInt8) -> IASEnvironment {
        IASEnvironment(template: 0xB6, algorithm: algorithm, key: key)
    }

    /// INTERNAL AUTHENTICATE, PKCS#1 v1.5 over data of the host: 02.
    public static func authentication(key: UInt8) -> IASEnvironment {
        IASEnvironment(template: 0xA4, algorithm: 0x02, key: key)
    }

    /// PSO DECIPHER, PKCS#1 v1.5: 1A.
    public static func decipherment(key: UInt8) -> IASEnvironment {
        IASEnvironment(template: 0xB8, algorithm: 0x1A, key: key)
    }
}

extension IASApplet {
    /// MANAGE SECURITY ENVIRONMENT, SET for computation (P1 = 41).
    public func set(_ environment: IASEnvironment) throws(CardError) {
        var body: [UInt8] = [0x80, 0x01, environment.algorithm]
        if let key = environment.key { body += [0x84, 0x01, key] }
        try channel.transmit(CommandAPDU(0x00, 0x22, 0x41, environment.template, .init(body)))
            .requireSuccess(.manageSecurityEnvironment)
    }

    /// PSO HASH with the last block: `state` and `bitCount` of what the host hashed, then 1 to 64 bytes.
    public func hash(state: [UInt8], bitCount: UInt64, last block: [UInt8]) throws(CardError) {
        guard block.count <= 64 else { throw .malformed("last block over 64 bytes") }
        let intermediate: [UInt8]
        if bitCount == 0 {
            intermediate = []
        } else {
            intermediate =
                state + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bitCount >> $0) }
        }
        let body = [0x90, UInt8(intermediate.count)] + intermediate + [0x80, UInt8(block.count)] + block
        try channel.transmit(CommandAPDU(0x00, 0x2A, 0x90, 0xA0, .init(body))).requireSuccess(.hash)
    }

    /// PSO COMPUTE DIGITAL SIGNATURE; an empty digest means the one that the card has just finished.
    public func computeDigitalSignature(_ digest: [UInt8] = []) throws(CardError) -> [UInt8] {
        let command = CommandAPDU(0x00, 0x2A, 0x9E, 0x9A, .init(digest), expecting: 256)
        return Array(try channel.transmit(command).requireSuccess(.computeDigitalSignature))
    }

    /// INTERNAL AUTHENTICATE: the card pads `data` (at most 40 % of the modulus) and signs it.
    public func internalAuthenticate(_ data: [UInt8]) throws(CardError) -> [UInt8] {
        let command = CommandAPDU(0x00, 0x88, 0x00, 0x00, .init(data), expecting: 256)
        return Array(try channel.transmit(command).requireSuccess(.internalAuthenticate))
    }

    /// PSO DECIPHER: padding indicator 81, cut in two by chaining; the card removes the padding.
    public func decipher(_ cryptogram: [UInt8]) throws(CardError) -> WipingBytes {
        let command = CommandAPDU(
            CommandHeader(0x00, 0x2A, 0x80, 0x86), WipingBytes([0x81] + cryptogram), expecting: 256)
        return try channel.transmit(command).requireSuccess(.decipher)
    }
}
