// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

extension DESFireCard {
    /// Settings of the current application's keys, with the number and the kind of them.
    public func keySettings() throws(DESFireError) -> (settings: KeySettings, keyCount: UInt8, keyType: UInt8) {
        let bytes = try manage(.getKeySettings)
        guard bytes.count >= 2 else { throw .malformed("GetKeySettings") }
        return (KeySettings(rawValue: bytes[0]), bytes[1] & 0x0F, bytes[1] & 0xC0)
    }

    /// Changes them.
    public func changeKeySettings(_ settings: KeySettings) throws(DESFireError) {
        guard session != nil else { throw .noSession }
        _ = try perform(
            LogicalCommand(instruction: .changeKeySettings, data: [settings.rawValue], mode: .full))
    }

    /// The version of a key.
    public func keyVersion(_ number: UInt8) throws(DESFireError) -> UInt8 {
        guard let version = try manage(.getKeyVersion, [number]).first else { throw .malformed("GetKeyVersion") }
        return version
    }

    /// Replaces a key of the current application.
    ///
    /// - Parameters:
    ///   - number: its number; to change the kind of the card's own master key as well, leave it 0.
    ///   - old: the key that is there, where it is not the one of the session: a card is given the difference.
    public func changeKey(
        _ number: UInt8, to new: DESFireKey, from old: DESFireKey? = nil, ofCard: Bool = false
    ) throws(DESFireError) {
        guard let session else { throw .noSession }
        // The kind of the card's master key travels in the number.
        let sentNumber = ofCard && number == 0 ? new.type.rawValue : number
        let isOwn = number & 0x3F == session.keyNumber & 0x3F
        guard isOwn || old != nil else { throw .parameter("the key that is there") }
        let plain = try keyData(session.kind, sentNumber, new, isOwn ? nil : old)
        let cryptogram: WipingBytes
        do {
            switch session {
            case let session as D40Messaging: cryptogram = try session.encipher(plain)
            case let session as EV1Messaging: cryptogram = try session.encipher(plain)
            default: cryptogram = plain
            }
        } catch {
            self.session = nil
            throw error
        }
        var command = LogicalCommand(
            instruction: .changeKey, header: [sentNumber], data: cryptogram, mode: .full, endsSession: isOwn)
        // The first two generations have made the cryptogram already.
        if session.kind < .ev2 { command.mode = .plain }
        try send(changeKey: command, session)
    }

    private func send(changeKey command: LogicalCommand, _ session: any SecureMessaging) throws(DESFireError) {
        if session.kind >= .ev2 {
            _ = try perform(command)
            return
        }
        do {
            // No code over the command: the cryptogram has moved the vector already.
            let payload = WipingBytes(joining: [command.header, command.data])
            let (status, answer) = try channel.transmit(.changeKey, payload)
            _ = try session.verify(answer, status, to: command)
            if command.endsSession { self.session = nil }
        } catch {
            self.session = nil
            throw error
        }
    }

    /// The plain text of ChangeKey: the key, or the difference to the one that is there, with its checksums.
    private func keyData(
        _ kind: MessagingKind, _ number: UInt8, _ new: DESFireKey, _ old: DESFireKey?
    ) throws(DESFireError) -> WipingBytes {
        let version: WipingBytes = new.type == .aes ? [new.version] : []
        let difference = try old.map { (old) throws(DESFireError) in try combined(new, old) } ?? new.bytes
        let begun = WipingBytes(joining: [difference, version])
        switch kind {
        case .d40:
            let first = Checksum.crc16(begun)
            return WipingBytes(joining: old == nil ? [begun, first] : [begun, first, Checksum.crc16(new.bytes)])
        case .ev1:
            let code: WipingBytes = [DESFireInstruction.changeKey.rawValue, number]
            let first = Checksum.crc32(WipingBytes(joining: [code, begun]))
            return WipingBytes(joining: old == nil ? [begun, first] : [begun, first, Checksum.crc32(new.bytes)])
        case .ev2, .lrp:
            return old == nil ? begun : WipingBytes(joining: [begun, Checksum.crc32(new.bytes)])
        }
    }

    private func combined(_ new: DESFireKey, _ old: DESFireKey) throws(DESFireError) -> WipingBytes {
        guard new.bytes.count == old.bytes.count else { throw .parameter("keys of different kinds") }
        return new.bytes ^ old.bytes
    }
}

extension Optional where Wrapped: Sendable {
    /// `map` that keeps the type of what it throws.
    func map<R, E: Error>(_ transform: (Wrapped) throws(E) -> R) throws(E) -> R? {
        guard let self else { return nil }
        return try transform(self)
    }
}
