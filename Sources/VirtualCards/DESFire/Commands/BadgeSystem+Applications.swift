// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension BadgeSystem {
    /// EV1 has a table of 28 applications; later cards have their memory.
    private static let tableSize = 28

    func createApplication(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        var reader = ParameterReader(try open(call).header)
        let identifier = try reader.take(3).number
        let plan = try CreationPlan(identifier, &reader, profile.generation, rest: 0)
        try reader.end()
        guard selected == [0] else { throw .permissionDenied }
        try requireCreation()
        // The key that SetConfiguration chose, cut to the kind that is asked for.
        let initial = state.configuration.initialKey.bytes.part(0, plan.keyKind.keyCount)
        let key = BadgeKey(plan.keyKind, initial, version: state.configuration.initialVersion)
        try add(plan.application(with: key))
        return .done
    }

    /// Adds an application whose names are all new, where there is room.
    func add(_ application: BadgeApplication) throws(BadgeStatus) {
        let isTaken =
            application.identifier == 0
            || state.applications.contains { other in
                other.identifier == application.identifier
                    || other.isoIdentifier != nil && other.isoIdentifier == application.isoIdentifier
                    || !other.isoName.isEmpty && other.isoName == application.isoName
            }
        guard !isTaken else { throw .duplicate }
        guard profile.generation > .ev1 || state.applications.count < BadgeSystem.tableSize else { throw .countError }
        state.applications.append(application)
        try requireRoom()
    }

    func deleteApplication(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        var reader = ParameterReader(try open(call).header)
        let identifier = try reader.take(3).number
        let code = reader.rest()
        guard identifier != 0, let index = state.index(of: identifier) else { throw .applicationNotFound }
        let slot = state.applications[index].slot
        if let slot, !code.isEmpty {
            try requireDelegation(WipingBytes([0xDA], WipingBytes(identifier, count: 3)), code)
            state.slots[slot]?.application = 0
            state.slots[slot]?.quota = 0
        } else {
            guard code.isEmpty else { throw .lengthError }
            try requireDeletion(of: identifier)
            if let slot {
                state.slots[slot]?.application = 0
                state.slots[slot]?.quota = 0
            }
        }
        state.applications.remove(at: index)
        if selected.contains(identifier) { pendingSelection = true }
        return .done
    }

    /// The card's master key, or inside the application its own where the card lets applications come and go.
    private func requireDeletion(of identifier: UInt32) throws(BadgeStatus) {
        if isCardMaster { return }
        let isOwner = session?.key == KeyReference(application: identifier, number: 0)
        guard isOwner, state.policy.isCreationFree else {
            throw session == nil ? .authenticationError : .permissionDenied
        }
    }

    func selectApplication(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        // Outside messaging: whatever session there was is over.
        let count = call.payload.count
        guard count == 3 || count == 6 && profile.generation >= .ev2 else { throw .lengthError }
        let wanted = stride(from: 0, to: count, by: 3).map { call.payload.part($0, 3).number }
        guard wanted.allSatisfy({ $0 == 0 || state.index(of: $0) != nil }) else { throw .applicationNotFound }
        // Two applications, never the card itself with one.
        guard count == 3 || !wanted.contains(0) && wanted[0] != wanted[1] else { throw .parameterError }
        select(wanted)
        return .bare()
    }

    func getApplicationIDs(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        try openEmpty(call)
        guard selected == [0] else { throw .permissionDenied }
        try requireListing()
        return .data(
            WipingBytes(joining: state.applications.map { WipingBytes($0.identifier, count: 3) }), unit: 3)
    }

    /// One frame for each application that has a name.
    func getDFNames(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        // Never within a session: the card has no code for it.
        guard session == nil, selected == [0] else { throw .permissionDenied }
        guard call.payload.isEmpty else { throw .lengthError }
        try requireListing()
        var data: WipingBytes = []
        var cuts: [Int] = []
        for application in state.applications where application.isoIdentifier != nil {
            if !data.isEmpty { cuts.append(data.count) }
            data = WipingBytes(
                data, WipingBytes(application.identifier, count: 3),
                WipingBytes(UInt32(application.isoIdentifier ?? 0), count: 2), WipingBytes(application.isoName))
        }
        return BadgeAnswer(data: data, cuts: cuts, isBare: true)
    }

    func getKeySettings(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        try openEmpty(call)
        try requireListing()
        guard let index = state.index(of: selected[0]) else {
            return .data([state.policy.byte, 1 | (state.keys[0]?.kind.rawValue ?? 0)])
        }
        let application = state.applications[index]
        var data: WipingBytes = [application.policy.byte, application.keyByte]
        if application.hasSets {
            let version = application.sets.first.flatMap { $0 }?.version ?? 0
            data = WipingBytes(
                data, [version, UInt8(application.sets.count), application.longestKey, application.rollKey])
        }
        return .data(data)
    }
}
