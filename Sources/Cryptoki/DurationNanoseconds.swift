// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// Whole nanoseconds; far beyond any limit of ours when it is longer than they can count.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max / 2 : product &+ attoseconds / 1_000_000_000
    }
}
