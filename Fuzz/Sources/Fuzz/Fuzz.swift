// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzEntry
import ModuleFuzzEntry

/// `Fuzz TARGET [libFuzzer's arguments]`, or `Fuzz record FOLDER` to write conversations as seeds.
@main
struct Fuzz {
    static func main() throws {
        let arguments = CommandLine.arguments
        if arguments.count == 3, arguments[1] == "record" { return try record(into: arguments[2]) }
        // libFuzzer's callback is a C function: it can capture nothing, so the target travels beside it.
        if arguments.count > 1, let target = FuzzTarget(rawValue: arguments[1]) {
            unsafe chosenTarget = target.run
        } else if arguments.count > 1, let target = ModuleTarget(rawValue: arguments[1]) {
            target.prepare()
            unsafe chosenTarget = ModuleTarget.run
        } else {
            let names = FuzzTarget.allCases.map(\.rawValue) + ModuleTarget.allCases.map(\.rawValue)
            FileHandle.standardError.write(Data("fuzz: one of \(names)\n".utf8))
            exit(64)
        }
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
