// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816
public import VirtualCards

/// What other processes do to a card in passing: lists of commands as they go over the wire.
public enum ForeignProcess {
    /// The disturbances that a generation can meet.
    public static func disturbances(of generation: CardProfile.Generation) -> [[[UInt8]]] {
        let lists =
            switch generation {
            case .cps3: cps3
            case .cps4: cps4
            }
        return lists.map { $0.compactMap { [UInt8](hexadecimal: $0) } }
    }

    private static let enterCPS3 = "00A4090C043F000001"

    private static let cps3 = [
        // Environments: the other key, the other hash, none at all.
        [enterCPS3, "002241A406800102840182"], [enterCPS3, "002241B606800112840181"],
        [enterCPS3, "002241AA03800110", "002241B606800142840181"], [enterCPS3, "002241B80680011A840182"],
        ["002241B606800112840181"], ["002241AA03800110"], ["0022F301"],
        // A hash of its own, left in the card.
        [enterCPS3, "002241AA03800140", "002A90A00590008001AA"],
        // Selections: the root, the other directory, files, by path and by name; the older volet.
        ["00A4090C023F00"], ["00A4090C043F000002"], ["00A4090C063F0000015031"], ["00A4090C043F00D003"],
        ["00A4040C088025000001FF0100"], ["00A4040C0DE828BD080F8025000001FF0020"],
        ["A0A40000023F00", "A0A40000027F01"],
    ]

    private static let cps4 = [
        // Environments: the other padding, hash and key.
        ["012281B60491020A90"], ["012281B604910228A0"], ["012281B60491022C90"], ["012281B604910215A0"],
        ["012241B803830120"],
        // Selections: directory, files, the applet anew, other applets on both channels.
        ["01A40800020001"], ["01A4080002D003"], ["01A408000400015031"], ["01A408000400017006"],
        ["01A4040C088025000001FF0100"], ["01A4040C07A0000001510000"], ["00A4040C07A0000001510000"],
        ["00A4040C088025000001FF0002"], ["A0A40000023F00"],
        // The applet taken over to channel 0.
        ["01A4040C07A0000001510000", "00A4040C088025000001FF0100"],
    ]
}
