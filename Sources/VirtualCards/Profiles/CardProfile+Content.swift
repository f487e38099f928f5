// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension CardProfile {
    /// What identifies card and holder.
    public struct Identity: Sendable {
        /// Eight digits.
        public var serial: String
        /// The check digit, when it shall not be the right one.
        public var checkDigit: UInt8?
        /// Card category, table G01 (80: test card).
        public var product: UInt8
        /// Card type, table G02 (00 CPS, 01 CPF, 02 CPE and CDE, 03 CPA and CDA).
        public var family: UInt8
        /// End of validity, BCD YYYYMMDD.
        public var validity: [UInt8]
        /// The holder's name as printed.
        public var name: String

        /// From its parts.
        public init(
            serial: String, checkDigit: UInt8?, product: UInt8, family: UInt8, validity: [UInt8], name: String
        ) {
            self.serial = serial
            self.checkDigit = checkDigit
            self.product = product
            self.family = family
            self.validity = validity
            self.name = name
        }
    }

    /// What the holder does, and where.
    public struct Practice: Sendable {
        /// Language codes, table G00.
        public var languages: [String]
        /// Profession, table G15.
        public var profession: String
        /// Speciality, table R01.
        public var speciality: String
        /// At most sixteen; numbers may have holes.
        public var activities: [Activity]
        /// Content of the billing situation, kept opaque; empty when there is none.
        public var billing: [UInt8]

        /// From its parts.
        public init(
            languages: [String], profession: String, speciality: String, activities: [Activity], billing: [UInt8]
        ) {
            self.languages = languages
            self.profession = profession
            self.speciality = speciality
            self.activities = activities
            self.billing = billing
        }
    }

    /// One practice situation.
    public struct Activity: Sendable {
        /// 1...16.
        public var number: Int
        /// Practice mode, table G17.
        public var mode: UInt8
        /// Name of the structure.
        public var structureName: String
        /// Identifier type (table G07) as first character, then the number.
        public var structureIdentifier: String
        /// Sector, table R02.
        public var sector: String

        /// From its parts.
        public init(number: Int, mode: UInt8, structureName: String, structureIdentifier: String, sector: String) {
            self.number = number
            self.mode = mode
            self.structureName = structureName
            self.structureIdentifier = structureIdentifier
            self.sector = sector
        }
    }

    /// What PKCS#15 tells of the token.
    public struct TokenInfo: Sendable {
        /// manufacturerID.
        public var manufacturer: String
        /// The token's label.
        public var label: String
        /// GeneralizedTime; part of the names of host caches.
        public var lastUpdate: String?

        /// From its parts.
        public init(manufacturer: String, label: String, lastUpdate: String?) {
            self.manufacturer = manufacturer
            self.label = label
            self.lastUpdate = lastUpdate
        }
    }

    /// Labels of the PKCS#15 objects.
    public struct Labels: Sendable {
        /// AODF, first entry.
        public var pin = "PIN CPS"
        /// AODF, second entry.
        public var puk = "PUK CPS"
        /// CDF, certificate of the signature key.
        public var signatureCertificate = "CPS_CERT_SIG"
        /// CDF, certificate of the authentication key.
        public var authenticationCertificate = "CPS_CERT_AUT"
        /// CDF of the contactless application.
        public var technicalCertificate = "CPS_CERT_TECH_AUT"

        /// The usual labels.
        public init() {}
    }

    /// Behaviour that public knowledge leaves open, or that some cards show and others do not.
    public struct Quirks: Hashable, Sendable {
        /// CPS4: VERIFY without data answers 9000 after a right PIN, as ISO/IEC 7816-4 would have it.
        public var verifiedAnswers9000 = false
        /// CPS4: the ChipDoc applet answers 6985 to its selection until the card manager was selected.
        public var firstSelectRefused = false
        /// The usage counter of the PUK never goes down.
        public var keepsUsageCounter = false
        /// CPS3: the files of the contactless application can be selected in contact too, instead of answering 6A82.
        public var showsContactlessInContact = false

        /// None of them.
        public init() {}
    }
}
