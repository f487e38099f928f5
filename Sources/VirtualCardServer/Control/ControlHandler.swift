// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import VirtualCardPlugs

/// Does what the control socket asks.
final class ControlHandler: Sendable {
    private let cupboard: CardCupboard
    private let seats: Mutex<[CardSeat]>

    init(_ seats: sending [CardSeat], cupboard: CardCupboard) {
        self.cupboard = cupboard
        self.seats = Mutex(seats)
    }

    /// Answers one line, whatever it holds; `isLast` when the server is to end after that.
    func answer(to line: Data) -> (answer: ControlAnswer, isLast: Bool) {
        do {
            let request = try ControlRequest(line: line)
            return (try answer(to: request), request.verb == .quit)
        } catch let failure as ControlFailure {
            return (.failed(failure.reason), false)
        } catch {
            return (.failed("\(error)"), false)
        }
    }

    private func answer(to request: ControlRequest) throws -> ControlAnswer {
        try seats.withLock { seats in
            switch request.verb {
            case .status: return ControlAnswer(ok: true, cards: seats.map(\.status))
            case .quit: return .done
            default:
                let seat = try ControlHandler.seat(request.card, in: seats)
                return try perform(request, on: seat, among: seats)
            }
        }
    }

    /// Puts every card in.
    func insertAll() {
        seats.withLock { seats in
            for seat in seats { seat.insertAllFaces() }
        }
    }

    /// Whether vpcd has every card.
    var isComplete: Bool { seats.withLock { $0.allSatisfy(\.isConnected) } }

    /// Takes every card out for good.
    func stop() {
        seats.withLock { seats in
            for seat in seats { seat.stop() }
        }
    }

    private static func seat(_ name: String?, in seats: [CardSeat]) throws -> CardSeat {
        guard let name else {
            guard seats.count == 1, let only = seats.first else { throw ControlFailure("which card?") }
            return only
        }
        guard let seat = seats.first(where: { $0.card.name == name }) else {
            throw ControlFailure("no card \(name) in a reader")
        }
        return seat
    }

    private func perform(_ request: ControlRequest, on seat: CardSeat, among seats: [CardSeat]) throws -> ControlAnswer
    {
        let name = request.face ?? seat.card.usualFace
        guard let client = seat.client(name), let face = seat.card.face(name) else {
            throw ControlFailure("the card has no \(name.rawValue) face")
        }
        switch request.verb {
        case .status, .quit: break
        case .insert: client.insert()
        case .remove: client.remove()
        case .swap: try swap(request, seat, seats)
        case .reset: client.resetByReader()
        case .fault: try face.plan.addFromNow(request.fault(), at: request.faultPoint())
        case .clear: face.plan.clear()
        case .slow: face.plan.latency = try request.duration()
        case .set: try seat.card.set(request.required(\.counter, "counter"), to: request.required(\.value, "value"))
        case .save: try WholeFile.replace(request.required(\.file, "file"), with: seat.card.state.encoded())
        case .load:
            let file = try request.required(\.file, "file")
            guard let content = try WholeFile.read(file) else { throw ControlFailure("no file \(file)") }
            try seat.card.restore(StoredState(parsing: content))
            client.resetByReader()
        case .losePIN: seat.card.losePINState()
        case .statistics: return ControlAnswer(ok: true, statistics: seat.card.statistics)
        }
        return .done
    }

    private func swap(_ request: ControlRequest, _ seat: CardSeat, _ seats: [CardSeat]) throws {
        let name = try request.required(\.profile, "profile")
        guard !seats.contains(where: { $0.card.name == name }) else {
            throw ControlFailure("\(name) is in a reader already")
        }
        seat.swap(try cupboard.card(named: name) ?? cupboard.make(name))
    }
}
