// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToolSupport
internal import FSE
internal import FSEDocuments
internal import Foundation

/// The files of a lot, and what is said when they are refused.
enum FSEInputs {
    /// Files as given; a folder stands for its `.json` and `.b2` files.
    static func files(_ paths: [String]) throws(Failure) -> [String] {
        var found: [String] = []
        for path in paths {
            if let names = try? FileManager.default.contentsOfDirectory(atPath: path) {
                found += names.sorted().filter { $0.hasSuffix(".json") || $0.hasSuffix(".b2") }.map { path + "/" + $0 }
            } else {
                found.append(path)
            }
        }
        guard !found.isEmpty else { throw Failure(.inputInvalid, FSEMessage.noInput as any Message) }
        return found
    }

    static func failure(_ error: BindingError) -> Failure {
        switch error {
        case .severalActivities(let numbers):
            Failure(
                .inputInvalid, FSEMessage.severalActivities(numbers) as any Message, hint: FSEMessage.chooseActivity)
        case .unknownActivity(let number):
            Failure(.inputInvalid, FSEMessage.unknownActivity(number) as any Message)
        default: Failure(.inputInvalid, FSEMessage.noActivity as any Message)
        }
    }

    static func failure(_ error: LotPlanError) -> Failure {
        switch error {
        case .empty: Failure(.inputInvalid, FSEMessage.noInput as any Message)
        case .tooMany(let count): Failure(.inputInvalid, FSEMessage.tooMany(count) as any Message)
        case .inputs(let problems):
            Failure(.inputInvalid, InputsRefused(problems: problems), hint: FSEMessage.correctAndRepeat)
        }
    }
}

/// All problems of a lot's files, one a line.
struct InputsRefused: Message {
    let problems: [InputProblem]

    var french: String { text(in: .french, FSEMessage.inputsRefused(files)) }
    var english: String { text(in: .english, FSEMessage.inputsRefused(files)) }

    private var files: Int { Set(problems.map(\.file)).count }

    private func text(in language: Language, _ head: FSEMessage) -> String {
        // A day of bad files need not scroll for ever.
        let shown = problems.prefix(50).map { FSEMessage.problem($0).text(in: language) }
        return ([head.text(in: language)] + shown).joined(separator: "\n")
    }
}
