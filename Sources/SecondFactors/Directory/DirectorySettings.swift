// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Where a site's directory is, and what is asked of it.
public struct DirectorySettings: Hashable, Sendable {
    /// How the connection is secured; there is none that is not.
    public enum Security: Hashable, Sendable {
        /// TLS from the first byte (`ldaps`), port 636 as a rule.
        case tls
        /// TLS by the extended operation StartTLS (RFC 4511 §4.14), port 389 as a rule; a server that refuses it is not
        /// asked anything.
        case startTLS
    }

    /// The server's name as its certificate has it among its alternative names, or its address.
    public let host: String
    /// The port; 0 for the usual one.
    public let port: UInt16
    /// How the connection is secured.
    public let security: Security
    /// PEM file of the authorities that the server's certificate may come from; no others are.
    public let trustFile: String
    /// How names are made.
    public let names: DirectoryNameTemplate
    /// What the server must say after it has accepted a password.
    public let proof: IdentityProof
    /// How long one check may take from beginning to end, in milliseconds.
    public let patience: Int

    /// From its parts; nil when the host is no name or address, the trust file no absolute path, or the patience not
    /// between 100 and 10 000 ms.
    public init?(
        host: String, port: UInt16 = 0, security: Security = .tls, trustFile: String, names: DirectoryNameTemplate,
        proof: IdentityProof = .sameName, patience: Int = 2_000
    ) {
        guard (1...253).contains(host.utf8.count), host.utf8.allSatisfy(\.isHostByte) else { return nil }
        guard trustFile.hasPrefix("/"), !trustFile.utf8.contains(0) else { return nil }
        guard (100...10_000).contains(patience) else { return nil }
        self.host = host
        self.port = port
        self.security = security
        self.trustFile = trustFile
        self.names = names
        self.proof = proof
        self.patience = patience
    }

    /// For the library.
    var address: String {
        let scheme = security == .tls ? "ldaps" : "ldap"
        let number = port != 0 ? port : security == .tls ? 636 : 389
        return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(number)"
    }
}

extension UInt8 {
    /// Of a DNS name, or of an IPv4 or IPv6 address without its brackets.
    fileprivate var isHostByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
