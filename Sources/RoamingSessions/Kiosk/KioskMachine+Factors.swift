// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension KioskMachine {
    mutating func secondFactorRight(_ means: SecondFactor) {
        guard case .code(let enrolment, _) = overlay else { return }
        let request = nextRequest()
        pending = .opening(request, enrolment, isOnCard: false)
        effects.append(.open(request, enrolment.person, means, badge: enrolment.badge))
    }

    mutating func secondFactorWrong() {
        guard case .code(let enrolment, _) = overlay else { return }
        let request = nextRequest()
        pending = .failure(request, enrolment)
        effects.append(.noteFailure(request, enrolment.badge))
    }

    mutating func failureNoted(_ request: KioskRequest, _ isCoolingDown: Bool, _ now: Moment) {
        guard case .failure(request, _) = pending else { return }
        pending = nil
        guard case .code = overlay else { return }
        if isCoolingDown { refuse(.coolDown, now) } else { effects.append(.signal(.codeWrong)) }
    }

    /// A health card and its PIN: all that is needed, whatever is shown.
    mutating func cardProved(_ person: PersonIdentifier, _ now: Moment) {
        if case .open(let open) = base, open.session.person != person { lock(open) }
        let request = nextRequest()
        pending = .opening(request, nil, isOnCard: true)
        if case .open = base {} else { overlay = .reading }
        effects.append(.open(request, person, .contactCard, badge: nil))
    }

    /// The store has a new session.
    mutating func opened(_ request: KioskRequest, _ session: RoamingSession, _ now: Moment) {
        guard case .opening(request, let enrolment, let isOnCard) = pending else { return withdraw(session) }
        pending = nil
        if case .open(let open) = base, open.session.person != session.person { lock(open) }
        show(session, enrolment, isOnCard: isOnCard, now)
    }

    /// What was asked for cannot be had.
    mutating func failed(_ request: KioskRequest) {
        guard let asked = pending, asked.request == request else { return }
        pending = nil
        if case .reading = overlay { overlay = nil }
        effects.append(.signal(.unavailable))
        // Whose badge it is cannot be told: then it is not the holder's, and a kiosk is rather locked than open.
        if case .decision = asked, case .open(let open) = base { lock(open) }
    }
}
