// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToolSupport
internal import Foundation

/// One place that the installation writes to: what it should become, and whether what is there is ours.
enum InstallStep {
    /// A file that we keep up to date; ours when it begins with `mark`.
    case file(String, content: String, mark: String)
    /// A file for the person to change; written once, removed only as it was written.
    case example(String, content: String)
    /// A symbolic link to the module.
    case link(String, target: String)
    /// A database of NSS, and the module's path there.
    case nss(NSSDatabase, module: String)

    var kind: String {
        switch self {
        case .file: "p11-kit"
        case .example: "settings"
        case .link: "link"
        case .nss: "nss"
        }
    }

    var path: String {
        switch self {
        case .file(let path, _, _), .example(let path, _), .link(let path, _): path
        case .nss(let database, _): database.folder
        }
    }

    // MARK: What there is to do

    /// What an installation would do here; changes nothing.
    func installation() throws(Failure) -> InstallOutcome {
        switch self {
        case .file(let path, let content, let mark):
            guard InstallStep.exists(path) else { return .written }
            guard let present = InstallStep.text(path), present.hasPrefix(mark) else {
                throw Failure(.failed, InstallMessage.foreign(path) as any Message, hint: InstallMessage.moveAway)
            }
            return present == content && RegistrationFile.isReadable(path) ? .unchanged : .updated
        case .example(let path, let content):
            guard InstallStep.exists(path) else { return .written }
            return InstallStep.text(path) == content ? .unchanged : .kept
        case .link(let path, let target):
            guard InstallStep.exists(path) else { return .written }
            guard isOurLink(path, target) else { return .kept }
            return InstallStep.destination(path) == target ? .unchanged : .updated
        case .nss(let database, let module):
            guard database.exists else {
                throw Failure(
                    .inputInvalid, InstallMessage.noDatabase(database.folder) as any Message,
                    hint: InstallMessage.makeDatabase(database.folder))
            }
            guard let ours = database.ours else { return .written }
            return ours == module ? .unchanged : .updated
        }
    }

    /// What the opposite would do here; changes nothing.
    func removal() -> InstallOutcome {
        switch self {
        case .file(let path, _, let mark):
            guard InstallStep.exists(path) else { return .absent }
            return InstallStep.text(path)?.hasPrefix(mark) == true ? .removed : .kept
        case .example(let path, let content):
            guard InstallStep.exists(path) else { return .absent }
            return InstallStep.text(path) == content ? .removed : .kept
        case .link(let path, let target):
            guard InstallStep.exists(path) else { return .absent }
            return isOurLink(path, target) ? .removed : .kept
        case .nss(let database, _):
            return database.ours == nil ? .absent : .removed
        }
    }

    // MARK: Doing it

    /// Brings about what ``installation()`` or ``removal()`` announced.
    func carryOut(_ outcome: InstallOutcome, environment: [String: String]) throws(Failure) {
        switch (outcome, self) {
        case (.unchanged, _), (.absent, _), (.kept, _): return
        case (.written, .file(let path, let content, _)), (.updated, .file(let path, let content, _)),
            (.written, .example(let path, let content)), (.updated, .example(let path, let content)):
            try RegistrationFile.write(content, to: path)
        case (.written, .link(let path, let target)), (.updated, .link(let path, let target)):
            try RegistrationFile.link(path, to: target)
        case (.removed, .file(let path, _, _)), (.removed, .link(let path, _)):
            try RegistrationFile.remove(path)
        case (.removed, .example(let path, _)):
            try RegistrationFile.remove(path)
            RegistrationFile.removeEmptyFolder(of: path)
        case (.written, .nss(let database, let module)), (.updated, .nss(let database, let module)):
            try database.register(module, replacing: outcome == .updated, environment)
        case (.removed, .nss(let database, _)):
            try database.unregister(environment)
        }
    }

    /// Also for a link that leads nowhere.
    private static func exists(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }

    private static func destination(_ path: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }

    /// The content of a regular file: what a link leads to is not ours to judge.
    private static func text(_ path: String) -> String? {
        guard destination(path) == nil, let bytes = try? InputFile.read(path, limit: 1 << 16) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A link is ours when it leads to a file of the module's name, wherever that was when it was made.
    private func isOurLink(_ path: String, _ target: String) -> Bool {
        guard let destination = InstallStep.destination(path) else { return false }
        return destination == target || destination.split(separator: "/").last.map(String.init) == ModulePlace.fileName
    }
}
