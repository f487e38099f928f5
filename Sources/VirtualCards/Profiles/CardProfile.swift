// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import SecretMemory

/// Everything that makes one virtual card differ from another.
public struct CardProfile: Sendable {
    /// The two generations of the family.
    public enum Generation: String, Sendable {
        /// IAS-ECC, contact and contactless.
        case cps3
        /// ChipDoc on logical channel 1, CPS2ter on channel 0.
        case cps4
    }

    /// What a reader meets.
    public struct Interface: Sendable {
        /// The answer to reset.
        public var atr: [UInt8]
        /// The protocol that a reader will choose.
        public var transmission: TransmissionProtocol

        /// From its parts.
        public init(atr: [UInt8], transmission: TransmissionProtocol) {
            self.atr = atr
            self.transmission = transmission
        }
    }

    /// A PIN or PUK: value, bounds and counters.
    public struct ReferencePolicy: Sendable {
        /// The value, as VERIFY carries it.
        public var value: WipingBytes
        /// Shortest value.
        public var minimum: Int
        /// Length that the directory announces as stored.
        public var stored: Int
        /// Longest value.
        public var maximum: Int
        /// Tries after a right value.
        public var tries: Int
        /// Tries left now.
        public var left: Int
        /// Uses left; nil when they are not counted.
        public var uses: Int?

        /// From its parts.
        public init(
            value: WipingBytes, minimum: Int, stored: Int, maximum: Int, tries: Int, left: Int, uses: Int? = nil
        ) {
            self.value = value
            self.minimum = minimum
            self.stored = stored
            self.maximum = maximum
            self.tries = tries
            self.left = left
            self.uses = uses
        }
    }

    /// A private key and its certificate.
    public struct Key: Sendable {
        /// PKCS#8 or PKCS#1 in PEM, RSA 2048.
        public var pem: WipingBytes
        /// The certificate file's content: DER.
        public var certificate: [UInt8]

        /// From its parts.
        public init(pem: WipingBytes, certificate: [UInt8]) {
            self.pem = pem
            self.certificate = certificate
        }
    }

    /// Which generation of the family.
    public var generation: Generation
    /// The face with contacts.
    public var contact: Interface
    /// CPS3 only; the contactless side of a CPS4 is a DESFire.
    public var contactless: Interface?
    /// Card and holder.
    public var identity: Identity
    /// What the holder does, and where.
    public var practice: Practice
    /// What PKCS#15 tells of the token.
    public var tokenInfo: TokenInfo
    /// Labels of the PKCS#15 objects.
    public var labels: Labels
    /// Content of EF_ACTUA (CPS3 contact); nil when the card has none.
    public var actualisation: [UInt8]?
    /// The holder's PIN.
    public var pin: ReferencePolicy
    /// The unblocking code.
    public var puk: ReferencePolicy
    /// Keys by role: signature and authentication always, technical on a CPS3 with a contactless side.
    public var keys: [CardKeyRole: Key]
    /// Raw contents that win over anything derived.
    public var files: [CardFilePath: [UInt8]]
    /// Switches for behaviour that differs between cards.
    public var quirks: Quirks
    /// CPS4 only: the contactless side.
    public var badge: BadgeProfile?

    /// From its parts.
    public init(
        generation: Generation, contact: Interface, contactless: Interface?, identity: Identity, practice: Practice,
        tokenInfo: TokenInfo, labels: Labels, actualisation: [UInt8]?, pin: ReferencePolicy, puk: ReferencePolicy,
        keys: [CardKeyRole: Key], files: [CardFilePath: [UInt8]], quirks: Quirks, badge: BadgeProfile? = nil
    ) {
        self.generation = generation
        self.contact = contact
        self.contactless = contactless
        self.identity = identity
        self.practice = practice
        self.tokenInfo = tokenInfo
        self.labels = labels
        self.actualisation = actualisation
        self.pin = pin
        self.puk = puk
        self.keys = keys
        self.files = files
        self.quirks = quirks
        self.badge = badge
    }
}

/// What a profile got wrong.
public enum CardProfileError: Error, Hashable, Sendable {
    /// A key is missing, is not RSA 2048, or its PEM cannot be read.
    case key(CardKeyRole)
    /// A field has a value that no card could hold; the payload names it.
    case field(String)
    /// A file's content exceeds what 15-bit offsets reach, or its path names no file of this generation.
    case file(CardFilePath)
}
