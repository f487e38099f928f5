// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A line that tells how far a long work is; shown on a terminal only, and never with `--quiet`.
public struct Progress: Sendable {
    private let console: Console
    private let total: Int
    private let isShown: Bool

    /// For a work of `total` steps.
    public init(_ context: CommandContext, total: Int) {
        console = context.console
        self.total = max(total, 1)
        isShown = !context.isQuiet
    }

    /// Shows that step `step` (from 1) has begun; `text` names it.
    public func begin(_ step: Int, _ text: String) {
        guard isShown else { return }
        let done = min(max(step - 1, 0), total)
        console.rewritableLine("[\(min(step, total))/\(total)] \(text)… \(done * 100 / total) %")
    }

    /// Removes the line.
    public func end() {
        console.clearRewritableLine()
    }
}
