// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardTesting
import CardToken
import CertificateTrust
import FSE
import FSEDocuments
import Foundation
import HealthCard
import ISO7816
import VirtualCardPlugs
import VirtualCards

/// One lot, from the insertion of the card to the closed container.
struct LotRun {
    /// Milliseconds per FSE in the host, the card's own time taken off: the median.
    let host: Double
    /// Milliseconds per FSE inside the card: the median.
    let card: Double
    /// Milliseconds of the whole lot in the host.
    let whole: Double
    /// Milliseconds of the whole lot in the card.
    let wholeCard: Double
    /// MiB, before anything was signed.
    let memoryBefore: Double
    let verifications: Int
    let selections: Int
    let commands: Int

    init(_ files: [String], _ folder: String) throws {
        let bench = try TestBench("cps4-medecin")
        let face = TimedFace(bench.card.contact)
        let service = LoopbackReaderService(readers: ["LOT 0"])
        try service.insert(face, into: "LOT 0")
        let token = try HealthCardToken(try service.connect(to: "LOT 0"))
        let key = try CardSigningKey(token)
        let activities = try token.privateContents(TestBench.pin("1234")).activities
        let holder = try HolderBinding(
            certificateIdentifier: key.certificate.subject.commonName ?? "",
            activities: activities.map {
                HolderBinding.Activity(
                    number: $0.number, mode: $0.mode ?? "", structure: $0.structureIdentifier ?? "",
                    sector: $0.sector ?? "")
            }, chosen: activities.first?.number)
        let plan = try LotPlan(files: files, holder: holder)
        let verifiedBefore = bench.card.statistics.verifications
        try key.open()
        let register = try NumberingRegister(path: folder + "/register/numbers.sqlite")
        let signer = try LotSigner(key: key, register: register, folder: folder + "/out")
        memoryBefore = try Instrument.peakMemory()
        let (commandsBefore, selectedBefore) = (face.commands, face.selections)

        var marks: [(moment: ContinuousClock.Instant, inside: Duration)] = []
        let start = (moment: ContinuousClock.now, inside: face.inside)
        let outcome = signer.run(
            plan, clock: { Int64(Date().timeIntervalSince1970) },
            progress: { step in
                guard case .archived = step else {
                    marks.append((ContinuousClock.now, face.inside))
                    return
                }
            })
        let end = (moment: ContinuousClock.now, inside: face.inside)
        guard outcome.stop == nil, outcome.signed.count == files.count else {
            throw BenchmarkError.failed("the lot stopped: \(outcome.stop?.code ?? "unknown")")
        }
        key.close()

        let steps = zip(marks, marks.dropFirst()).map { (before, after) in
            let inside = Instrument.seconds(after.inside - before.inside) * 1000
            return (host: Instrument.seconds(after.moment - before.moment) * 1000 - inside, card: inside)
        }
        host = Instrument.median(steps.map(\.host))
        card = Instrument.median(steps.map(\.card))
        wholeCard = Instrument.seconds(end.inside - start.inside) * 1000
        whole = Instrument.seconds(end.moment - start.moment) * 1000 - wholeCard
        verifications = bench.card.statistics.verifications - verifiedBefore
        selections = face.selections - selectedBefore
        commands = face.commands - commandsBefore
    }
}

/// The card as key of a lot: one session, one environment.
private final class CardSigningKey: SigningKey {
    let certificate: X509Certificate
    let intermediates: [X509Certificate]
    let scheme = CertificateTrust.SignatureScheme.pss
    private let token: HealthCardToken
    private var session: SigningSession?

    init(_ token: HealthCardToken) throws {
        self.token = token
        certificate = try X509Certificate(der: token.certificate(.signature).der)
        let authority = TestBench.cards.appendingPathComponent("pki/intermediates/ACI-FO-PP.pem")
        intermediates = try X509Certificate.all(in: Array(try Data(contentsOf: authority)))
    }

    func open() throws {
        session = try token.signingSession(.signature, .pss(.sha256), TestBench.pin("1234")) { .zero }
    }

    func close() {
        session?.close()
        session = nil
    }

    func sign(_ signedAttributes: [UInt8]) throws -> [UInt8] {
        guard let session else { throw BenchmarkError.failed("no session") }
        return try session.sign(signedAttributes)
    }
}

/// Measures the time inside a face, which is the card's and not ours.
private final class TimedFace: VirtualCardFace {
    private let face: any VirtualCardFace
    private(set) var inside = Duration.zero
    private(set) var selections = 0
    private(set) var commands = 0

    init(_ face: any VirtualCardFace) {
        self.face = face
    }

    var atr: [UInt8] { face.atr }
    var transmission: TransmissionProtocol { face.transmission }
    func powerOn() { face.powerOn() }
    func powerOff() { face.powerOff() }
    func reset() { face.reset() }

    func respond(to command: [UInt8]) -> [UInt8] {
        commands += 1
        if command.count > 1, command[1] == 0xA4 { selections += 1 }
        let start = ContinuousClock.now
        defer { inside += ContinuousClock.now - start }
        return face.respond(to: command)
    }
}
