// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPCSCLite
internal import Glibc
internal import ISO7816
internal import Synchronization

/// A conversation with the smart-card service: one socket, and one thread inside pcscd.
///
/// The client library serialises the calls of a context, so every connection has a context of its own: a wait or a long
/// command of one never holds up another, and releasing the context is a way out of a wait that does not end.
final class ServiceContext: Sendable {
    let handle: SCARDCONTEXT
    private let owner: pid_t
    /// How many this process has open.
    private static let count = Atomic<Int>(0)

    /// Whether the service has no client beside the contexts of this process, as far as can be seen.
    static var isOnlyClient: Bool {
        UnixSockets.peers(ofSocketsNamed: ServiceSocket.path).count == count.load(ordering: .relaxed)
    }

    /// Opens it.
    init() throws(CardError) {
        var handle: SCARDCONTEXT = 0
        var code = ServiceCode.securityViolation
        // A service that ends while it greets us reads like a denial of access; a killed one keeps its socket open
        // until all its threads are gone. A true denial lasts.
        for attempt in 0..<50 where code == .securityViolation {
            if attempt > 0 { usleep(20_000) }
            code = ServiceCode(unsafe SCardEstablishContext(DWORD(SCARD_SCOPE_SYSTEM), nil, nil, &handle))
        }
        self.handle = handle
        owner = getpid()
        guard code == .success else { throw .transport(ServiceSocket.fault(of: code)) }
        ServiceContext.count.add(1, ordering: .relaxed)
    }

    /// Whether this process opened it: a forked child must not speak on its parent's socket.
    var isOurs: Bool { getpid() == owner }

    /// Makes a wait for changes return, from another thread; without effect when there is none.
    func cancelWait() {
        guard isOurs else { return }
        _ = SCardCancel(handle)
    }

    /// Whether an error tells that the service behind this context is gone.
    func isDead(after error: CardError) -> Bool {
        switch error {
        case .transport(.serviceUnavailable), .transport(.accessDenied): true
        case .transport(.communication(let code)): ServiceCode(rawValue: code).meansDeadContext
        default: false
        }
    }

    deinit {
        guard isOurs else { return }
        _ = SCardReleaseContext(handle)
        ServiceContext.count.subtract(1, ordering: .relaxed)
    }
}
