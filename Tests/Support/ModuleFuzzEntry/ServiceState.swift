// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPCSCLite
internal import VirtualCards

/// pcsc-lite as its clients see it: readers, contexts, card handles, and the flags that a reset or a removal raises.
struct ServiceState {
    /// A reader, and the card in it.
    struct Reader {
        var name: [UInt8]
        var face: (any VirtualCardFace)?
        /// Insertions and removals so far.
        var events = 0
        /// Resets of the card in it.
        var resets = 0
        var holder: Holder?
    }

    /// Who is in a transaction.
    enum Holder: Equatable {
        case link(Int)
        /// Another process, which is asked so many times more before it lets go.
        case another(patience: Int)
    }

    /// A card handle.
    struct Link {
        let context: Int
        let reader: [UInt8]
        /// The reader's events and resets that this handle knows of.
        var events: Int
        var resets: Int
    }

    /// The most readers that an input plugs.
    static let mostReaders = 5

    var readers: [Reader] = []
    var contexts: Set<Int> = []
    var links: [Int: Link] = [:]
    var faults: [PlannedFault] = []
    /// Waits that came to nothing, one after the other.
    private var emptyWaits = 0
    /// Handles are not used twice, so that a stale one is never somebody else's.
    private var lastIdentifier: Int
    /// What comes into an empty reader when somebody waits for an event.
    private let spare: (any VirtualCardFace)?

    init(spare: (any VirtualCardFace)? = nil, after earlier: ServiceState? = nil) {
        self.spare = spare
        lastIdentifier = earlier?.lastIdentifier ?? 0
    }

    mutating func newIdentifier() -> Int {
        lastIdentifier += 1
        return lastIdentifier
    }

    func index(of name: [UInt8]) -> Int? {
        readers.firstIndex { $0.name == name }
    }

    // What happens to readers and cards.

    mutating func put(_ face: (any VirtualCardFace)?, into index: Int) {
        guard readers.indices.contains(index) else { return }
        if readers[index].face != nil {
            readers[index].face?.powerOff()
            readers[index].face = nil
            readers[index].events += 1
            readers[index].holder = nil
        }
        guard let face else { return }
        // A card is in one reader at a time.
        for other in readers.indices where readers[other].face === face { put(nil, into: other) }
        face.powerOn()
        readers[index].face = face
        readers[index].events += 1
    }

    mutating func reset(_ index: Int) {
        guard readers.indices.contains(index), let face = readers[index].face else { return }
        face.reset()
        readers[index].resets += 1
    }

    /// Plugs a reader of this name, unless there is one or there are too many.
    mutating func plug(_ name: [UInt8]) {
        let name = Array(name.prefix { $0 != 0 }.prefix(200))
        guard !name.isEmpty, index(of: name) == nil, readers.count < ServiceState.mostReaders else { return }
        readers.append(Reader(name: name))
    }

    mutating func unplug(_ index: Int) {
        guard readers.indices.contains(index) else { return }
        put(nil, into: index)
        readers.remove(at: index)
    }

    /// As when pcscd is killed and started again.
    mutating func restart() {
        contexts = []
        links = [:]
        for index in readers.indices { readers[index].holder = nil }
    }

    /// Something happens for whoever waits: at the latest every third time, so that no wait lasts.
    mutating func endWait(eventWanted: Bool) {
        emptyWaits += 1
        guard eventWanted || emptyWaits >= 3 else { return }
        emptyWaits = 0
        guard !readers.isEmpty else { return plug(Array("LATE 0".utf8)) }
        put(readers[0].face == nil ? spare : nil, into: 0)
        // With no card at hand a reader comes instead.
        if readers[0].face == nil, spare == nil { plug(Array("LATE \(readers[0].events)".utf8)) }
    }

    // What a handle is worth.

    /// The link and its reader; the code when it is not to be used.
    func check(_ handle: Int) -> Result<(link: Link, reader: Int), ServiceFailure> {
        guard let link = links[handle], contexts.contains(link.context) else { return .failure(.invalidHandle) }
        guard let reader = index(of: link.reader) else { return .failure(.readerUnavailable) }
        guard readers[reader].face != nil, readers[reader].events == link.events else { return .failure(.removedCard) }
        guard readers[reader].resets == link.resets else { return .failure(.resetCard) }
        return .success((link, reader))
    }

    /// Whether somebody other than this handle is in a transaction; another process loses patience at last.
    mutating func isHeld(_ reader: Int, besides handle: Int) -> Bool {
        switch readers[reader].holder {
        case nil, .link(handle): return false
        case .link: return true
        case .another(let patience):
            readers[reader].holder = patience > 0 ? .another(patience: patience - 1) : nil
            return patience > 0
        }
    }

    /// The event state of a reader, without the flag of a change.
    func eventState(_ reader: Reader) -> UInt32 {
        let isUsed = links.values.contains { $0.reader == reader.name }
        let flags = reader.face == nil ? SCARD_STATE_EMPTY : SCARD_STATE_PRESENT | (isUsed ? SCARD_STATE_INUSE : 0)
        return UInt32(bitPattern: flags) | UInt32(truncatingIfNeeded: reader.events & 0xFFFF) << 16
    }
}

/// A code of the interface other than success.
struct ServiceFailure: Error, Equatable {
    let code: UInt32

    static let cancelled = ServiceFailure(code: 0x8010_0002)
    static let invalidHandle = ServiceFailure(code: 0x8010_0003)
    static let insufficientBuffer = ServiceFailure(code: 0x8010_0008)
    static let unknownReader = ServiceFailure(code: 0x8010_0009)
    static let timeout = ServiceFailure(code: 0x8010_000A)
    static let sharingViolation = ServiceFailure(code: 0x8010_000B)
    static let noSmartcard = ServiceFailure(code: 0x8010_000C)
    static let notTransacted = ServiceFailure(code: 0x8010_0016)
    static let readerUnavailable = ServiceFailure(code: 0x8010_0017)
    static let noReaders = ServiceFailure(code: 0x8010_002E)
    static let resetCard = ServiceFailure(code: 0x8010_0068)
    static let removedCard = ServiceFailure(code: 0x8010_0069)
}
