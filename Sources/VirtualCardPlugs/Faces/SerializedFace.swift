// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import VirtualCards

/// The lock of one virtual card: contact and contactless face share it, because they share the card's memory.
public final class CardLock: Sendable {
    // Not the standard library's Mutex: ThreadSanitizer does not know it, and this lock is the one to be sure of.
    // Not of Void either: the address of nothing is that of the object around it, and counts as touched.
    private let isInUse = Monitor(false)

    /// Of a new card.
    public init() {}

    /// Does something with the card while nobody else does.
    public func withLock<R: Sendable, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
        try isInUse.withLock { (isInUse: inout Bool) throws(E) -> R in
            isInUse = true
            defer { isInUse = false }
            return try body()
        }
    }
}

/// A face that any thread may drive, one at a time.
///
/// Virtual cards know nothing of threads. Whoever hands a face over uses it from then on through this type, or
/// inside the same ``CardLock``.
public final class SerializedFace: @unchecked Sendable {
    // Touched only inside `lock`, which is what makes the type sendable.
    private let door: AnyReactingFace
    private let lock: CardLock

    /// Takes a face; faces of the same card must be given the same lock.
    public init(_ face: any VirtualCardFace, lock: CardLock = CardLock()) {
        door = AnyReactingFace(face)
        self.lock = lock
    }

    /// The answer to reset.
    public var atr: [UInt8] { lock.withLock { door.face.atr } }
    /// The protocol that a reader will choose.
    public var transmission: TransmissionProtocol { lock.withLock { door.face.transmission } }

    /// Power comes.
    public func powerOn() { lock.withLock { door.face.powerOn() } }
    /// Power goes.
    public func powerOff() { lock.withLock { door.face.powerOff() } }
    /// Reset.
    public func reset() { lock.withLock { door.face.reset() } }
    /// One command, and whatever comes of it.
    public func react(to command: [UInt8]) -> FaceReaction { lock.withLock { door.react(to: command) } }
}
