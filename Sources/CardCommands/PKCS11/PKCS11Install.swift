// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport
internal import Foundation

/// The command `caducee pkcs11 install`: tells programs where the module is, or takes that back.
public struct PKCS11Install: Sendable {
    /// What is asked for.
    public struct Request: Sendable {
        /// For whom.
        public var scope: RegistrationPlaces.Scope
        /// The module; nil when it is gone already and only its traces are removed.
        public var module: String?
        /// Whether the paths of the historic module lead to this one.
        public var linksHistoricPaths = false
        /// The folder of an NSS database to register with.
        public var nss: String?
        /// Whether only to say what would be done.
        public var isDryRun = false
        /// Whether to remove what an installation wrote.
        public var isRemoval = false

        /// From who is to find which module.
        public init(_ scope: RegistrationPlaces.Scope, module: String?) {
            self.scope = scope
            self.module = module
        }
    }

    private let request: Request
    private let places: RegistrationPlaces

    /// For a request, in these places.
    public init(_ request: Request, places: RegistrationPlaces) {
        self.request = request
        self.places = places
    }

    /// Looks at every place first, and writes only when none of them is somebody else's.
    public func run(_ context: CommandContext) throws -> Report {
        let steps = try steps()
        var planned: [(step: InstallStep, outcome: InstallOutcome)] = []
        for step in steps {
            planned.append((step, try request.isRemoval ? step.removal() : step.installation()))
        }
        var report = Report(warnings: try warnings(planned))
        var entries: [JSONValue] = []
        for (step, outcome) in planned {
            if !request.isDryRun { try step.carryOut(outcome, environment: context.environment) }
            let message: InstallMessage =
                request.isDryRun ? .wouldDo(outcome, step.path) : .done(outcome, step.path)
            report.lines.append(context.text(message))
            entries.append([
                "kind": .string(step.kind), "path": .string(step.path), "outcome": .string(outcome.rawValue),
            ])
        }
        report.data = [
            "scope": .string(request.scope.rawValue),
            "module": JSONValue(request.module),
            "dry_run": .bool(request.isDryRun),
            "uninstall": .bool(request.isRemoval),
            "steps": .array(entries),
        ]
        return report
    }

    private func steps() throws(Failure) -> [InstallStep] {
        let module = request.module ?? ""
        guard !module.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw Failure(.inputInvalid, InstallMessage.badPath as any Message)
        }
        var steps: [InstallStep] = [
            .file(
                places.p11KitFolder(request.scope) + "/" + RegistrationPlaces.p11KitName,
                content: PKCS11Install.moduleFile(module), mark: PKCS11Install.mark),
            .example(places.settingsFolder(request.scope) + "/caducee.toml", content: PKCS11Install.settingsExample),
        ]
        let links = places.historicPaths.map { InstallStep.link($0, target: module) }
        if request.linksHistoricPaths {
            steps += links
        } else if request.isRemoval, request.scope == .system {
            // Ours go although nobody asked for it: they would lead nowhere.
            steps += links.filter { $0.removal() == .removed }
        }
        if let nss = request.nss { steps.append(.nss(NSSDatabase(nss), module: module)) }
        return steps
    }

    private func warnings(_ planned: [(step: InstallStep, outcome: InstallOutcome)]) throws -> [any Message] {
        guard !request.isRemoval else { return [] }
        var warnings: [any Message] = planned.compactMap { step, outcome in
            if case .link(let path, _) = step, outcome == .kept { InstallMessage.linkKept(path) } else { nil }
        }
        if places.isUnseen(request.scope) { warnings.append(InstallMessage.unseenByRoot) }
        if request.scope == .system, places.root.isEmpty, let module = request.module,
            PKCS11Install.othersMayReplace(module)
        {
            warnings.append(InstallMessage.writableByOthers(module))
        }
        return warnings
    }

    /// Whether the file, or a folder on the way to it, is not root's alone.
    private static func othersMayReplace(_ path: String) -> Bool {
        var place = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        while true {
            guard let facts = try? FileManager.default.attributesOfItem(atPath: place.path) else { return true }
            let mode = (facts[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
            let owner = (facts[.ownerAccountID] as? NSNumber)?.intValue ?? -1
            // In a folder with the sticky bit (/tmp) others may add, and not replace.
            if owner != 0 || mode & 0o022 != 0 && mode & 0o1000 == 0 { return true }
            guard place.path != "/" else { return false }
            place.deleteLastPathComponent()
        }
    }

    // MARK: What is written

    static let mark = "# Written by \"caducee pkcs11 install\""

    /// A module file of p11-kit (pkcs11.conf(5)).
    static func moduleFile(_ module: String) -> String {
        """
        \(mark); "caducee pkcs11 install --uninstall" removes it.
        module: \(module)
        # Before general middleware that knows these cards less well.
        priority: 10
        # Programs go on without the module when it cannot be loaded.
        critical: no

        """
    }

    /// Every setting with its default, for the person to change.
    static let settingsExample = """
        # Settings of the PKCS#11 module libcaducee-pkcs11.so. All are optional; these are the defaults.

        [pkcs11]
        # "native", "compat" (as the Cryptolib CPS) or "strict" (the letter of PKCS#11).
        # mode = "native"
        # Seconds that a verified PIN may stay unused, 10 to 300.
        # idle_seconds = 300
        # Whether the last try of a PIN may be spent.
        # allow_last_try = false
        # Show only readers whose names begin so; all when empty.
        # readers = []

        [pkcs11.trace]
        # Calls and their results; exchanges with the card, secrets masked.
        # api = false
        # apdu = false

        """
}
