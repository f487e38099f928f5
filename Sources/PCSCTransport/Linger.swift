// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Decides whether a card is let go of late after a transaction.
///
/// A host that signs in a loop spends as much on transactions as on the card. So in a burst of transactions the card
/// stays ours for a moment after each, as long as no other client of the service could be kept waiting: pcsc-lite gives a
/// card to whoever asks at the right instant, and one that is hardly ever free starves others.
struct Linger {
    /// How long the card stays ours after a transaction; zero for never.
    let duration: Duration
    /// Transactions that follow each other faster than this are a burst.
    private static let burst = Duration.milliseconds(20)
    /// How long the answer about other clients holds.
    ///
    /// The card is free while they are looked for, so a newcomer waits hardly longer than this.
    private static let validity = Duration.milliseconds(200)

    private var isBurst = false
    private var lastRelease: MonotonicTime?
    private var isAlone = false
    /// Until when `isAlone` is believed.
    private var validUntil: MonotonicTime?

    init(_ duration: Duration) {
        self.duration = duration
    }

    var isWanted: Bool { duration > .zero }

    /// A transaction begins that does not go on where the last one ended.
    mutating func begin(askedAt moment: MonotonicTime) {
        isBurst = lastRelease.map { moment < $0 + Linger.burst } ?? false
    }

    /// A transaction ends: until when the card stays ours, or nil.
    func end() -> MonotonicTime? {
        guard isWanted, isAlone, let validUntil else { return nil }
        let now = MonotonicTime.now
        return now < validUntil ? now + duration : nil
    }

    /// After the card was let go of: looks whether others are there, if that matters.
    mutating func consider() {
        guard isWanted else { return }
        let now = MonotonicTime.now
        lastRelease = now
        if let validUntil, now < validUntil { return }
        isAlone = isBurst && ServiceContext.isOnlyClient
        validUntil = isBurst ? now + Linger.validity : nil
    }
}
