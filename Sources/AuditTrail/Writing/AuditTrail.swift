// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto

/// A register of what was done with cards, badges and sessions, to which records can only be added.
///
/// Each record names the one before by its digest, and a key of the device signs the chain every so often
/// (docs/audit-trail.md). What is about to be done is durable before it is done: ``begin(_:)``, the act,
/// ``end(_:_:isDurable:)``. One owner, one thread; one writer per folder, kept by a lock from ``init(path:policy:clock:)``
/// to ``close()`` or the end of the process. A process that forks opens it afterwards: a child cannot use its parent's.
public final class AuditTrail {
    let folder: AuditFolder
    let policy: AuditPolicy
    let clock: any AuditClock
    private let lock: AuditLock
    private let key: AuditKey
    private var file: AuditFile?
    private var day = ""
    private var state = State.usable
    private(set) var open: Set<Int> = []
    private(set) var unknown: Set<Int> = []
    private var sealed = 0
    /// When the first record was written that no seal covers.
    private var unsealedSince: Int64?

    /// The last record.
    public private(set) var last = AuditHead.none
    /// Operations whose end nobody knew at the opening and that were not settled since, oldest first.
    public internal(set) var unsettled: [UnsettledOperation] = []
    /// What the last crash left of a line.
    public internal(set) var tornLines: [TornLine] = []

    private enum State { case usable, inDoubt, closed }
    /// So many operations at once are no work but forgotten outcomes.
    private static let openLimit = 1000

    /// Opens the trail in a folder, or begins one.
    ///
    /// Operations that were announced and have no outcome get one that says so, ``AuditResult/unknown(_:)``, and are told
    /// in ``unsettled``. Only the last file is read: ``AuditVerification`` reads all.
    ///
    /// - Throws: ``AuditError``; a trail whose end is not what was written is not gone on with.
    public convenience init(path: String, policy: AuditPolicy = AuditPolicy(), clock: any AuditClock) throws(AuditError)
    {
        let folder = try AuditFolder(path, isOwned: true)
        try self.init(folder, policy: policy, clock: clock)
    }

    /// Of parts that are ready: nothing is written yet.
    private init(
        _ folder: AuditFolder, _ lock: AuditLock, _ key: AuditKey, _ end: TrailEnd, _ policy: AuditPolicy,
        _ clock: any AuditClock
    ) {
        self.folder = folder
        self.lock = lock
        self.key = key
        self.policy = policy
        self.clock = clock
        (last, open, unknown) = (end.last, end.open, end.unknown)
        sealed = end.seal?.head.number ?? 0
    }

    convenience init(_ folder: AuditFolder, policy: AuditPolicy, clock: any AuditClock) throws(AuditError) {
        let lock = try AuditLock(folder)
        let names = try folder.names()
        let isNew = !names.contains(AuditNames.head) && AuditNames.files(names).isEmpty
        let key = try AuditKey(folder, isNew: isNew)
        var end = TrailEnd()
        if !isNew { end = try TrailEnd(folder, names, key) }
        self.init(folder, lock, key, end, policy, clock)
        // Before any record: one after the head of a closed trail would be a forgery.
        if end.seal?.isClosed ?? true { try writeHead(end.seal?.head ?? .none, isClosed: false) }
        if let found = end.file { try goOn(found.name, size: found.size, torn: end.torn) }
        try writeBeginning(unsealed: last.number - sealed)
    }

    private func goOn(_ name: String, size: Int, torn: [UInt8]) throws(AuditError) {
        let file = try AuditFile(name, in: folder, size: size, isNew: false)
        day = String(name.dropLast(6).suffix(8))
        if !torn.isEmpty { try keepAside(torn, file) }
        self.file = file
    }

    // MARK: Operations

    /// Announces an operation; once this returns the intent is durable, and the operation may be done.
    ///
    /// - Throws: ``AuditError``: then it must not be done.
    public func begin(_ entry: AuditEntry) throws(AuditError) -> AuditOperationID {
        guard open.count < AuditTrail.openLimit else { throw .tooManyOpen }
        try append(.intent(try named(entry)))
        let number = last.number
        open.insert(number)
        try sync()
        return AuditOperationID(number: number)
    }

    /// Tells how an operation ended.
    ///
    /// - Parameter isDurable: whether to wait for the disk. Otherwise the next intent makes both durable; a power cut
    ///   before that leaves the operation without outcome, which the next start says.
    /// - Throws: ``AuditError/unknownOperation`` for one that is not open; other errors leave it open, to be told again.
    public func end(_ id: AuditOperationID, _ result: AuditResult, isDurable: Bool = false) throws(AuditError) {
        guard open.contains(id.number) else { throw .unknownOperation }
        try append(.outcome(id.number, result))
        open.remove(id.number)
        if result.isUnknown { unknown.insert(id.number) }
        if isDurable { try sync() }
    }

    /// Tells what became of an operation that had ended as unknown; durable on return.
    ///
    /// - Throws: ``AuditError/unknownOperation`` for one that is not in doubt, or a result that is no answer.
    public func settle(_ id: AuditOperationID, _ result: AuditResult) throws(AuditError) {
        guard unknown.contains(id.number), !result.isUnknown else { throw .unknownOperation }
        try append(.settlement(id.number, result))
        unknown.remove(id.number)
        unsettled.removeAll { $0.id == id }
        try sync()
    }

    /// Writes down what nobody announced, such as a card that was pulled.
    public func note(_ entry: AuditEntry, _ result: AuditResult = .done, isDurable: Bool = false) throws(AuditError) {
        try append(.event(try named(entry), result))
        if isDurable { try sync() }
    }

    /// Seals what is there if the policy's time is over; for a timer of the owner, when nothing else is written.
    public func sealIfDue() throws(AuditError) {
        try requireUsable()
        if isSealDue { try seal() }
    }

    /// Seals the end and lets others write; records that follow without a new opening would be a forgery.
    public func close() throws(AuditError) {
        try requireUsable()
        try seal(isClosing: true)
        state = .closed
        file = nil
        lock.release()
    }

    private func named(_ entry: AuditEntry) throws(AuditError) -> AuditEntry {
        guard case .pseudonym(let key) = policy.identity, case .professional(let identifier) = entry.person else {
            return entry
        }
        var entry = entry
        entry.person = .pseudonym(try key.pseudonym(of: identifier))
        return entry
    }

    // MARK: Records

    /// Adds a record, after a seal and in a new file where these are due.
    func append(_ body: AuditRecord.Body) throws(AuditError) {
        try requireUsable()
        if isSealDue { try seal() }
        let moment = clock.moment
        if let file, file.size > 0,
            file.size >= min(policy.fileBytes, AuditNames.fileLimit / 4) || AuditTime.day(moment.utc) != day
        {
            // A file ends with a seal: it stays proven when later ones are gone.
            if last.number > sealed { try seal() }
            self.file = nil
        }
        if file == nil {
            file = try AuditFile(AuditNames.file(last.number + 1, moment.utc), in: folder, size: 0, isNew: true)
            day = AuditTime.day(moment.utc)
        }
        if file?.size == 0 {
            // What nobody settled in all that time is no longer asked about: a line has an end.
            unknown = Set(unknown.sorted().suffix(AuditTrail.openLimit))
            try write(.file(open: open.sorted(), unknown: unknown.sorted()), moment)
        }
        try write(body, moment)
    }

    private func write(_ body: AuditRecord.Body, _ moment: AuditMoment) throws(AuditError) {
        guard let file else { throw .inDoubt }
        let record = AuditRecord(number: last.number + 1, moment: moment, body: body, previous: last.digest)
        let members = record.members
        let line = RecordLine.encoded(members, signature: record.isSigned ? try key.sign(members) : nil)
        do {
            try file.append(line)
        } catch {
            switch error {
            case .storage: break
            default: state = .inDoubt
            }
            throw error
        }
        last = AuditHead(number: record.number, digest: AuditDigest(of: line))
        if unsealedSince == nil { unsealedSince = moment.uptime }
    }

    /// After a failed sync nobody knows what is on the disk, and a second one may succeed without having written it.
    func sync() throws(AuditError) {
        guard let file else { return }
        do {
            try file.sync()
        } catch {
            state = .inDoubt
            throw error
        }
    }

    private var isSealDue: Bool {
        guard let unsealedSince, last.number > sealed else { return false }
        return last.number - sealed >= policy.sealRecords
            || (clock.moment.uptime - unsealedSince) / 1000 >= policy.sealSeconds
    }

    /// Signs the chain up to here, and the head beside it.
    func seal(isClosing: Bool = false) throws(AuditError) {
        try write(.seal(key: key.name), clock.moment)
        try sync()
        try writeHead(last, isClosed: isClosing)
        sealed = last.number
        unsealedSince = nil
    }

    private func writeHead(_ head: AuditHead, isClosed: Bool) throws(AuditError) {
        let content = try AuditSeal.file(head, isClosed: isClosed, key)
        try folder.replace(AuditNames.head, content.span)
    }

    func appendPurge(_ purge: AuditPurge) throws(AuditError) {
        try append(.purge(purge, key: key.name))
        try seal()
        unknown = unknown.filter { $0 > purge.last.number }
        unsettled.removeAll { $0.id.number <= purge.last.number }
    }

    /// The opening record of this run, with what there is to tell of the last one.
    private func writeBeginning(unsealed: Int) throws(AuditError) {
        try append(.opening(boot: BootIdentifier.read(), unsealed: unsealed, key: key.name))
        try tellTornLines()
        try reconcile()
        try seal()
    }

    private func reconcile() throws(AuditError) {
        for number in open.sorted() {
            try append(.outcome(number, .unknown(.restart)))
            open.remove(number)
            unknown.insert(number)
        }
        unsettled = try operations(unknown.sorted())
    }

    private func requireUsable() throws(AuditError) {
        guard lock.isOurs else { throw .forked }
        switch state {
        case .usable: return
        case .inDoubt: throw .inDoubt
        case .closed: throw .closed
        }
    }
}
