// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModuleFuzzEntry

/// The seeds of a fuzzer of the module's C functions, as they are and broken.
///
/// `ModuleSeeds TARGET FILE…` runs them, `ModuleSeeds record FOLDER TARGET` writes some. A program of its own, because it
/// brings its own libpcsclite, and because a process has one mode of the module.
@main
struct ModuleSeeds {
    static func main() throws {
        let arguments = CommandLine.arguments
        if arguments.count == 4, arguments[1] == "record", let target = ModuleTarget(rawValue: arguments[3]) {
            target.prepare()
            let folder = URL(fileURLWithPath: arguments[2])
            for (name, bytes) in ModuleTarget.samples { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
            return
        }
        guard arguments.count > 2, let target = ModuleTarget(rawValue: arguments[1]) else { exit(64) }
        target.prepare()
        for file in arguments.dropFirst(2) {
            let seed = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            try run(seed, file)
            let step = max(1, seed.count / 6)
            for place in stride(from: 0, to: seed.count, by: step) {
                var changed = seed
                changed[place] = [0x00, 0x7F, 0x80, 0xFD, 0xFF][place / step % 5]
                try run(Array(seed.prefix(place)), "\(file) up to \(place)")
                try run(changed, "\(file) changed at \(place)")
            }
        }
    }

    private static func run(_ bytes: [UInt8], _ name: String) throws {
        do {
            try ModuleTarget.run(bytes)
        } catch {
            FileHandle.standardError.write(Data("\(name): \(error)\n".utf8))
            exit(1)
        }
    }
}
