// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension KioskMachine {
    /// §5: the store tells what happened elsewhere, or echoes what happened here.
    mutating func changed(_ change: SessionChange, _ now: Moment) {
        switch change {
        case .session(let session): heard(of: session)
        case .ended(let person, let version): ended(person, version)
        case .denied(let badge): forget(badge)
        }
    }

    private mutating func heard(of session: RoamingSession) {
        switch base {
        case .open(var open) where open.session.person == session.person:
            guard session.version > open.session.version else { return }
            if session.kiosk == name, session.identifier == open.session.identifier {
                open.session = session
                base = .open(open)
            } else {
                open.session = session
                lock(open, tellsStore: false)
            }
        case .locked(var locked) where locked.session.person == session.person:
            guard session.version > locked.session.version else { return }
            locked.session = session
            base = .locked(locked)
        case .idle, .open, .locked: return
        }
    }

    private mutating func ended(_ person: PersonIdentifier, _ version: UInt64) {
        switch base {
        case .open(let open) where open.session.person == person && version > open.session.version:
            leave(person, keepsOverlay: false)
        case .locked(let locked) where locked.session.person == person && version > locked.session.version:
            leave(person, keepsOverlay: true)
        case .idle, .open, .locked: return
        }
    }

    private mutating func forget(_ badge: BadgeNumber) {
        switch overlay {
        case .offer(_, let enrolment, _) where enrolment.badge == badge: overlay = nil
        case .code(let enrolment, _) where enrolment.badge == badge:
            overlay = nil
            pending = nil
        case .reading, .offer, .code, .refused, nil: return
        }
    }

    /// §6: the store is back.
    mutating func reconciled(_ session: RoamingSession?, _ denied: Set<BadgeNumber>, _ now: Moment) {
        for badge in denied { forget(badge) }
        switch base {
        case .idle: return
        case .open(var open):
            guard let session, session.person == open.session.person else {
                return leave(open.session.person, keepsOverlay: false)
            }
            let isSame = session.secondFactor == open.session.secondFactor
            open.session = session
            if session.kiosk == name, isSame { base = .open(open) } else { lock(open, tellsStore: false) }
        case .locked(var locked):
            guard let session, session.person == locked.session.person else {
                return leave(locked.session.person, keepsOverlay: true)
            }
            locked.session = session
            base = .locked(locked)
        }
    }
}
