// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
public import ISO7816
internal import SecretMemory
internal import VirtualCards

extension TestBench {
    /// What another process gets that sets an environment and asks for a signature at once.
    public func foreignSignature() throws -> StatusWord {
        let digest = [UInt8](repeating: 0x5A, count: 32)
        return try foreign(
            card.profile.generation == .cps3
                ? ["00A4090C043F000001", "002241B606800142840181", "002A9E9A20" + digest.hexadecimal + "00"]
                : ["01A4040C088025000001FF0100", "012281B60491022890", "012A9E9A20" + digest.hexadecimal + "00"])
    }

    /// What another process gets that unblocks the PIN without the PUK.
    public func foreignUnblocking() throws -> StatusWord {
        try foreign(
            card.profile.generation == .cps3
                ? ["002C02010431323334"] : ["01A4040C088025000001FF0100", "012C0381"])
    }

    /// What another process gets that presents a PIN.
    public func foreignVerification(_ digits: String) throws -> StatusWord {
        let body = "04" + Array(digits.utf8).hexadecimal
        return try foreign(
            card.profile.generation == .cps3
                ? ["00200001" + body] : ["01A4040C088025000001FF0100", "01200001" + body])
    }

    private func foreign(_ commands: [String]) throws -> StatusWord {
        let connection = try connect()
        let channel = LinkChannel(connection)
        _ = try connection.begin(patience: .zero)
        defer { connection.end(.leave) }
        var status = StatusWord.success
        for command in commands {
            guard let bytes = [UInt8](hexadecimal: command) else { throw CardError.malformed("test command") }
            status = try channel.transmit(CommandAPDU(parsing: WipingBytes(bytes))).status
        }
        // 61xx: the signature waits, so it was made.
        return status.isSuccess ? .success : status
    }
}
