// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What a diagnosis may ask the machine; tests answer in its place.
public protocol Machine: Sendable {
    /// Name and release of the operating system.
    var system: String { get }
    /// Variables of the environment.
    var environment: [String: String] { get }
    /// Seconds since 1970, as the clock says.
    var secondsSince1970: Int { get }
    /// Whether the clock is known to be synchronised; nil where nothing tells.
    var isClockSynchronised: Bool? { get }
    /// The user's name.
    var user: String { get }
    /// The names of the user's groups.
    var groups: [String] { get }
    /// Whether something is at that path.
    func exists(_ path: String) -> Bool
    /// Whether the user may write to what is at that path.
    func isWritable(_ path: String) -> Bool
}
