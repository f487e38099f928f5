// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why a server did not do what it was asked.
public enum PostgreSQLFailure: Error, Hashable, Sendable {
    /// It cannot be reached, went away, or gave no answer in time; what was under way may or may not have been done.
    case connection(String)
    /// It refuses: SQLSTATE, and its own words.
    case refused(state: String, String)
    /// It answered with something that is no answer to this question.
    case unexpected(String)

    /// Whether the same transaction may succeed when it is tried again: serialisation failure or deadlock.
    public var isTransient: Bool {
        guard case .refused(let state, _) = self else { return false }
        return state == "40001" || state == "40P01"
    }
}
