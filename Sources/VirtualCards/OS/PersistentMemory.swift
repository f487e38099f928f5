// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// What survives power: reference data and writable files.
final class PersistentMemory {
    let pin: ReferenceData
    let puk: ReferenceData
    private var writable: [ElementaryFile] = []
    /// Called after each write with the new state.
    var observer: ((CardSnapshot) -> Void)?

    init(_ profile: CardProfile) {
        pin = ReferenceData(profile.pin, countsUses: true)
        puk = ReferenceData(profile.puk, countsUses: !profile.quirks.keepsUsageCounter)
        // Both objects die with this one; neither outlives it.
        pin.written = { [unowned self] in changed() }
        puk.written = { [unowned self] in changed() }
    }

    /// Finds the files that use may change.
    func register(_ root: Directory) {
        writable += root.everything.flatMap(\.files).filter { $0.contact.update != .never }
    }

    func changed() {
        guard let observer else { return }
        observer(snapshot)
    }

    var snapshot: CardSnapshot {
        var files: [CardFilePath: WipingBytes] = [:]
        for file in writable { files[file.path] = WipingBytes(file.content) }
        return CardSnapshot(pin: pin.snapshot, puk: puk.snapshot, files: files)
    }

    /// Takes a state back; files that the card does not have, or of another size, are left alone.
    func restore(_ snapshot: CardSnapshot) {
        pin.restore(snapshot.pin)
        puk.restore(snapshot.puk)
        for file in writable {
            guard let content = snapshot.files[file.path], content.count == file.content.count else { continue }
            file.content = Array(content)
        }
    }
}
