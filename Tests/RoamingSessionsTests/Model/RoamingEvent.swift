// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What happens in the world of docs/roaming-sessions.md; the words that model and machine share, and all they share.
///
/// Persons, badges and kiosks are numbers from 0. Times are milliseconds and never run backwards.
enum RoamingEvent: Hashable, Sendable {
    /// A badge before a reader; `mode` is 1 (EV1) or 2 (EV2) of a proved reading, nil of one that is not proved.
    ///
    /// A badge number from ``RoamingWorld/badgeCount`` on is not enrolled.
    case tap(kiosk: Int, badge: Int, mode: Int?)
    /// The answer to a code that is awaited; nothing where none is.
    case code(kiosk: Int, isRight: Bool)
    /// A contact card whose PIN was right.
    case card(kiosk: Int, person: Int)
    /// That the contact card was taken out; nothing where none is in.
    case cardRemoved(kiosk: Int)
    case confirm(kiosk: Int)
    case cancel(kiosk: Int)
    case lock(kiosk: Int)
    case close(kiosk: Int)
    case activity(kiosk: Int)
    /// In the store, by a supervisor.
    case revoke(person: Int)
    /// In the store, by a supervisor.
    case deny(badge: Int)
    /// The kiosk loses the store.
    case cut(kiosk: Int)
    /// It has it back.
    case back(kiosk: Int)
    /// The kiosk's own clock is put forward or back by so much, from now on; store and monotonic clock go on.
    case clockStep(kiosk: Int, by: Int64)
    /// Nothing but time.
    case nothing
}

/// Who has which badge, and what the numbers are.
struct RoamingWorld: Hashable, Sendable {
    var kioskCount = 10
    /// The person of each badge.
    var persons: [Int]
    /// The mode that each badge was enrolled with: 1 or 2.
    var modes: [Int]
    /// When each badge's time ends; nil for never.
    var ends: [Int64?]
    /// The rules of each kiosk.
    var rules: [Rules]
    var badgeCount: Int { persons.count }

    struct Rules: Hashable, Sendable {
        var validity: Int64 = 14_400_000
        var allowsOneFactor = true
        var hardLock = false
        var idleLock: Int64 = 180_000
        var removal = Removal.lock
        var removalGrace: Int64 = 5_000
        var debounce: Int64 = 1_500
        var failures = 3
        var failureWindow: Int64 = 600_000
        var codePatience: Int64 = 60_000
        var refusalTime: Int64 = 3_000
        var offerPatience: Int64 = 15_000
        var ticketAge: Int64 = 14_400_000
        var denialAge: Int64 = 28_800_000
        var clockStep: Int64 = 60_000
    }

    enum Removal: Hashable, Sendable { case lock, logout, ignore }
}

/// What a kiosk shows: its base and its overlay.
struct RoamingScreen: Hashable, Sendable {
    enum Base: Hashable, Sendable {
        case idle
        case open(person: Int)
        case locked(person: Int)
    }

    enum Overlay: Hashable, Sendable {
        case offer(badge: Int)
        case code(badge: Int)
        case refused(Refusal)
    }

    enum Refusal: Hashable, Sendable { case notAuthentic, unknown, denied, weakerMode, coolDown }

    var base = Base.idle
    var overlay: Overlay?
}
