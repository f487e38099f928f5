// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardAccess
internal import Cryptoki
internal import ISO7816
internal import ModuleSettings
internal import SecretMemory
internal import Synchronization
internal import VirtualCardPlugs
internal import VirtualCards

/// The PKCS#11 module before a card that says what is written.
public enum ModuleAnswersEntry {
    /// How far a host came.
    public struct Outcome: Hashable, Sendable {
        /// The card was recognised.
        public var isRecognised = false
        /// Objects that were found.
        public var objects = 0
        /// A login was accepted.
        public var isLoggedIn = false
    }

    /// Does what a host does from C_Initialize to C_Finalize; the first bit of the script's bytes chooses nothing more
    /// than its protocol, so every mode is run.
    static func run(_ script: ConversationScript) {
        for mode in ModuleSettings.Mode.allCases { _ = run(script, mode) }
    }

    /// The same in one mode.
    @discardableResult
    static func run(_ script: ConversationScript, _ mode: ModuleSettings.Mode) -> Outcome {
        run(ScriptedReaders(script), mode) { $0 }
    }

    /// What a native host reaches with a script.
    public static func outcome(_ script: ConversationScript) -> Outcome {
        run(script, .native)
    }

    /// The script of a native host's whole work with a virtual card.
    public static func record(_ profile: String, contactless: Bool = false) throws -> ConversationScript {
        let card = try VirtualCard(Fixtures.card(profile), random: SeededRandom(seed: 1))
        let service = LoopbackReaderService(readers: ["TEST 0"])
        guard let face = contactless ? card.contactless : card.contact as (any VirtualCardFace)? else {
            throw CardError.transport(.noCard)
        }
        try service.insert(face, into: "TEST 0")
        let tape = AnswerTape()
        _ = run(service, .native) { TapedConnection($0, tape) }
        return ConversationScript(transmission: face.transmission, atr: face.atr, answers: tape.answers)
    }

    private static func run(
        _ readers: Library.Readers, _ mode: ModuleSettings.Mode,
        _ decorate: @escaping @Sendable (any CardConnection) -> any CardConnection
    ) -> Outcome {
        var settings = ModuleSettings()
        settings.mode = mode
        let library = Library(settings, readers: readers, decorate: decorate)
        defer { library.close() }
        var outcome = Outcome()
        guard (try? library.tokenInformation(0)) != nil else { return outcome }
        outcome.isRecognised = true
        guard let session = try? library.openSession(0, isReadWrite: true) else { return outcome }
        outcome.objects = objects(library, session).count
        outcome.isLoggedIn = (try? library.login(session, .user, pin("1234"))) != nil
        let found = objects(library, session)
        for object in found {
            for type in attributes { _ = try? library.attributes(session, object, [.init(type, lengthOnly: false)]) }
            use(object, library, session)
        }
        _ = try? library.tokenInformation(0)
        _ = try? library.setPIN(session, from: pin("1234"), to: pin("5678"))
        _ = try? library.random(session, count: 20)
        _ = try? library.logout(session)
        _ = try? library.login(session, .securityOfficer, pin("12345678"))
        _ = try? library.initializePIN(session, to: pin("1234"))
        return outcome
    }

    private static let attributes: [UInt] = [
        CKA_CLASS, CKA_LABEL, CKA_ID, CKA_VALUE, CKA_SUBJECT, CKA_ISSUER, CKA_SERIAL_NUMBER, CKA_MODULUS,
        CKA_PUBLIC_EXPONENT, CKA_START_DATE, CKA_ALLOWED_MECHANISMS, CKA_OBJECT_ID, CKA_PRIVATE_EXPONENT,
    ]

    private static func objects(_ library: Library, _ session: SessionHandle) -> [ObjectHandle] {
        guard (try? library.beginSearch(session, [])) != nil else { return [] }
        let found = (try? library.nextObjects(session, count: 1000)) ?? []
        _ = try? library.endSearch(session)
        return found
    }

    private static func use(_ object: ObjectHandle, _ library: Library, _ session: SessionHandle) {
        for type in [CKM_RSA_PKCS, CKM_SHA256_RSA_PKCS, CKM_SHA512_RSA_PKCS] {
            guard (try? library.beginSigning(session, Mechanism(type), key: object)) != nil else { continue }
            _ = try? library.login(session, .contextSpecific, pin("1234"))
            _ = try? library.sign(session, [UInt8](repeating: 1, count: 32), .bytes(256))
        }
        if (try? library.beginDecryption(session, Mechanism(CKM_RSA_PKCS), key: object)) != nil {
            _ = try? library.decrypt(session, [UInt8](repeating: 1, count: 256), .bytes(256))
        }
        if (try? library.beginEncryption(session, Mechanism(CKM_RSA_PKCS), key: object)) != nil {
            _ = try? library.encrypt(session, [1, 2, 3], .bytes(256))
        }
        _ = try? library.setAttributes(session, object, [Attribute(CKA_VALUE, [1, 2, 3])])
    }

    static func pin(_ digits: String) -> SecretBytes {
        SecretBytes(copying: Array(digits.utf8).span)
    }
}

/// One reader, whose card says the same at each connection.
private final class ScriptedReaders: CardReaderService, Sendable {
    private let script: ConversationScript

    init(_ script: ConversationScript) {
        self.script = script
    }

    func readers() throws(CardError) -> [ReaderState] {
        [ReaderState(name: "TEST 0", card: .present, atr: script.atr, eventCount: 1)]
    }

    func changes(since known: [ReaderState], patience: Duration) throws(CardError) -> [ReaderState] {
        try readers()
    }

    func connect(to reader: String) throws(CardError) -> any CardConnection {
        try ScriptedConnection(script)
    }
}

/// The answers of a card, from whatever thread they come.
private final class AnswerTape: Sendable {
    private let content = Mutex<[[UInt8]]>([])

    var answers: [[UInt8]] { content.withLock { $0 } }

    func append(_ answer: [UInt8]) {
        content.withLock { $0.append(answer) }
    }
}

/// A connection whose answers go to a tape too.
private final class TapedConnection: CardConnection {
    private let inner: any CardConnection
    private let tape: AnswerTape

    init(_ inner: any CardConnection, _ tape: AnswerTape) {
        self.inner = inner
        self.tape = tape
    }

    var reader: String { inner.reader }
    var atr: ATR { inner.atr }
    var transmission: TransmissionProtocol { inner.transmission }
    func begin(patience: Duration) throws(CardError) -> TransactionStart { try inner.begin(patience: patience) }
    func end(_ disposition: CardDisposition) { inner.end(disposition) }
    func disconnect(_ disposition: CardDisposition) { inner.disconnect(disposition) }

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        let answer = try inner.exchange(command)
        tape.append(Array(answer))
        return answer
    }
}
