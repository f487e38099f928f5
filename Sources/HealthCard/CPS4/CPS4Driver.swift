// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPS2ter
internal import ChipDoc
internal import ISO7816
internal import PKCS15

/// A CPS4 in contact mode: ChipDoc on logical channel 1.
final class CPS4Driver {
    let applet: ChipDocApplet
    private let volet: CPS2terApplet
    let application = FilePath([0x0001])

    /// Whether the applet is selected, as far as we know or believe.
    private(set) var selected: Footing?
    /// Whether DF 0001 is current, as far as we know or believe.
    private(set) var inApplication: Footing?
    /// The environment set in this transaction: template, algorithm, key.
    var environment: [UInt8]?

    init(over channel: any CardChannel) {
        applet = ChipDocApplet(over: channel)
        volet = CPS2terApplet(over: channel)
    }

    func beginTransaction(afterReset: Bool) {
        environment = nil
        // A reset closes logical channel 1.
        selected = afterReset ? nil : selected.map { _ in .believed }
        inApplication = afterReset ? nil : inApplication.map { _ in .believed }
    }

    func forgetContext() {
        selected = nil
        inApplication = nil
        environment = nil
    }

    /// Selects the applet unless this connection has done so and no reset came since; with the selections that wake a
    /// card out of a refusal.
    func openApplet() throws(CardError) {
        guard selected == nil else { return }
        inApplication = nil
        environment = nil
        do {
            try applet.select()
        } catch CardError.status {
            // Field correction of the established middleware: results of the first two do not matter. It also frees an
            // applet that another process has selected on the basic channel.
            try ignoringRefusal { () throws(CardError) in try applet.select(ChipDocApplet.cardManager) }
            try ignoringRefusal { () throws(CardError) in try volet.select() }
            try applet.select()
        }
        selected = .known
    }

    /// Makes DF 0001 current unless this transaction has done so.
    func enterApplication(trusting footing: Footing = .known) throws(CardError) {
        try openApplet()
        if let current = inApplication, current == .known || footing == .believed { return }
        environment = nil
        inApplication = nil
        try recovering { () throws(CardError) in _ = try applet.select([0x0001]) }
        inApplication = .known
    }

    /// Probes the card: the applet by name, then EF.SN.
    func recognise() throws(CardError) -> SerialNumber {
        forgetContext()
        try openApplet()
        return try readSerialNumber()
    }

    func serialNumber() throws(CardError) -> SerialNumber {
        try openApplet()
        return try recovering { () throws(CardError) in try readSerialNumber() }
    }

    private func readSerialNumber() throws(CardError) -> SerialNumber {
        inApplication = nil
        _ = try applet.select([0xD003])
        return try SerialNumber(parsing: applet.read(.size(12)))
    }

    // Not read on CPS4: nothing there tells of an update under way.
    func updateMarker() throws(CardError) -> [UInt8]? { nil }

    func file(_ path: FilePath, _ extent: FileExtent) throws(CardError) -> [UInt8] {
        try openApplet()
        let announced = try recovering { () throws(CardError) in try applet.select(path.identifiers) }
        inApplication = path.identifiers.first == 0x0001 ? .known : nil
        return try applet.read(extent == .derObject || announced == .untilEnd ? extent : announced)
    }

    func update(_ path: FilePath, with content: [UInt8]) throws(CardError) {
        try openApplet()
        _ = try recovering { () throws(CardError) in try applet.select(path.identifiers) }
        inApplication = path.identifiers.first == 0x0001 ? .known : nil
        try applet.update(content)
    }

    func volet(_ path: [UInt16]) throws(CardError) -> [UInt8]? { nil }

    func challenge() throws(CardError) -> [UInt8] {
        try openApplet()
        return try recovering { () throws(CardError) in try applet.challenge() }
    }

    /// Selects the applet and repeats, once, when the card shows that it lost its context (6985, 6881, 6E00, 6A86).
    ///
    /// Only for steps that may be repeated: selections, reads, environments.
    func recovering<R>(_ step: () throws(CardError) -> R) throws(CardError) -> R {
        do {
            return try step()
        } catch CardError.status(let status, _) where CPS4Driver.lostContext.contains(status) {
            forgetContext()
            try openApplet()
            return try step()
        }
    }

    private static let lostContext: Set<StatusWord> = [
        .conditionsOfUseNotSatisfied, .channelNotSupported, .classNotSupported, .incorrectParameters,
        .instructionNotSupported,
    ]

    private func ignoringRefusal(_ step: () throws(CardError) -> Void) throws(CardError) {
        do {
            try step()
        } catch CardError.status {
            return
        }
    }
}
