// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToken
public import HealthCard
internal import ISO7816

/// A health professional's card as an application that signs FSE uses it.
///
/// Blocking, one owner. A PIN is sent once, for the call or the session that it was given to; the card is reset at the
/// end. While a ``CPSSession`` or a ``CPSUpdate`` is open, the card is its own: everything else throws `usage`.
public final class CPSCard {
    private let token: HealthCardToken
    let presence: CardPresence
    private weak var session: CPSSession?
    private weak var begunUpdate: CPSUpdate?

    init(_ token: HealthCardToken, _ presence: CardPresence) {
        self.token = token
        self.presence = presence
    }

    /// Which card it is; known from the opening on.
    public var identity: CardIdentity { token.identity }

    /// What the card shows without a PIN, tries left included.
    ///
    /// - Throws: `cardNeedsService` after an update that was begun and not ended.
    public func contents() throws(CPSFailure) -> CardContents {
        let contents = try use { (token) throws(TokenError) in try token.contents() }
        guard contents.update != .interrupted else { throw CPSFailure(code: .cardNeedsService) }
        return contents
    }

    /// The content of a data object that needs no PIN.
    public func data(_ label: String) throws(CPSFailure) -> [UInt8] {
        try use { (token) throws(TokenError) in try token.read(label) }
    }

    /// The certificate of a key.
    public func certificate(_ role: KeyRole) throws(CPSFailure) -> CardCertificate {
        try use { (token) throws(TokenError) in try token.certificate(role) }
    }

    /// The PKCS#11 URI (RFC 7512) of the authentication certificate and its key.
    ///
    /// It names neither `type` nor `object`, so that one text leads clients to both.
    public func tlsCredential() throws(CPSFailure) -> String {
        let (label, identifier) = try use { (token) throws(TokenError) in
            (try token.summary().label, try token.certificate(.authentication).identifier)
        }
        var uri = PKCS11URI()
        uri.add("token", Array(label.utf8))
        uri.add("serial", Array(identity.serial.digits.utf8))
        uri.add("id", identifier)
        return uri.text
    }

    /// Work on the card outside sessions and updates.
    func use<R>(_ work: (HealthCardToken) throws(TokenError) -> R) throws(CPSFailure) -> R {
        guard session?.isOpen != true else { throw CPSFailure(code: .usage, detail: .sessionOpen) }
        guard begunUpdate?.isOpen != true else { throw CPSFailure(code: .usage, detail: .updateOpen) }
        do {
            return try work(token)
        } catch {
            throw CPSFailure(error)
        }
    }

    /// Remembers whose the card is now.
    func lend(to session: CPSSession) {
        self.session = session
    }

    /// Remembers whose the card is now.
    func lend(to update: CPSUpdate) {
        begunUpdate = update
    }
}
