// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Cryptoki
internal import ISO7816
internal import ModuleSettings
internal import Synchronization
internal import VirtualCardPlugs
internal import VirtualCards

/// The PKCS#11 module under calls in any order, with a virtual card that may be pulled between them.
public enum ModuleCallsEntry {
    /// Runs one input: a mode, then calls, a record each: what, on which handle, with which bytes.
    static func run(_ bytes: [UInt8]) throws {
        try bench.withLock { bench in
            if bench == nil { bench = try Bench() }
            try bench?.play(bytes)
        }
    }

    // Keys take long to load: the card is made once and set back before each input.
    private static let bench = Mutex<Bench?>(nil)
}

/// A card in a loopback reader, and a library that is made anew for each input.
private final class Bench {
    private let card: VirtualCard
    private let face: any VirtualCardFace
    private let origin: CardSnapshot
    private let service = LoopbackReaderService(readers: ["TEST 0", "TEST 1"])

    init() throws {
        card = try VirtualCard(Fixtures.card("cps4-medecin"), random: SeededRandom(seed: 1))
        face = card.contact
        origin = card.snapshot
    }

    func play(_ bytes: [UInt8]) throws {
        card.restore(origin)
        try service.insert(face, into: "TEST 0")
        defer { _ = try? service.remove(from: "TEST 0") }
        var settings = ModuleSettings()
        let modes = ModuleSettings.Mode.allCases
        settings.mode = modes[Int(bytes.first ?? 0) % modes.count]
        let library = Library(settings, readers: service, isForUpdate: (bytes.first ?? 0) & 0x80 != 0)
        defer { library.close() }
        var calls = ModuleCalls(library, settings.mode)
        for record in Records(bytes.dropFirst()).prefix(200) {
            switch record.first {
            case 0xFE: _ = try? service.remove(from: "TEST 0")
            case 0xFF: _ = try? service.insert(face, into: "TEST 0")
            default: calls.call(record)
            }
        }
        try require(card.snapshot.pin.left == 3 || calls.gavePIN, "no try is lost unless a caller gave a PIN")
    }
}
