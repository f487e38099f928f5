// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What the PKCS#11 module is told from outside: `caducee.toml` and the environment.
///
/// Every source is a stranger's: what cannot be understood is a ``Diagnostic``, and the setting keeps its value.
public struct ModuleSettings: Sendable, Hashable {
    /// Whose behaviour the module shows (`pkcs11.mode`).
    public var mode = Mode.native
    /// How long a verified PIN may stay unused (`pkcs11.idle_seconds`, 10 to 300).
    public var idleLimit = Duration.seconds(300)
    /// Whether the last try of a PIN may be spent (`pkcs11.allow_last_try`); without effect in ``Mode/compat``.
    public var allowsLastTry = false
    /// Whether the identity strings of the historic module are shown (`pkcs11.mirror_identity`).
    public var mirrorsIdentity = false
    /// Beginnings of the names of the readers to show (`pkcs11.readers`); empty for all readers.
    public var readers: [String] = []
    /// What is written about the module's work.
    public var trace = Trace()

    /// The defaults.
    public init() {}

    /// Whether a reader is one of those to show; names are compared byte by byte.
    public func shows(reader name: String) -> Bool {
        readers.isEmpty || readers.contains { name.utf8.starts(with: $0.utf8) }
    }

    /// Whose behaviour the module shows where PKCS#11 and habit differ.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Our own: what applications need, said in the terms of PKCS#11.
        case native
        /// That of the Cryptolib CPS, its departures from the standard included.
        case compat
        /// The letter of PKCS#11.
        case strict
    }

    /// What is written about the module's work, and where.
    public struct Trace: Sendable, Hashable {
        /// Calls of the interface and their results (`pkcs11.trace.api`).
        public var api = false
        /// Commands to the card and its answers, secrets masked (`pkcs11.trace.apdu`).
        public var apdu = false
        /// The folder for the files, absolute (`pkcs11.trace.folder`); nil when there is no place for them.
        public var folder: String?

        /// Nothing, nowhere.
        public init() {}
    }
}
