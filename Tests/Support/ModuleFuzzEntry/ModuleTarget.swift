// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// The C functions of the PKCS#11 module, in one of its modes; a process has one mode for its life.
///
/// Behind them are the module's own PC/SC client and ``FakeService``, so that a program which links this has no other
/// use for PC/SC.
public enum ModuleTarget: String, CaseIterable, Sendable {
    /// The default mode.
    case native = "module-abi"
    /// The rules of the established middleware.
    case compat = "module-abi-compat"
    /// A PIN for each signature.
    case strict = "module-abi-strict"

    /// Makes this process's module one of this mode; nothing must have called it before.
    public func prepare() {
        for name in ["CADUCEE_PKCS11_TRACE", "CPS3_PKCS11_TRACES", "CPS3_PCS11_TRACES", "CPS3_DEBUG", "CADUCEE_CONFIG"]
        {
            _ = unsafe unsetenv(name)
        }
        let mode = self == .native ? "native" : self == .compat ? "compat" : "strict"
        _ = unsafe setenv("CADUCEE_PKCS11_MODE", mode, 1)
        // Neither a configuration of whoever runs this, nor the service of this machine.
        _ = unsafe setenv("XDG_CONFIG_HOME", "/nonexistent", 1)
        _ = unsafe setenv("PCSCLITE_CSOCK_NAME", "/nonexistent/comm", 1)
    }

    /// Runs one input; a property that it breaks is thrown.
    public static func run(_ bytes: [UInt8]) throws {
        try bench.withLock { bench in
            if bench == nil { bench = try ModuleBench() }
            try bench?.play(bytes)
        }
    }

    /// Inputs that go far, by name.
    public static var samples: [(name: String, bytes: [UInt8])] { ModuleSamples.all }

    // Keys take long to load: the cards are made once and set back before each input.
    private static let bench = Mutex<ModuleBench?>(nil)
}
