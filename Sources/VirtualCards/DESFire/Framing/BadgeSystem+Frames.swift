// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// What a frame may continue.
enum FrameExchange {
    case idle
    /// A command that is not complete: it ends with so many bytes.
    case receiving(code: UInt8, WipingBytes, Expectation)
    /// An answer that is not complete.
    case sending([WipingBytes], last: BadgeStatus)
    /// An authentication whose second message is awaited.
    case authenticating(PendingAuthentication)

    enum Expectation {
        case exactly(Int)
        /// Whole blocks between a header and a code.
        case blocks(header: Int, size: Int, code: Int)

        func isMet(by count: Int) -> Bool? {
            switch self {
            case .exactly(let wanted): count > wanted ? nil : count == wanted
            case .blocks(let header, let size, let code):
                count > BadgeSystem.longestCryptogram
                    ? nil : count > header + code && (count - header - code).isMultiple(of: size)
            }
        }
    }
}

extension BadgeSystem {
    /// No cryptogram of a management command is longer.
    static let longestCryptogram = 160

    /// One frame in, one frame out.
    func frame(_ code: UInt8, _ part: WipingBytes) -> (status: BadgeStatus, data: WipingBytes) {
        do {
            return try step(code, part)
        } catch {
            dropSession()
            return (error, [])
        }
    }

    private func step(_ code: UInt8, _ part: WipingBytes) throws(BadgeStatus) -> (BadgeStatus, WipingBytes) {
        guard code != BadgeStatus.more.rawValue else { return try goOn(part) }
        // Any other command while something is open ends both (the page of errors: CA).
        guard case .idle = exchange else { throw .commandAborted }
        guard let command = BadgeCommand(rawValue: code), command.since <= profile.generation, isAwake else {
            throw .illegalCommand
        }
        return try receive(code, part, try expectation(command, part))
    }

    private func goOn(_ part: WipingBytes) throws(BadgeStatus) -> (BadgeStatus, WipingBytes) {
        let open = exchange
        exchange = .idle
        switch open {
        case .idle: throw .illegalCommand
        case .sending(let frames, let last):
            guard part.isEmpty else { throw .lengthError }
            return send(frames, last)
        case .receiving(let code, let begun, let expectation):
            return try receive(code, WipingBytes(begun, part), expectation)
        case .authenticating(let pending):
            return (.ok, try finish(pending, part))
        }
    }

    private func receive(
        _ code: UInt8, _ payload: WipingBytes, _ expectation: FrameExchange.Expectation?
    ) throws(BadgeStatus) -> (BadgeStatus, WipingBytes) {
        if let expectation {
            guard let isComplete = expectation.isMet(by: payload.count) else { throw .lengthError }
            if !isComplete {
                // A card that is told so takes commands of such sessions in one sequence of blocks only.
                guard session?.generation != .counted || !state.configuration.isFrameChainingDisabled else {
                    throw .lengthError
                }
                exchange = .receiving(code: code, payload, expectation)
                return (.more, [])
            }
        }
        let answer = try perform(code, payload)
        if case .authenticating = exchange { return (.more, answer.data) }
        var data = answer.data
        if answer.endsSession {
            dropSession()
        } else if !answer.isBare, let session {
            data = try session.seal(data, answer.status, answer.shape)
        }
        if pendingSelection {
            pendingSelection = false
            select([0])
        }
        return try deliver(data, answer, isWhole: BadgeCommand.wholeAnswers.contains(code))
    }

    /// Cuts an answer into frames.
    private func deliver(
        _ data: WipingBytes, _ answer: BadgeAnswer, isWhole: Bool
    ) throws(BadgeStatus) -> (BadgeStatus, WipingBytes) {
        var ends = answer.cuts
        if isWhole {
            // One sequence of blocks, as long as a short APDU lets it be.
            guard data.count <= 256 else { throw .lengthError }
        } else if ends.isEmpty, data.count > frameRoom {
            let size = max(frameRoom / answer.unit * answer.unit, 1)
            ends = Array(stride(from: size, to: data.count, by: size))
        }
        var frames: [WipingBytes] = []
        var start = 0
        for end in ends where end < data.count {
            frames.append(data.part(start, end - start))
            start = end
        }
        frames.append(data.part(start, data.count - start))
        return send(frames, answer.status)
    }

    private func send(_ frames: [WipingBytes], _ last: BadgeStatus) -> (BadgeStatus, WipingBytes) {
        guard let first = frames.first, frames.count > 1 else { return (last, frames.first ?? []) }
        exchange = .sending(Array(frames.dropFirst()), last: last)
        return (.more, first)
    }

    /// Bytes of data in a frame: without PCB, CID, CRC and status.
    var frameRoom: Int { ats.frameSize - 5 }
}
