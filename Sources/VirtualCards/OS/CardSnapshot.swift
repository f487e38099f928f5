// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// The non-volatile state of a card that use changes: counters, PIN values, written files.
public struct CardSnapshot: Hashable, Sendable {
    /// A PIN or PUK.
    public struct ReferenceData: Hashable, Sendable {
        /// The value itself.
        public var value: WipingBytes
        /// Tries left.
        public var left: Int
        /// Uses left; nil when they are not counted.
        public var uses: Int?
    }

    /// The holder's PIN.
    public var pin: ReferenceData
    /// The unblocking code.
    public var puk: ReferenceData
    /// Writable files by path without 3F00.
    public var files: [CardFilePath: WipingBytes]
    /// The contactless side of a CPS4.
    public var badge: BadgeSnapshot?
}
