// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// A result of the PC/SC interface, as pcsclite.h numbers them.
struct ServiceCode: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt32

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// From what a call returned: a 64-bit LONG here, of which 32 bits mean something.
    init(_ result: Int) {
        rawValue = UInt32(truncatingIfNeeded: result)
    }

    static let success = ServiceCode(rawValue: 0)
    static let internalError = ServiceCode(rawValue: 0x8010_0001)
    static let cancelled = ServiceCode(rawValue: 0x8010_0002)
    static let invalidHandle = ServiceCode(rawValue: 0x8010_0003)
    static let invalidParameter = ServiceCode(rawValue: 0x8010_0004)
    static let noMemory = ServiceCode(rawValue: 0x8010_0006)
    static let insufficientBuffer = ServiceCode(rawValue: 0x8010_0008)
    static let unknownReader = ServiceCode(rawValue: 0x8010_0009)
    static let timeout = ServiceCode(rawValue: 0x8010_000A)
    static let sharingViolation = ServiceCode(rawValue: 0x8010_000B)
    static let noSmartcard = ServiceCode(rawValue: 0x8010_000C)
    static let unknownCard = ServiceCode(rawValue: 0x8010_000D)
    static let protocolMismatch = ServiceCode(rawValue: 0x8010_000F)
    static let notReady = ServiceCode(rawValue: 0x8010_0010)
    static let invalidValue = ServiceCode(rawValue: 0x8010_0011)
    static let systemCancelled = ServiceCode(rawValue: 0x8010_0012)
    static let communicationError = ServiceCode(rawValue: 0x8010_0013)
    static let invalidATR = ServiceCode(rawValue: 0x8010_0015)
    static let notTransacted = ServiceCode(rawValue: 0x8010_0016)
    static let readerUnavailable = ServiceCode(rawValue: 0x8010_0017)
    static let shutdown = ServiceCode(rawValue: 0x8010_0018)
    static let cardUnsupported = ServiceCode(rawValue: 0x8010_001C)
    static let noService = ServiceCode(rawValue: 0x8010_001D)
    static let serviceStopped = ServiceCode(rawValue: 0x8010_001E)
    static let unsupportedFeature = ServiceCode(rawValue: 0x8010_001F)
    static let noAccess = ServiceCode(rawValue: 0x8010_0027)
    static let noReadersAvailable = ServiceCode(rawValue: 0x8010_002E)
    static let dataLost = ServiceCode(rawValue: 0x8010_002F)
    static let serverTooBusy = ServiceCode(rawValue: 0x8010_0031)
    static let unsupportedCard = ServiceCode(rawValue: 0x8010_0065)
    static let unresponsiveCard = ServiceCode(rawValue: 0x8010_0066)
    static let unpoweredCard = ServiceCode(rawValue: 0x8010_0067)
    static let resetCard = ServiceCode(rawValue: 0x8010_0068)
    static let removedCard = ServiceCode(rawValue: 0x8010_0069)
    static let securityViolation = ServiceCode(rawValue: 0x8010_006A)

    /// The fault that a user of the core meets.
    ///
    /// A busy card has no holder yet: who finds one fills it in.
    var fault: TransportFault {
        switch self {
        case .unknownReader, .readerUnavailable, .noReadersAvailable: .noReader
        case .noSmartcard: .noCard
        case .removedCard: .cardRemoved
        case .resetCard: .cardReset
        case .sharingViolation: .busy(holder: nil)
        // An unknown handle means that the service which gave it is gone: handles are never invented here.
        case .noService, .serviceStopped, .shutdown, .invalidHandle: .serviceUnavailable
        case .securityViolation, .noAccess: .accessDenied
        case .protocolMismatch, .unresponsiveCard, .unpoweredCard, .unsupportedCard, .cardUnsupported, .unknownCard,
            .invalidATR:
            .unresponsive
        default: .communication(code: rawValue)
        }
    }

    /// Whether the context or handle is dead and only a new one helps.
    ///
    /// The client library answers a lost socket with COMM_ERROR or SECURITY_VIOLATION as well as NO_SERVICE. Access is
    /// judged when a context is opened and when a card is connected; later a violation is no judgement any more.
    var meansDeadContext: Bool {
        switch self {
        case .noService, .serviceStopped, .shutdown, .invalidHandle, .communicationError, .securityViolation: true
        default: false
        }
    }

    /// The fault that a user of an open context or card meets.
    var faultInUse: TransportFault { meansDeadContext ? .serviceUnavailable : fault }

    /// Throws unless the call succeeded.
    func check() throws(CardError) {
        guard self == .success else { throw .transport(fault) }
    }
}
