// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Virtual health cards for integrators' tests.
@main
struct CaduceeCards: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caducee-cards",
        abstract: "Virtual CPS cards in the readers of a real pcscd.",
        discussion: """
            Every card is a profile: a folder with card.json, test keys and test certificates. Nothing in it is real, \
            and its PIN is written in it. The readers are those of vpcd, the virtual driver of vsmartcard.

              caducee-cards list
              caducee-cards run cps3-medecin cps4-medecin --port 35963
              caducee-cards ctl --control /run/user/1000/cards.sock remove --card cps3-medecin
            """,
        subcommands: [RunCommand.self, ControlCommand.self, ListCommand.self])
}

/// Where the profiles are.
struct CardsOption: ParsableArguments {
    @Option(
        name: .customLong("cards"),
        help: ArgumentHelp(
            "Folder of the profiles. Otherwise $CADUCEE_CARDS, ./Cards, and the folders beside the executable.",
            valueName: "dir"))
    var folder: String?
}
