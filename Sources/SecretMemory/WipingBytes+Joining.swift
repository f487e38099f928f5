// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension WipingBytes {
    /// Several strings one after the other.
    public init(joining parts: some Collection<WipingBytes>) {
        if parts.count == 1, let only = parts.first {
            self = only
            return
        }
        self.init(count: parts.reduce(0) { $0 + $1.count }) { target in
            var position = 0
            for part in parts {
                for byte in part {
                    target[position] = byte
                    position += 1
                }
            }
        }
    }
}
