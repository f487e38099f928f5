// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816
internal import SecretMemory

extension BadgeSystem {
    /// Eight bytes for DES, sixteen for the others.
    func getChallenge(_ command: CardCommand) throws(ISORefusal) -> Reply {
        guard command.parameters == 0 else { throw ISORefusal(.incorrectParameters) }
        guard let count = command.expected, count == 8 || count == 16, command.body.isEmpty else {
            throw ISORefusal(.wrongLength)
        }
        session = nil
        iso.proven = nil
        let challenge = try asISO { () throws(BadgeStatus) in try randomBytes(count) }
        iso.challenge = challenge
        return .data(Array(challenge))
    }

    /// The key that P1 (algorithm) and P2 (80 with a number in an application, 00 for the card) name.
    private func isoKey(_ command: CardCommand) throws(ISORefusal) -> (KeyReference, BadgeKey) {
        let isLocal = command.p2 & 0x80 != 0
        guard isLocal == (selected[0] != 0), command.p2 & 0x60 == 0, isLocal || command.p2 == 0 else {
            throw ISORefusal(.referencedDataNotFound)
        }
        guard !state.configuration.isEV1Disabled else { throw ISORefusal(.conditionsOfUseNotSatisfied) }
        let (reference, key) = try asISO { () throws(BadgeStatus) in try authenticationKey(command.p2 & 0x1F) }
        let isRight =
            switch command.p1 {
            case 0x00: true
            case 0x02: key.kind == .des
            case 0x04: key.kind == .tripleDES
            case 0x09: key.kind == .aes
            default: false
            }
        guard isRight else { throw ISORefusal(.incorrectParameters) }
        return (reference, key)
    }

    /// The host proves itself: its number and the card's, enciphered.
    func externalAuthenticate(_ command: CardCommand) throws(ISORefusal) -> Reply {
        guard let challenge = iso.challenge else { throw ISORefusal(.conditionsOfUseNotSatisfied) }
        iso.challenge = nil
        let (reference, key) = try isoKey(command)
        guard challenge.count == key.kind.challengeCount, command.body.count == 2 * challenge.count else {
            throw ISORefusal(.wrongLength)
        }
        let sent = WipingBytes(command.body)
        let opened = try asISO { () throws(BadgeStatus) in
            let cipher = try key.cipher()
            return try guarded { () throws(CryptoError) in
                var vector = cipher.zeroVector
                return try cipher.decryptCBC(sent, &vector)
            }
        }
        let isRight = opened.part(challenge.count, challenge.count).matches(challenge)
        try asISO { () throws(BadgeStatus) in try require(isRight) }
        iso.proven = (reference, opened.part(0, challenge.count))
        return .success
    }

    /// The card proves itself, and the session begins.
    func internalAuthenticate(_ command: CardCommand) throws(ISORefusal) -> Reply {
        guard let proven = iso.proven else { throw ISORefusal(.conditionsOfUseNotSatisfied) }
        iso.proven = nil
        let (reference, key) = try isoKey(command)
        guard reference == proven.reference else { throw ISORefusal(.conditionsOfUseNotSatisfied) }
        guard command.body.count == key.kind.challengeCount else { throw ISORefusal(.wrongLength) }
        let host = WipingBytes(command.body)
        let (answer, session) = try asISO { () throws(BadgeStatus) in
            let number = try randomBytes(host.count)
            let cipher = try key.cipher()
            let answer = try guarded { () throws(CryptoError) in
                var vector = cipher.zeroVector
                return try cipher.encryptCBC(WipingBytes(number, host), &vector)
            }
            let keys = BadgeSessionKeys.mixed(key, host: proven.host, card: number)
            return (answer, try EV1Session(reference, key.kind, keys))
        }
        self.session = session
        return .data(Array(answer))
    }

    /// Virtual card selection: the card is told apart by its name, and says who it is under keys of its own.
    func selectInstallation() throws(ISORefusal) -> Reply {
        select([0])
        isAwake = true
        // Without keys of its own the card answers like any other.
        guard state.writtenKeys.isSuperset(of: [0x22, 0x23]) else { return .success }
        let answer = try asISO { () throws(BadgeStatus) in
            let challenge = try randomBytes(16)
            let capabilities = WipingBytes(state.configuration.capabilities.prefix(2))
            let data = WipingBytes([0x01], capabilities, WipingBytes(state.uid)).filled(16)
            guard let cipher = try state.keys[0x23].map({ (key) throws(BadgeStatus) in try key.cipher() }) else {
                throw .noSuchKey
            }
            iso.selection = (challenge, data)
            return try guarded { () throws(CryptoError) in
                var vector = cipher.zeroVector
                return try cipher.encryptCBC(WipingBytes(challenge, data), &vector)
            }
        }
        return .data([0x6F, 0x22, 0x85, 0x20] + Array(answer))
    }

    /// The host proves that it could read that.
    func confirmSelection(_ command: CardCommand) throws(ISORefusal) -> Reply {
        guard let selection = iso.selection else { throw ISORefusal(.conditionsOfUseNotSatisfied) }
        iso.selection = nil
        guard command.parameters == 0, command.body.count == 8 else { throw ISORefusal(.wrongLength) }
        let expected = try asISO { () throws(BadgeStatus) in
            guard let cipher = try state.keys[0x22].map({ (key) throws(BadgeStatus) in try key.cipher() }) else {
                throw .noSuchKey
            }
            return try guarded { () throws(CryptoError) in
                try CMAC(cipher).code(WipingBytes(selection.challenge, selection.data))
            }.everySecond
        }
        guard expected.matches(WipingBytes(command.body)) else { throw ISORefusal(.securityStatusNotSatisfied) }
        return .success
    }
}
