// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CallTrace
internal import CardAccess
internal import Cryptoki
internal import Glibc
internal import HelperThread
internal import ModuleSettings
internal import PCSCTransport
internal import Synchronization

/// What this process has of the module: settings, trace, and the library between C_Initialize and C_Finalize.
///
/// A forked child finds the state of its parent, whose locks may be held by threads that do not exist here. So it
/// touches nothing of it and begins with a state of its own; the parent's is never released in the child.
final class ProcessState: Sendable {
    let process: pid_t
    let settings: ModuleSettings
    let trace: CallTrace
    private let library = Guarded<Library?>(nil)
    /// Whether C_Initialize was called; readable without a lock, for a child.
    private let isInitialized = Atomic(false)

    private static let holder = unsafe Atomic<Unmanaged<ProcessState>?>(nil)

    /// The state of this process.
    static var current: ProcessState {
        let process = getpid()
        let found = unsafe holder.load(ordering: .acquiring)
        let state = unsafe found?.takeUnretainedValue()
        if let state, state.process == process { return state }
        let made = ProcessState(process)
        let reference = unsafe Unmanaged.passRetained(made)
        let (exchanged, original) = unsafe holder.compareExchange(
            expected: found, desired: reference, ordering: .acquiringAndReleasing)
        guard exchanged else {
            unsafe reference.release()
            return unsafe original?.takeUnretainedValue() ?? made
        }
        // The established middleware begins anew in a child without being asked.
        if let state, state.isInitialized.load(ordering: .acquiring), made.settings.mode == .compat {
            try? made.open(isForUpdate: false)
        }
        return made
    }

    private init(_ process: pid_t) {
        self.process = process
        let (settings, diagnostics) = ModuleSettings.load()
        self.settings = settings
        trace = CallTrace(folder: settings.trace.folder, api: settings.trace.api, apdu: settings.trace.apdu)
        for diagnostic in diagnostics { trace.note(diagnostic.description) }
    }

    /// A host that exits without C_Logout and C_Finalize, as many do, does not leave the card open: pcscd would.
    private static let exitHandler = atexit {
        guard let state = unsafe holder.load(ordering: .acquiring)?.takeUnretainedValue(), state.process == getpid(),
            state.isInitialized.load(ordering: .acquiring)
        else { return }
        state.library.withLock { $0 }?.endWithProcess()
    }

    /// C_Initialize.
    func open(isForUpdate: Bool) throws(ReturnCode) {
        _ = ProcessState.exitHandler
        try library.withLock { (library) throws(ReturnCode) in
            guard library == nil else { throw .alreadyInitialized }
            let trace = trace
            library = Library(
                settings, readers: PCSCReaderService(connectPatience: Library.patience, lingering: .milliseconds(3)),
                isForUpdate: isForUpdate
            ) { connection in
                trace.writesExchanges ? TracedConnection(connection, trace: trace) : connection
            }
            isInitialized.store(true, ordering: .releasing)
        }
    }

    /// C_Finalize: the library is taken away first, then closed, so that others find nothing while it closes.
    func close() throws(ReturnCode) {
        let closing = library.withLock { library in
            defer { library = nil }
            return library
        }
        guard let closing else { throw .notInitialized }
        isInitialized.store(false, ordering: .releasing)
        closing.close()
    }

    /// The library, for one call.
    func opened() throws(ReturnCode) -> Library {
        guard let library = library.withLock({ $0 }) else { throw .notInitialized }
        return library
    }
}
