// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    func setConfiguration(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard let option = call.payload.first else { throw .lengthError }
        let isForApplication = option == 0x06 && selected[0] != 0
        guard isForApplication || selected == [0] else { throw .permissionDenied }
        try requireMaster()
        let data = try open(call, .enciphered(1, try configurationCount(option))).data
        switch option {
        case 0x00: try setFlags(data[0])
        case 0x01:
            state.configuration.initialKey = BadgeKey(.tripleDES, data.part(0, 24), version: 0)
            state.configuration.initialVersion = data[24]
        case 0x02:
            guard AnswerToSelect(bytes: Array(data)).isSound else { throw .parameterError }
            state.configuration.ats = Array(data)
        case 0x03: state.configuration.sak = Array(data)
        // One way, all of them.
        case 0x04: state.configuration.messaging |= data[1] & 0x07
        case 0x05:
            // LRP came after EV2.
            guard data[4] & 0x02 == 0 || profile.generation >= .ev3 else { throw .parameterError }
            let wasResilient = state.configuration.capabilities[4] & 0x02
            state.configuration.capabilities = Array(data)
            state.configuration.capabilities[4] |= wasResilient
        case 0x06: try rename(data)
        case 0x0A:
            state.configuration.failureLimit = UInt16(data.part(0, 2).number)
            state.configuration.failureDecrement = UInt16(data.part(2, 2).number)
            state.configuration.countsFailures = data[4] & 1 != 0
            state.failures = 0
        case 0x0B: state.configuration.hardware = Array(data)
        case 0x0C: state.configuration.atqa = Array(data)
        default: throw .parameterError
        }
        return .done
    }

    /// How long an option's data are; the ATS and a name tell their length themselves.
    private func configurationCount(_ option: UInt8) throws(BadgeStatus) -> CommandShape.DataCount {
        let isEV1 = profile.generation == .ev1
        switch option {
        case 0x00: return .exactly(1)
        case 0x01: return .exactly(25)
        case 0x02: return .told { $0.first.map { Int($0) } }
        case 0x03 where !isEV1, 0x04 where !isEV1: return .exactly(2)
        case 0x05 where !isEV1: return .exactly(10)
        case 0x06 where !isEV1: return .exactly(17)
        case 0x0A where profile.generation == .ev3: return .exactly(5)
        case 0x0B where profile.generation == .ev3: return .exactly(1)
        case 0x0C where profile.generation == .ev3: return .exactly(2)
        default: throw .parameterError
        }
    }

    /// Formatting forbidden and UID random are for ever.
    private func setFlags(_ flags: UInt8) throws(BadgeStatus) {
        let known: UInt8 = profile.generation == .ev1 ? 0x03 : 0x6F
        guard flags & ~known == 0 else { throw .parameterError }
        state.configuration.flags = flags | state.configuration.flags & 0x03
        activationUID = nil
    }

    /// Length and name in 17 bytes: of the card for virtual card selection, or of an application.
    private func rename(_ data: WipingBytes) throws(BadgeStatus) {
        let count = Int(data[0])
        guard count <= 16, data.part(1 + count, 16 - count).allSatisfy({ $0 == 0 }) else { throw .parameterError }
        let name = Array(data.part(1, count))
        guard let index = state.index(of: selected[0]) else {
            guard count == 0 || count >= 5 else { throw .parameterError }
            state.configuration.installationName = name
            return
        }
        let isTaken = state.applications.contains { $0.isoName == name && $0.identifier != selected[0] }
        guard !isTaken else { throw .duplicate }
        guard state.applications[index].isoIdentifier != nil, count > 0 else { throw .parameterError }
        // The owner's master key is enough here; a delegated application asks for its own code.
        guard state.applications[index].slot == nil else { throw .permissionDenied }
        state.applications[index].isoName = name
    }
}
