// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import Foundation
internal import ISO7816

/// The command `caducee doctor`.
public struct Doctor: Sendable {
    let machine: any Machine
    private let version: String
    // Before the first release of this program no clock is right.
    static let firstPlausibleSecond = 1_767_225_600  // 2026-01-01T00:00:00Z
    static let lastPlausibleSecond = 4_102_444_800  // 2100-01-01T00:00:00Z

    /// For a machine.
    public init(_ machine: any Machine, version: String) {
        self.machine = machine
        self.version = version
    }

    /// Checks everything; ends with the exit code of the first failure, which is the one to mend first.
    public func run(_ context: CommandContext) throws -> Report {
        let results =
            [.ok("version", .version(caducee: version, system: machine.system))] + serviceChecks()
            + readerChecks(context) + driverChecks() + [localeCheck(), clockCheck()]
        return Report(checks: results, context)
    }

    private func serviceChecks() -> [CheckResult] {
        let socket = machine.environment["PCSCLITE_CSOCK_NAME"] ?? "/run/pcscd/pcscd.comm"
        let user = CheckResult.ok("user", .user(name: machine.user, groups: machine.groups))
        guard machine.exists(socket) else {
            let isInstalled = ["/usr/sbin/pcscd", "/usr/local/sbin/pcscd"].contains { machine.exists($0) }
            guard isInstalled else {
                return [
                    user,
                    .failed("service", .serviceNotInstalled, .serviceUnavailable, hint: DoctorMessage.installService),
                ]
            }
            return [
                user, .failed("socket", .noServiceSocket(socket), .serviceUnavailable, hint: HintMessage.startService),
            ]
        }
        guard machine.isWritable(socket) else {
            return [user, .failed("socket", .socketNotWritable(socket), .accessDenied, hint: HintMessage.askForAccess)]
        }
        return [user, .ok("socket", .serviceSocket(socket))]
    }

    private func readerChecks(_ context: CommandContext) -> [CheckResult] {
        let states: [ReaderState]
        do {
            states = try context.openReaders().readers().sorted { $0.name < $1.name }
        } catch {
            guard case .transport(let fault) = error, fault != .noReader else {
                return [.failed("readers", .noReader, .noReader, hint: HintMessage.plugReader)]
            }
            let failure = Failure(error)
            return [.failed("service", .serviceFails(fault), failure.code, hint: failure.hint)]
        }
        var results = [CheckResult.ok("service", .serviceAnswers)]
        guard !states.isEmpty else {
            return results + [.failed("readers", .noReader, .noReader, hint: HintMessage.plugReader)]
        }
        results.append(.ok("readers", .readers(states.count)))
        for state in states {
            switch state.card {
            case .empty: results.append(.ok("reader", .reader(name: state.name)))
            case .mute:
                results.append(
                    .failed(
                        "card", .cardMute(reader: state.name), .cardUnresponsive, hint: HintMessage.reinsertCard))
            case .present:
                let known = state.known
                let finding = DoctorMessage.card(reader: state.name, known: known)
                results.append(known == nil ? .warning("card", finding) : .ok("card", finding))
            }
        }
        if states.allSatisfy({ $0.card == .empty }) { results.append(.warning("card", .noCard)) }
        return results
    }
}
