// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPS2ter
internal import IASECC
internal import ISO7816
internal import PKCS15

/// A CPS3, contact (application DF 0001) or contactless (DF 0002).
final class CPS3Driver {
    let applet: IASApplet
    private let volet: CPS2terApplet
    let application: FilePath
    private let interface: CardIdentity.Interface

    /// The DF that is current, where we know or believe it; nil when anything may be.
    private(set) var current: (directory: [UInt16], footing: Footing)?
    /// The environment set in this transaction.
    var environment: IASEnvironment?
    /// Whether a digest in the data of PSO CDS is accepted by this card; the documented way is the hash on card.
    var acceptsDigest = true

    init(over channel: any CardChannel, _ interface: CardIdentity.Interface) {
        applet = IASApplet(over: channel)
        volet = CPS2terApplet(over: channel)
        self.interface = interface
        application = FilePath([interface == .contact ? 0x0001 : 0x0002])
    }

    func beginTransaction(afterReset: Bool) {
        environment = nil
        // Whoever reset the card may have selected something since, so not even the root file is taken for current.
        current = afterReset ? nil : current.map { ($0.directory, .believed) }
    }

    func forgetContext() {
        current = nil
        environment = nil
        acceptsDigest = false
    }

    /// Makes a DF current unless this transaction has said so already.
    func enter(_ directory: [UInt16], trusting footing: Footing = .known) throws(CardError) {
        if let current, current.directory == directory, current.footing == .known || footing == .believed { return }
        environment = nil
        current = nil
        try applet.select(directory)
        current = (directory, .known)
    }

    /// Probes the card: the root application by name, then EF.SN.
    func recognise() throws(CardError) -> SerialNumber {
        try applet.select(IASApplet.root)
        current = ([], .known)
        return try SerialNumber(parsing: applet.serialNumberFile())
    }

    func serialNumber() throws(CardError) -> SerialNumber {
        try enter([])
        return try SerialNumber(parsing: applet.serialNumberFile())
    }

    func updateMarker() throws(CardError) -> [UInt8]? {
        guard interface == .contact else { return nil }
        do {
            return try file(FilePath([0xD010]), .untilEnd)
        } catch CardError.status(.fileNotFound, during: .select) {
            return nil
        }
    }

    func file(_ path: FilePath, _ extent: FileExtent) throws(CardError) -> [UInt8] {
        let announced = try applet.select(path.identifiers)
        // Selecting a file makes its directory current (ISO/IEC 7816-4 §7.1.1).
        leave(for: path)
        return try applet.read(extent == .derObject || announced == .untilEnd ? extent : announced)
    }

    func update(_ path: FilePath, with content: [UInt8]) throws(CardError) {
        try applet.select(path.identifiers)
        leave(for: path)
        try applet.update(content)
    }

    private func leave(for path: FilePath) {
        let directory = Array(path.identifiers.dropLast())
        if current?.directory != directory { environment = nil }
        current = (directory, .known)
    }

    func volet(_ path: [UInt16]) throws(CardError) -> [UInt8]? {
        guard interface == .contact else { return nil }
        // The volet has its own current file; whether it moves the IAS side is not known, so nothing is assumed.
        current = nil
        environment = nil
        return try volet.file(path)
    }

    func challenge() throws(CardError) -> [UInt8] {
        try applet.challenge()
    }
}
