// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What is done, by whom, where and by what means: only values from closed lists, numbers and digests.
public struct AuditEntry: Hashable, Sendable {
    /// Who acts.
    public var person: AuditPerson
    /// What they do.
    public var operation: AuditOperation
    /// What it is done to.
    public var reference: AuditReference?
    /// The kiosk or workstation.
    public var place: AuditPlace
    /// How the person proved who they are.
    public var means: AuditMeans
    /// How much that proof is worth.
    public var level: AuditLevel

    /// From its parts.
    public init(
        _ operation: AuditOperation, by person: AuditPerson, at place: AuditPlace, means: AuditMeans,
        level: AuditLevel, reference: AuditReference? = nil
    ) {
        self.person = person
        self.operation = operation
        self.reference = reference
        self.place = place
        self.means = means
        self.level = level
    }
}

/// The operations that are written down.
public enum AuditOperation: String, Hashable, Sendable, CaseIterable {
    case cardRead = "card.read"
    case cardAuthenticate = "card.authenticate"
    case cardSign = "card.sign"
    case cardDecrypt = "card.decrypt"
    case cardUpdate = "card.update"
    case pinVerify = "pin.verify"
    case pinChange = "pin.change"
    case pinUnblock = "pin.unblock"
    case badgeRead = "badge.read"
    case badgeEnrol = "badge.enrol"
    case badgeAuthenticate = "badge.authenticate"
    case badgeFormat = "badge.format"
    case badgeDiversify = "badge.diversify"
    case badgeRevoke = "badge.revoke"
    case fidoRegister = "fido.register"
    case fidoLogin = "fido.login"
    case fidoReset = "fido.reset"
    case sessionOpen = "session.open"
    case sessionResume = "session.resume"
    case sessionTransfer = "session.transfer"
    case sessionLock = "session.lock"
    case sessionClose = "session.close"
    case sessionExpire = "session.expire"
    case kioskStart = "kiosk.start"
    case kioskStop = "kiosk.stop"
    case policyChange = "policy.change"
    case clockChange = "clock.change"
}

/// What an operation is done to; a number or a digest, never its content.
public enum AuditReference: Hashable, Sendable {
    /// SHA-256 of a document, a certificate, or a badge's identifier under a key: 32 bytes.
    case digest(AuditDigest)
    /// A session, a consent or a request, as 16 random bytes.
    case identifier(UInt64, UInt64)
    /// A number, such as a lot's; no patient's number fits.
    case number(UInt32)

    var text: String {
        switch self {
        case .digest(let digest): "sha256:" + digest.text
        case .identifier(let high, let low): "id:" + high.hexadecimal + low.hexadecimal
        case .number(let number): "number:\(number)"
        }
    }

    init?(text: String) {
        let value = text.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
        switch text {
        case _ where text.hasPrefix("sha256:"):
            guard let digest = AuditDigest(value) else { return nil }
            self = .digest(digest)
        case _ where text.hasPrefix("id:"):
            guard value.utf8.count == 32, value.utf8.allSatisfy(\.isHexadecimal),
                let high = UInt64(value.prefix(16), radix: 16), let low = UInt64(value.suffix(16), radix: 16)
            else { return nil }
            self = .identifier(high, low)
        case _ where text.hasPrefix("number:"):
            guard let number = UInt32(value) else { return nil }
            self = .number(number)
        default: return nil
        }
    }
}

/// The name of a kiosk or a workstation: a host name's letters, 1 to 64 of them, the first one a letter.
public struct AuditPlace: Hashable, Sendable {
    /// The name.
    public let text: String

    /// Nil for what is no such name, and for one with 13 digits in a row, which could be a patient's number.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (1...64).contains(bytes.count), bytes[0].isLetter,
            bytes.allSatisfy({ $0.isDigit || $0.isLetter || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }),
            bytes.split(whereSeparator: { !$0.isDigit }).allSatisfy({ $0.count < 13 })
        else { return nil }
        self.text = text
    }
}

/// How a person proved who they are.
public enum AuditMeans: String, Hashable, Sendable, CaseIterable {
    case card, badge, fido, password, none
}

/// What a proof is worth, in the words of eIDAS (Regulation 910/2014, article 8).
public enum AuditLevel: String, Hashable, Sendable, CaseIterable {
    case none, low, substantial, high
}

/// How an operation ended.
public enum AuditResult: Hashable, Sendable {
    /// As it was meant to.
    case done
    /// Somebody or something said no.
    case refused(AuditReason)
    /// It did not work.
    case failed(AuditReason)
    /// Nobody knows, until it is settled.
    case unknown(AuditReason)

    var word: String {
        switch self {
        case .done: "done"
        case .refused: "refused"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }

    var reason: String? {
        switch self {
        case .done: nil
        case .refused(let reason), .failed(let reason), .unknown(let reason): reason.rawValue
        }
    }

    var isUnknown: Bool {
        if case .unknown = self { true } else { false }
    }

    init?(word: String, reason: String?) {
        let known = reason.flatMap(AuditReason.init)
        switch (word, known) {
        case ("done", nil) where reason == nil: self = .done
        case ("refused", let known?): self = .refused(known)
        case ("failed", let known?): self = .failed(known)
        case ("unknown", let known?): self = .unknown(known)
        default: return nil
        }
    }
}

/// Why an operation was refused or failed.
public enum AuditReason: String, Hashable, Sendable, CaseIterable {
    case badgeDenied = "badge_denied"
    case badgeUnknown = "badge_unknown"
    case cancelled
    case cardRemoved = "card_removed"
    case cardRefused = "card_refused"
    case clock
    case communication
    case consentRefused = "consent_refused"
    case expired
    case `internal`
    case pinBlocked = "pin_blocked"
    case pinWrong = "pin_wrong"
    case policy
    /// The program ended between intent and outcome.
    case restart
    case revoked
    case storage
    case storeUnavailable = "store_unavailable"
    case timeout
    case untrusted
}
