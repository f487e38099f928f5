// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import VirtualCardPlugs
import VirtualCards

/// Puts cards into the readers of vpcd and keeps them there.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Puts cards into the readers of vpcd and keeps them there until SIGTERM or SIGINT.",
        discussion: """
            The contact face of the first card goes to port N, that of the second to N+2, and so on; a contactless \
            face goes to the port after its contact face. A badge has no other face: it goes to N+1, and N stays \
            empty. The badge of a CPS4 waits outside until `ctl insert --face contactless`, or --badges. Prints `ready` when vpcd has them all, and comes back by \
            itself when pcscd restarts. The same profile may be named twice: the second card is called NAME-2.
            """)

    @Argument(help: ArgumentHelp("Names of profiles, or paths of their folders.", valueName: "profile"))
    var profiles: [String]

    @Option(
        help: ArgumentHelp(
            "Port of vpcd's first slot; or a list with one port per card, separated by commas.", valueName: "n"))
    var port: String

    @Option(help: ArgumentHelp("Folder in which cards keep PINs, counters and files.", valueName: "dir"))
    var state: String?

    @Option(help: ArgumentHelp("Makes the cards' random numbers repeat in every run.", valueName: "n"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("Appends commands and answers as JSON lines, PINs masked.", valueName: "file"))
    var trace: String?

    @Option(help: ArgumentHelp("Listens for `caducee-cards ctl` on this Unix socket.", valueName: "socket"))
    var control: String?

    @Option(help: ArgumentHelp("Answers 6F00 for a card that needs longer.", valueName: "seconds"))
    var patience = 30

    @Flag(help: "Puts the badges of CPS4 cards into their readers too.")
    var badges = false

    @Option(
        help: ArgumentHelp(
            "Makes contactless faces as slow as the air at 106, 212, 424 or 848 kbit/s.", valueName: "kbit/s"))
    var rate: Int?

    @OptionGroup var cards: CardsOption

    func validate() throws {
        guard !profiles.isEmpty else { throw ValidationError("Name at least one profile.") }
        guard (1...3600).contains(patience) else { throw ValidationError("--patience must be 1 to 3600.") }
        guard rate == nil || rate.flatMap(RadioTiming.Rate.init(rawValue:)) != nil else {
            throw ValidationError("--rate must be 106, 212, 424 or 848.")
        }
        _ = try ports()
    }

    func run() throws {
        // Before any thread is made: each of them inherits that these signals wait for us.
        var termination = TerminationSignals()
        let (handler, writer) = try reporting { try makeCards() }
        let server = try control.map { path in try reporting { try ControlServer(path: path, handler: handler) } }
        handler.insertAll()
        if waitUntilReady(handler, &termination) { termination.wait() }
        server?.stop()
        handler.stop()
        if writer?.isBroken == true { Diagnostics.report("the trace is not complete") }
    }

    /// The port of each card.
    func ports() throws -> [UInt16] {
        let numbers = port.split(separator: ",", omittingEmptySubsequences: false).map { UInt16($0) ?? 0 }
        let all =
            numbers.count == 1
            ? profiles.indices.map { Int(numbers[0]) + 2 * $0 } : numbers.map { Int($0) }
        guard !numbers.contains(0), all.count == profiles.count, all.allSatisfy({ $0 < 65_535 }) else {
            throw ValidationError("--port needs one port, or one per card, and room for the port after each.")
        }
        return all.map { UInt16($0) }
    }

    private func makeCards() throws -> (ControlHandler, TraceWriter?) {
        let writer = try trace.map { path throws in try TraceWriter(path: path) }
        let store = try state.map { path throws in try StateStore(directory: path) }
        let cupboard = CardCupboard(
            folders: ProfileFolders(cards), store: store, trace: writer, seed: seed,
            manners: HostingManners(showsBadges: badges, rate: rate.flatMap(RadioTiming.Rate.init(rawValue:))))
        let times = VPCDClient.Times(answer: .seconds(patience))
        let places = try ports()
        let made = try profiles.map { try cupboard.make($0) }
        let seats = zip(made, places).map { CardSeat($0, port: $1, times: times) }
        return (ControlHandler(seats, cupboard: cupboard), writer)
    }

    /// Tells a failure in one line; input that cannot be used is exit 65, as in sysexits.h.
    private func reporting<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            Diagnostics.report((error as? ControlFailure)?.reason ?? "\(error)")
            throw ExitCode(65)
        }
    }

    /// Says `ready` once vpcd has all cards; false when the end was asked for before.
    private func waitUntilReady(_ handler: ControlHandler, _ termination: inout TerminationSignals) -> Bool {
        while !handler.isComplete {
            if termination.wait(milliseconds: 20) { return false }
        }
        FileHandle.standardOutput.write(Data("ready\n".utf8))
        return true
    }
}
