// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import PKCS15

/// What the PKCS#15 directories of one card say, each read at most once.
struct Directories {
    var objects: ObjectDirectory?
    var tokenInfo: TokenInfo?
    var authentication: [AuthenticationObject]?
    var keys: [CardKey]?
    var certificates: [CertificateObject]?
    var data: [DataObject]?
    var version: String?
}

extension ProfessionalCard {
    private func objectDirectory() throws(CardError) -> ObjectDirectory {
        if let known = directories.objects { return known }
        let path = driver.application.appending(0x5031)
        let parsed = try publicFile(path, .untilEnd) { (content) throws(CardError) in
            let parsed = try ObjectDirectory(parsing: content, in: driver.application)
            guard parsed != ObjectDirectory() else { throw .malformed("object directory") }
            return parsed
        }.value
        directories.objects = parsed
        return parsed
    }

    func tokenInfo() throws(CardError) -> TokenInfo {
        if let known = directories.tokenInfo { return known }
        // It has a fixed identifier (ISO/IEC 7816-15 §7.5.2): no directory names it, and none is cached before it.
        let parsed = try TokenInfo(parsing: driver.file(driver.application.appending(0x5032), .untilEnd))
        directories.tokenInfo = parsed
        return parsed
    }

    func authenticationObjects() throws(CardError) -> [AuthenticationObject] {
        if let known = directories.authentication { return known }
        let file = try objectDirectory().authenticationObjects
        let parsed = try file.map { (path) throws(CardError) in
            try publicFile(path, .untilEnd) { (content) throws(CardError) in
                try AuthenticationObject.directory(content)
            }.value
        }
        directories.authentication = worthKeeping(parsed)
        return parsed ?? []
    }

    /// The private keys, in the card's order.
    public func keys() throws(CardError) -> [CardKey] {
        if let known = directories.keys { return known }
        let file = try objectDirectory().privateKeys
        let parsed = try file.map { (path) throws(CardError) in
            try publicFile(path, .untilEnd) { (content) throws(CardError) in
                try PrivateKeyObject.directory(content).map(CardKey.init)
            }.value
        }
        directories.keys = worthKeeping(parsed)
        return parsed ?? []
    }

    /// The certificates' directory, in the card's order.
    public func certificateObjects() throws(CardError) -> [CertificateObject] {
        if let known = directories.certificates { return known }
        let file = try objectDirectory().certificates
        let parsed = try file.map { (path) throws(CardError) in
            try publicFile(path, .untilEnd) { (content) throws(CardError) in
                try CertificateObject.directory(content, in: driver.application)
            }.value
        }
        directories.certificates = worthKeeping(parsed)
        return parsed ?? []
    }

    /// The data objects' directory, in the card's order.
    public func dataObjects() throws(CardError) -> [DataObject] {
        if let known = directories.data { return known }
        let file = try objectDirectory().dataObjects
        let parsed = try file.map { (path) throws(CardError) in
            try publicFile(path, .untilEnd) { (content) throws(CardError) in
                try DataObject.directory(content, in: driver.application)
            }.value
        }
        directories.data = worthKeeping(parsed)
        return parsed ?? []
    }

    /// A directory that is not there is known for good; one that came empty is read again, since an answer cut short
    /// looks the same.
    private func worthKeeping<Object>(_ parsed: [Object]?) -> [Object]? {
        guard let parsed else { return [] }
        return parsed.isEmpty ? nil : parsed
    }

    /// The AODF entry of a PIN, once the directory was read.
    func authenticationObject(_ role: PINRole) -> AuthenticationObject? {
        directories.authentication?.first { $0.isUnblocking == (role == .unblocking) }
    }
}

extension Optional {
    /// `map` that keeps the type of what it throws.
    func map<R, E: Error>(_ transform: (Wrapped) throws(E) -> R) throws(E) -> R? {
        guard let self else { return nil }
        return try transform(self)
    }
}
