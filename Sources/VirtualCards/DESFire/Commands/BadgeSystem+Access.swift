// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// A file of an application.
struct FilePlace: Hashable {
    var application: UInt32
    var file: UInt8
}

extension BadgeSystem {
    /// The application that a file or key number is about: bit 7 addresses the second one of a dual selection.
    func application(for number: UInt8) throws(BadgeStatus) -> UInt32 {
        guard number & 0x80 != 0 else { return selected[0] }
        guard selected.count > 1 else { throw .parameterError }
        return selected[1]
    }

    /// The index of that application; file commands mean nothing to the card itself.
    func applicationIndex(for number: UInt8 = 0) throws(BadgeStatus) -> Int {
        guard let index = state.index(of: try application(for: number)) else { throw .permissionDenied }
        return index
    }

    /// A file that exists.
    func place(_ number: UInt8) throws(BadgeStatus) -> FilePlace {
        let place = FilePlace(application: try application(for: number), file: number & 0x7F)
        _ = try applicationIndex(for: number)
        guard place.file <= 0x1F else { throw .parameterError }
        _ = try indices(place)
        return place
    }

    func indices(_ place: FilePlace) throws(BadgeStatus) -> (application: Int, file: Int) {
        guard let application = state.index(of: place.application),
            let file = state.applications[application].index(ofFile: place.file)
        else { throw .fileNotFound }
        return (application, file)
    }

    func file(_ place: FilePlace) throws(BadgeStatus) -> BadgeFile {
        let (application, file) = try indices(place)
        return state.applications[application].files[file]
    }

    func change(_ place: FilePlace, _ body: (inout BadgeFile) -> Void) throws(BadgeStatus) {
        let (application, file) = try indices(place)
        body(&state.applications[application].files[file])
    }

    /// How data travel for somebody with any of these rights.
    ///
    /// A right of the session's key makes the file's own mode count; what only E grants travels as it is, also on a
    /// file that enciphers.
    func mode(
        of file: BadgeFile, in application: UInt32, _ wanted: [KeyPath<RightSet, UInt8>]
    ) throws(BadgeStatus) -> TransportMode {
        let nibbles = file.rights.flatMap { set in wanted.map { set[keyPath: $0] } }
        if let key = session?.key, key.application == application, nibbles.contains(key.number) { return file.mode }
        if nibbles.contains(0xE) { return .plain }
        if session == nil, nibbles.contains(where: { $0 < 0xE }) { throw .authenticationError }
        throw .permissionDenied
    }

    /// Whether the session's key is the master key of what is selected.
    var isMaster: Bool { session?.key == KeyReference(application: selected[0], number: 0) }
    /// Whether it is the card's own.
    var isCardMaster: Bool { session?.key == KeyReference(application: 0, number: 0) }

    var policy: KeyPolicy {
        state.index(of: selected[0]).map { state.applications[$0].policy } ?? state.policy
    }

    /// Refuses who has not proven the master key of what is selected.
    func requireMaster() throws(BadgeStatus) {
        guard !isMaster else { return }
        throw session == nil ? .authenticationError : .permissionDenied
    }

    /// Refuses who may not see lists.
    func requireListing() throws(BadgeStatus) {
        if !policy.isListingFree { try requireMaster() }
    }

    /// Refuses who may not create files, or applications.
    func requireCreation(number: UInt8 = 0) throws(BadgeStatus) {
        let application = try application(for: number)
        let policy = state.index(of: application).map { state.applications[$0].policy } ?? state.policy
        guard policy.isCreationFree || session?.key == KeyReference(application: application, number: 0) else {
            throw .permissionDenied
        }
    }

    /// Refuses what no memory is left for, on the card and within a delegated application's quota.
    func requireRoom() throws(BadgeStatus) {
        guard state.blocks * MemoryBlocks.size <= profile.capacity else { throw .outOfMemory }
        for application in state.applications {
            guard let slot = application.slot, let quota = state.slots[slot]?.quota else { continue }
            guard application.blocks <= Int(quota) else { throw .outOfMemory }
        }
    }
}
