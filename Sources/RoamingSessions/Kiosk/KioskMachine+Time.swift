// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension KioskMachine {
    /// When something happens by itself next, by the monotonic clock; nil when nothing will.
    public func nextDue(_ now: Moment) -> Int64? {
        [baseDue(now), overlayDue].compactMap(\.self).min()
    }

    /// What the banner of an open kiosk says.
    public func banner(_ now: Moment) -> LifeBanner {
        guard case .open(let open) = base else { return .none }
        guard open.session.lives(at: now.store, policy) else { return .over }
        let left = open.session.secondFactor + policy.validity - now.store
        guard let warning = policy.warnings.filter({ left <= $0 }).min() else { return .none }
        return .ending(minutes: Int((warning + 59_999) / 60_000))
    }

    /// Whether the screen of an open kiosk is dimmed, since it locks soon.
    public func isDimmed(_ now: Moment) -> Bool {
        guard case .open(let open) = base else { return false }
        return now.monotonic - open.lastActivity >= policy.idleLock - policy.dimmed
    }

    /// What has fallen due, the earliest first.
    mutating func passTime(_ now: Moment) {
        // Each turn ends something that does not begin again by itself.
        for _ in 0..<8 {
            let (base, overlay) = (baseDue(now), overlayDue)
            if let base, base <= now.monotonic, base <= overlay ?? .max {
                baseFallsDue(now)
            } else if let overlay, overlay <= now.monotonic {
                self.overlay = nil
                pending = nil
            } else {
                return
            }
        }
    }

    private func baseDue(_ now: Moment) -> Int64? {
        // The end of a life is told by the store's clock.
        func end(_ session: RoamingSession) -> Int64 {
            now.monotonic + (session.secondFactor + policy.validity - now.store)
        }
        switch base {
        case .idle: return nil
        case .open(let open):
            let idle = open.lastActivity + policy.idleLock
            return policy.hardLock ? min(idle, end(open.session)) : idle
        case .locked(let locked): return min(locked.closing ?? .max, end(locked.session))
        }
    }

    private var overlayDue: Int64? {
        switch overlay {
        case .code(_, let since): since + policy.codePatience
        case .refused(_, let since): since + policy.refusalTime
        case .offer(_, _, let since): since + policy.offerPatience
        case .reading, nil: nil
        }
    }

    private mutating func baseFallsDue(_ now: Moment) {
        switch base {
        case .idle: return
        case .open(let open): lock(open)
        case .locked(let locked):
            if let closing = locked.closing, closing <= now.monotonic { effects.append(.close(locked.session.person)) }
            leave(locked.session.person, keepsOverlay: true)
        }
    }
}
