// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import FuzzEntry
internal import Glibc
internal import VirtualCards

/// Cards, readers, and a caller that does what bytes say.
///
/// An input is a byte for the card in the reader, one for what is done before (C_Initialize, a session, a login,
/// operations), then records: a function and its arguments, or from E0 on something that happens to readers and cards.
final class ModuleBench {
    private static let faces: [(profile: String, contactless: Bool)] = [
        ("cps4-medecin", false), ("cps3-medecin", false), ("cps3-medecin", true), ("cps4-t0", false),
    ]
    /// First byte of a record that is no call.
    private static let firstEvent: UInt8 = 0xE0
    private static let mostRecords = 64
    private static let isCompat = unsafe getenv("CADUCEE_PKCS11_MODE").map { unsafe String(cString: $0) } == "compat"

    private let cards: [VirtualCard]
    private let faces: [any VirtualCardFace]
    private let origins: [CardSnapshot]
    private let service = FakeService.shared
    private var known = CallArguments.Known()
    /// Tries that callers may have lost so far: one for each PIN that was not the card's, or that nobody can tell of.
    private var allowedLosses = 0
    /// Whether answers get lost or are forged, so that the module may hold a PIN that is no longer the card's.
    private var isBlind = false

    init() throws {
        var made: [String: VirtualCard] = [:]
        for (profile, _) in ModuleBench.faces where made[profile] == nil {
            made[profile] = try VirtualCard(Fixtures.card(profile), random: SeededRandom(seed: 1))
        }
        cards = made.sorted { $0.key < $1.key }.map(\.value)
        origins = cards.map(\.snapshot)
        faces = ModuleBench.faces.compactMap { face in
            face.contactless ? made[face.profile]?.contactless : made[face.profile]?.contact
        }
    }

    func play(_ bytes: [UInt8]) throws {
        for (card, origin) in zip(cards, origins) { card.restore(origin) }
        let first = Int(bytes.first ?? 0)
        service.arrange { [faces] state in
            state = ServiceState(spare: faces[(first + 1) % faces.count], after: state)
            state.plug(Array("TEST 0".utf8))
            if first & 0x10 != 0 { state.plug(Array("TEST 1".utf8)) }
            if first < 0xF0 { state.put(faces[first % faces.count], into: 0) }
        }
        known = .init()
        (allowedLosses, isBlind) = (0, false)
        try prepare(bytes.dropFirst().first ?? 0)
        for record in Records(bytes.dropFirst(2)).prefix(ModuleBench.mostRecords) {
            guard let code = record.first else { continue }
            if code >= ModuleBench.firstEvent {
                happen(code, Array(record.dropFirst()))
            } else if !ModuleFunction.all.isEmpty {
                try call(ModuleFunction.all[Int(code) % ModuleFunction.all.count], record.dropFirst())
            }
        }
        try end()
    }

    /// What most inputs would have to find out again and again.
    private func prepare(_ wish: UInt8) throws {
        guard wish & 1 != 0 else { return }
        try call("C_Initialize", [0, wish & 0x40 == 0 ? 1 : 2])
        if wish & 2 != 0 { try call("C_OpenSession", [0, 0, 0, 0, 0, 0]) }
        if wish & 4 != 0 { try call("C_Login", [0, 0, 0, wish & 8 != 0 ? 1 : 0, wish & 8 != 0 ? 1 : 0]) }
        if wish & 0x10 != 0 {
            // All, then again the keys, which are thus the ones known last.
            for template in [[0], ModuleBench.ofClass(CKO_PUBLIC_KEY), ModuleBench.ofClass(CKO_PRIVATE_KEY)] {
                try call("C_FindObjectsInit", [0, 0] + template)
                try call("C_FindObjects", [0, 0, 0xF0])
                try call("C_FindObjectsFinal", [0, 0])
            }
        }
    }

    /// The choices of a template with a class.
    private static func ofClass(_ kind: UInt) -> [UInt8] {
        [1, 0, 0, 8] + CallerMemory.bytes(kind)
    }

    /// Ends the module's life; it leaves nothing open, and the cards as callers made them.
    private func end() throws {
        try call("C_Finalize", [0, 0])
        // Threads of the module end on their own, soon after.
        var looks = 0
        while service.openContexts > 0, looks < 50_000 {
            var pause = timespec(tv_sec: 0, tv_nsec: 100_000)
            _ = unsafe nanosleep(&pause, nil)
            looks += 1
        }
        try require(service.openContexts == 0, "C_Finalize leaves no context open")
        try checkTries()
    }

    private func checkTries() throws {
        let lost = zip(cards, origins).map { $1.pin.left - $0.snapshot.pin.left }.reduce(0) { $0 + max($1, 0) }
        try require(lost <= allowedLosses, "\(lost) PIN tries are lost, and \(allowedLosses) wrong PINs were given")
    }

    private func call(_ name: String, _ arguments: [UInt8]) throws {
        guard let function = ModuleFunction.all.first(where: { $0.name == name }) else { return }
        try call(function, arguments[...])
    }

    private func call(_ function: ModuleFunction, _ bytes: ArraySlice<UInt8>) throws {
        let arguments = CallArguments(function, bytes, known)
        let isRaw = ModuleBench.isCompat && function.name == "C_TransmitMessage"
        let isKnown = arguments.pins.allSatisfy { pin in cards.allSatisfy { Array($0.snapshot.pin.value) == pin } }
        if isRaw || !arguments.pins.isEmpty && (isBlind || !isKnown) { allowedLosses += 1 }
        let code = function.call(arguments.words)
        try require(KnownCodes.contain(code), "\(function.name) returns \(code), which is no code")
        try require(arguments.memory.isIntact, "\(function.name) writes where it must not")
        try checkTries()
        guard code == CKR_OK else { return }
        switch function.name {
        case "C_OpenSession": known.sessions.append(arguments.memory.word(at: arguments.handlePlace))
        case "C_FindObjects":
            let (place, count) = arguments.list
            let found = Int(clamping: arguments.memory.word(at: count))
            try require(found <= 256, "C_FindObjects tells of \(found) handles")
            for index in 0..<found { known.objects.append(arguments.memory.word(at: place + UInt(8 * index))) }
            known.objects = known.objects.suffix(64)
        default: break
        }
    }

    private func happen(_ code: UInt8, _ data: [UInt8]) {
        let which = Int(data.first ?? 0)
        switch (code - ModuleBench.firstEvent) % 9 {
        case 0:
            guard let fault = PlannedFault(data) else { return }
            switch fault.effect {
            case .lost, .forged, .length: isBlind = true
            case .refused, .event: break
            }
            service.arrange { if $0.faults.count < 16 { $0.faults.append(fault) } }
        case 1: service.arrange { [faces] in $0.put(faces[which % faces.count], into: which / faces.count % 2) }
        case 2: service.arrange { $0.put(nil, into: which % 2) }
        case 3: service.arrange { $0.reset(which % 2) }
        case 4:
            service.arrange { state in
                guard state.readers.indices.contains(which % 2), state.readers[which % 2].holder == nil else { return }
                state.readers[which % 2].holder = .another(patience: which / 2 % 8)
            }
        case 5: service.arrange { $0.plug(data) }
        case 6: service.arrange { $0.unplug(which % ServiceState.mostReaders) }
        case 7: cards[which % cards.count].forgetVerification()
        default: service.arrange { $0.restart() }
        }
    }
}
