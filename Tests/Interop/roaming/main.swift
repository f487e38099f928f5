// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// campaign WORLDS EVENTS: random events for machines and reference model; exit 1 at the first difference.
import Glibc

let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
if numbers.count == 2, let difference = Campaign.run(worlds: 0..<UInt64(numbers[0]), events: numbers[1]) {
    print(difference)
    exit(1)
}
exit(numbers.count == 2 ? 0 : 64)
