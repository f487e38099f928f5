// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// A PIN or PUK in the card's non-volatile memory.
final class ReferenceData {
    private(set) var value: SecretBytes
    let lengths: ClosedRange<Int>
    let tries: Int
    private(set) var left: Int
    /// How often it may still be used; nil when that is not counted.
    private(set) var uses: Int?
    private let countsUses: Bool
    /// Called after each write, so that what is in memory can follow onto a disk.
    var written: () -> Void = {}

    init(_ policy: CardProfile.ReferencePolicy, countsUses: Bool) {
        value = SecretBytes(copying: policy.value)
        lengths = policy.minimum...max(policy.minimum, policy.maximum)
        tries = policy.tries
        left = min(policy.left, policy.tries)
        uses = policy.uses
        self.countsUses = countsUses
    }

    var isBlocked: Bool { left <= 0 || uses == 0 }
    var count: Int { value.count }

    enum Outcome { case right, wrong, blocked }

    /// Compares and counts.
    func present(_ candidate: ArraySlice<UInt8>) -> Outcome {
        guard !isBlocked else { return .blocked }
        // The counter goes down before the comparison: power cut in between must cost a try, not give one.
        left -= 1
        written()
        guard value.isEqual(to: SecretBytes(copying: candidate.span)) else { return left == 0 ? .blocked : .wrong }
        left = tries
        if countsUses, let uses { self.uses = uses - 1 }
        written()
        return .right
    }

    func change(to new: ArraySlice<UInt8>) {
        value = SecretBytes(copying: new.span)
        left = tries
        written()
    }

    func unblock() {
        left = tries
        written()
    }

    var snapshot: CardSnapshot.ReferenceData {
        CardSnapshot.ReferenceData(value: value.withSpan { WipingBytes(copying: $0) }, left: left, uses: uses)
    }

    func restore(_ snapshot: CardSnapshot.ReferenceData) {
        value = SecretBytes(copying: snapshot.value)
        left = min(max(snapshot.left, 0), tries)
        uses = snapshot.uses.map { max($0, 0) }
    }
}

extension SecretBytes {
    /// A secret from the form in which profiles and snapshots carry it.
    fileprivate init(copying bytes: WipingBytes) {
        self.init(capacity: bytes.count) { target in
            for index in 0..<bytes.count { target[index] = bytes[index] }
            return bytes.count
        }
    }
}
