// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
internal import PKCS15

/// A CPS3 or a CPS4 in a reader, both generations behind one interface.
///
/// Synchronous, one owner. Every use happens inside a transaction that the owner begins and ends; it tells the card
/// so with ``beginTransaction(afterReset:)``. What directories say is read once and kept: it is public.
public final class ProfessionalCard {
    /// Which card.
    public let identity: CardIdentity
    let driver: any CardDriver
    var directories = Directories()
    var publicKeys: [KeyRole: CertificateKey] = [:]
    let store: (any PublicFileStore)?

    private init(_ identity: CardIdentity, _ driver: any CardDriver, _ store: (any PublicFileStore)?) {
        self.identity = identity
        self.driver = driver
        self.store = store
    }

    /// Recognises the card by its answer to reset and by what it answers to a probe; never by the first alone.
    ///
    /// - Parameter store: where contents of public files are kept from one run to the next.
    /// - Throws: ``CardError/unsupportedCard(_:)`` with what was seen.
    public static func recognise(
        _ atr: ATR, over channel: any CardChannel, store: (any PublicFileStore)? = nil
    ) throws(CardError) -> ProfessionalCard {
        if let guess = atr.suggestedCard {
            do {
                return try probe(guess.generation, guess.interface, atr, channel, store)
            } catch CardError.status(let status, _) {
                throw .unsupportedCard("ATR \(atr), SW \(status)")
            } catch CardError.unsupportedCard(let seen) {
                throw .unsupportedCard("ATR \(atr), \(seen)")
            }
        }
        // A batch with another answer to reset: the applications decide.
        for generation in [CardIdentity.Generation.cps4, .cps3] {
            do {
                return try probe(generation, .contact, atr, channel, store)
            } catch CardError.status {
                continue
            } catch CardError.unsupportedCard {
                continue
            } catch CardError.malformed {
                continue
            }
        }
        throw .unsupportedCard("ATR \(atr)")
    }

    private static func probe(
        _ generation: CardIdentity.Generation, _ interface: CardIdentity.Interface, _ atr: ATR,
        _ channel: any CardChannel, _ store: (any PublicFileStore)?
    ) throws(CardError) -> ProfessionalCard {
        let driver: any CardDriver
        let serial: SerialNumber
        switch generation {
        case .cps3:
            let cps3 = CPS3Driver(over: channel, interface)
            serial = try cps3.recognise()
            driver = cps3
        case .cps4:
            let cps4 = CPS4Driver(over: channel)
            serial = try cps4.recognise()
            driver = cps4
        }
        return ProfessionalCard(
            CardIdentity(generation: generation, interface: interface, atr: atr, serial: serial), driver, store)
    }

    /// To be called at the start of each transaction.
    public func beginTransaction(afterReset: Bool) {
        driver.beginTransaction(afterReset: afterReset)
    }

    /// To be called after the card was spoken to past this value: nothing is taken for selected.
    public func forgetContext() {
        driver.forgetContext()
    }

    /// Reads the serial number again and compares: the card in the reader is still this one.
    ///
    /// - Throws: ``CardError/cardSwapped`` when it is another.
    public func confirmIdentity() throws(CardError) {
        guard try driver.serialNumber() == identity.serial else { throw .cardSwapped }
    }

    /// Serial, TokenInfo, PIN limits, both counters; no try is spent.
    public func summary() throws(CardError) -> CardSummary {
        // The counters come first: on a CPS3 the root file is current after recognition and need not be selected.
        let hasPIN = identity.interface == .contact
        let pin = hasPIN ? try pinState(.holder) : nil
        let puk = hasPIN ? try pinState(.unblocking) : nil
        let info = try tokenInfo()
        let objects = try authenticationObjects()
        return CardSummary(
            identity: identity,
            label: info.label,
            manufacturer: info.manufacturer,
            lastUpdate: info.lastUpdate,
            pinDigits: objects.first { !$0.isUnblocking }?.digits,
            pukDigits: objects.first { $0.isUnblocking }?.digits,
            pin: pin,
            puk: puk)
    }

    /// EF_ACTUA of a CPS3: whether an update of the card's content was cut short.
    public func updateState() throws(CardError) -> UpdateState {
        guard let marker = try driver.updateMarker() else { return .none }
        return UpdateState(parsing: marker)
    }

    /// Eight random bytes of the card.
    public func challenge() throws(CardError) -> [UInt8] {
        try driver.challenge()
    }
}
