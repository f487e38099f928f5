// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import RoamingSessions

/// A kiosk's machine and its desk, as one: events in, what people see and what programs are told out.
///
/// Blocking, one owner. Each change of what is shown is told before anything slow is done.
public final class KioskRunner {
    /// What the kiosk shows now.
    public private(set) var machine: KioskMachine
    private let desk: KioskDesk
    private let show: (KioskMachine) -> Void
    private let perform: (KioskOutput) -> Void

    /// What others carry out: the desktop, and whoever shows signals.
    public enum KioskOutput: Hashable, Sendable {
        /// Somebody works here from now on.
        case opened(RoamingSession)
        /// The session lives on behind a lock.
        case locked(PersonIdentifier)
        /// Nobody is here any more.
        case closed(PersonIdentifier)
        /// Light and sound.
        case signal(KioskSignal)
        /// What was to be done could not be recorded, or not be done.
        case failed(DeskFailure)
    }

    /// Over a desk; nothing happens yet.
    public init(
        _ desk: KioskDesk, show: @escaping (KioskMachine) -> Void, perform: @escaping (KioskOutput) -> Void
    ) {
        self.desk = desk
        self.show = show
        self.perform = perform
        machine = KioskMachine(desk.kiosk, desk.policy)
    }

    /// Something happened.
    public func tell(_ event: KioskEvent) {
        var waiting = [event]
        while !waiting.isEmpty {
            let effects = machine.handle(waiting.removeFirst(), at: desk.moment)
            show(machine)
            for effect in effects {
                if let answer = carryOut(effect) { waiting.append(answer) }
            }
        }
    }

    /// The store's news, and what time has made due; waits so long for news at most.
    public func turn(waiting milliseconds: Int) {
        let (shown, isOpen): (RoamingSession?, Bool) =
            switch machine.base {
            case .idle: (nil, false)
            case .open(let open): (open.session, true)
            case .locked(let locked): (locked.session, false)
            }
        for event in desk.news(waiting: milliseconds, shown: shown, isOpen: isOpen) { tell(event) }
        tell(.time)
    }

    private func carryOut(_ effect: KioskEffect) -> KioskEvent? {
        do throws(DeskFailure) {
            switch effect {
            case .decide(let request, let reading, let scope):
                return .decided(request, try desk.decide(reading, scope))
            case .open(let request, let person, let means, let badge):
                return .opened(request, try desk.open(for: person, means, badge: badge))
            case .noteFailure(let request, let badge):
                return .failureNoted(request, isCoolingDown: try desk.noteFailure(of: badge))
            case .lock(let person): try desk.lock(person)
            case .close(let person): try desk.close(person)
            case .showOpen(let session): perform(.opened(session))
            case .showLocked(let person): perform(.locked(person))
            case .showClosed(let person): perform(.closed(person))
            case .signal(let signal): perform(.signal(signal))
            }
            return nil
        } catch {
            perform(.failed(error))
            switch effect {
            case .decide(let request, _, _), .open(let request, _, _, _), .noteFailure(let request, _):
                return .failed(request)
            case .lock, .close, .showOpen, .showLocked, .showClosed, .signal: return nil
            }
        }
    }
}
