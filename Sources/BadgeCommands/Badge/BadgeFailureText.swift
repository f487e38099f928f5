// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import BadgeAccess
internal import CardToolSupport
internal import DESFire
internal import RoamingSessions

extension Failure {
    /// A badge that was not proved, or not written.
    init(_ failure: BadgeFailure) {
        switch failure {
        case .foreign: self.init(.badgeUnknown, BadgeMessage.foreign as any Message)
        case .notAuthentic: self.init(.badgeDenied, BadgeMessage.notAuthentic as any Message)
        case .noRecord: self.init(.badgeUnknown, BadgeMessage.noRecord as any Message)
        case .uid: self.init(.unsupportedCard, BadgeMessage.noUID as any Message)
        case .weakerMode: self.init(.badgeDenied, BadgeMessage.weakerMode as any Message)
        case .alreadyIssued:
            self.init(.refusedByPolicy, BadgeMessage.alreadyIssued as any Message, hint: BadgeMessage.issueFirst)
        case .refused(let status):
            self.init(.cardRefused, BadgeMessage.refusedByChip("\(status)") as any Message)
        case .layout(let field):
            self.init(.inputInvalid, SiteMessage.wrongValue(path: "badges.toml", key: "site.\(field)") as any Message)
        case .keys(let failure): self.init(failure)
        case .lost(.card(let error)): self.init(error)
        case .lost: self.init(.malformedAnswer, BadgeMessage.notAuthentic as any Message)
        }
    }

    private init(_ failure: BadgeKeyFailure) {
        switch failure {
        case .notMarkedTEST: self.init(.refusedByPolicy, SiteMessage.keysNotTEST as any Message)
        case .file(let place): self.init(.inputInvalid, SiteMessage.keysUnreadable(place) as any Message)
        case .token(let words): self.init(.failed, SiteMessage.tokenRefused(words) as any Message)
        case .missing(let name): self.init(.inputInvalid, SiteMessage.keyMissing(name) as any Message)
        }
    }

    /// A store that did not do what it was asked.
    init(_ failure: StoreFailure) {
        switch failure {
        case .unavailable(let words):
            self.init(.network, SiteMessage.storeUnavailable(words) as any Message, hint: SiteMessage.storeAgain)
        case .refused(let words), .corrupt(let words):
            self.init(.failed, SiteMessage.storeRefused(words) as any Message)
        case .newer(let version): self.init(.failed, SiteMessage.storeNewer(version) as any Message)
        }
    }
}

/// Runs work on a badge and turns its errors into failures.
func proving<R>(_ work: () throws(BadgeFailure) -> R) throws(Failure) -> R {
    do {
        return try work()
    } catch {
        throw Failure(error)
    }
}

/// Runs work on the store and turns its errors into failures.
func storing<R>(_ work: () throws(StoreFailure) -> R) throws(Failure) -> R {
    do {
        return try work()
    } catch {
        throw Failure(error)
    }
}

/// Runs work on a badge without the site's keys, and turns its errors into failures.
func reading<R>(_ work: () throws(DESFireError) -> R) throws(Failure) -> R {
    do {
        return try work()
    } catch .card(let error) {
        throw Failure(error)
    } catch {
        throw Failure(.unsupportedCard, BadgeMessage.foreign as any Message)
    }
}
