// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzEntry

/// `Fuzz TARGET [libFuzzer's arguments]`, or `Fuzz record FOLDER` to write conversations as seeds.
@main
struct Fuzz {
    static func main() throws {
        let arguments = CommandLine.arguments
        if arguments.count == 3, arguments[1] == "record" { return try record(into: arguments[2]) }
        guard arguments.count > 1, let target = FuzzTarget(rawValue: arguments[1]) else {
            FileHandle.standardError.write(Data("fuzz: one of \(FuzzTarget.allCases.map(\.rawValue))\n".utf8))
            exit(64)
        }
        // libFuzzer's callback is a C function: it can capture nothing, so the target travels beside it.
        unsafe chosenTarget = target
        exit(runLibFuzzer([arguments[0]] + arguments.dropFirst(2)))
    }

    /// Whole conversations with virtual cards, one file each.
    private static func record(into folder: String) throws {
        let cards = [("cps3-medecin", false), ("cps3-medecin", true), ("cps4-medecin", false), ("cps4-t0", false)]
        for (profile, isContactless) in cards {
            let script = try ConversationEntry.record(profile, contactless: isContactless)
            let name = profile + (isContactless ? "-contactless" : "") + ".bin"
            try Data(script.encoded).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
            let module = try ModuleAnswersEntry.record(profile, contactless: isContactless)
            try Data(module.encoded).write(to: URL(fileURLWithPath: folder).appendingPathComponent("module-" + name))
        }
    }
}
