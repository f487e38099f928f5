// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardToolSupport

/// The options of commands that use the holder's PIN.
struct PINOptions: ParsableArguments {
    @Option(name: .customLong("pin-fd"), help: ArgumentHelp(Caducee.help(.optionPINDescriptor), valueName: "n"))
    var pin: Int32?

    @Flag(help: ArgumentHelp(Caducee.help(.optionUseLastTry)))
    var useLastTry = false

    @Option(name: .customLong("confirm-fd"), help: ArgumentHelp(Caducee.help(.optionConfirmDescriptor), valueName: "n"))
    var confirmation: Int32?
}

/// The option of commands that set a new PIN.
struct NewPINOptions: ParsableArguments {
    @Option(name: .customLong("new-pin-fd"), help: ArgumentHelp(Caducee.help(.optionNewPINDescriptor), valueName: "n"))
    var newPIN: Int32?
}

/// The option of commands that use the unblocking code.
struct PUKOptions: ParsableArguments {
    @Option(name: .customLong("puk-fd"), help: ArgumentHelp(Caducee.help(.optionPUKDescriptor), valueName: "n"))
    var puk: Int32?
}
