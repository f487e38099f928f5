// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardAccess
import CardTesting
import Cryptoki
import ISO7816
import SecretMemory
import VirtualCardPlugs
import VirtualCards

extension CryptokiBench {
    /// A signature in one part.
    @discardableResult
    func sign(
        _ session: SessionHandle, _ key: TestKey, _ mechanism: Mechanism, _ data: [UInt8]
    ) throws -> [UInt8] {
        try library.beginSigning(session, mechanism, key: object(session, key.rawValue))
        return try bytes(library.sign(session, data, .bytes(256)))
    }

    /// A signature of a short message with the signature key.
    @discardableResult
    func sign(_ session: SessionHandle) throws -> [UInt8] {
        try sign(session, .signature, Mechanism(UInt(CKM_SHA256_RSA_PKCS)), Array("TEST".utf8))
    }

    /// The result among outputs.
    func bytes(_ output: Output) throws -> [UInt8] {
        guard case .bytes(let bytes) = output else { throw UnexpectedOutput(output: output) }
        return Array(bytes)
    }
}

/// A length, or a complaint about the buffer, where a result was expected.
struct UnexpectedOutput: Error {
    let output: Output
}

extension CryptokiBench {
    /// What another process gets that sets an environment and asks for a signature at once.
    func foreignSignature() throws -> StatusWord {
        let digest = [UInt8](repeating: 0x5A, count: 32)
        return try foreign(
            card.profile.generation == .cps3
                ? ["00A4090C043F000001", "002241B606800142840181", "002A9E9A20" + digest.hexadecimal + "00"]
                : ["01A4040C088025000001FF0100", "012281B60491022890", "012A9E9A20" + digest.hexadecimal + "00"])
    }

    /// What another process gets that presents a PIN.
    @discardableResult
    func foreignVerification(_ digits: String) throws -> StatusWord {
        let body = "04" + Array(digits.utf8).hexadecimal
        return try foreign(
            card.profile.generation == .cps3
                ? ["00200001" + body] : ["01A4040C088025000001FF0100", "01200001" + body])
    }

    private func foreign(_ commands: [String]) throws -> StatusWord {
        let connection = try service.connect(to: CryptokiBench.reader)
        let channel = LinkChannel(connection)
        _ = try connection.begin(patience: .zero)
        defer { connection.end(.leave) }
        var status = StatusWord.success
        for command in commands {
            let bytes = [UInt8](hexadecimal: command) ?? []
            status = try channel.transmit(CommandAPDU(parsing: WipingBytes(bytes))).status
        }
        // 61xx: the signature waits, so it was made.
        return status.isSuccess ? .success : status
    }
}
