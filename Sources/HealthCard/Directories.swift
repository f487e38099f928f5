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
    var publicKeys: [PublicKeyObject]?
    var certificates: [CertificateObject]?
    var data: [DataObject]?
    var version: String?
}

extension ProfessionalCard {
    private func objectDirectory() throws(CardError) -> ObjectDirectory {
        if let known = directories.objects { return known }
        let application = driver.application
        let file = application.appending(0x5031)
        func read(_ extent: FileExtent, _ isEnough: ([UInt8], ObjectDirectory) -> Bool) throws(CardError)
            -> ObjectDirectory
        {
            try publicFile(file, extent) { (content) throws(CardError) in
                let parsed = try ObjectDirectory(parsing: content, in: application)
                guard isEnough(content, parsed) else { throw CardError.malformed("object directory") }
                return parsed
            }
        }
        let parsed: ObjectDirectory
        do throws(CardError) {
            // One entry of each kind fills this much on every card seen, and over T=0 a length that fits spares an
            // exchange. The first entry of a kind counts: after one of each, nothing in the file could add to them.
            let usual = ObjectDirectory.usualCount
            parsed = try read(.start(usual)) { $1.isComplete || $0.count != usual && $1 != ObjectDirectory() }
        } catch .malformed {
            parsed = try read(.untilEnd) { $1 != ObjectDirectory() }
        }
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
        try directory(\.authentication, \.authenticationObjects, AuthenticationObject.directory)
    }

    /// The private keys, in the card's order.
    public func keys() throws(CardError) -> [CardKey] {
        try directory(\.keys, \.privateKeys) { (content) throws(CardError) in
            try PrivateKeyObject.directory(content).map(CardKey.init)
        }
    }

    /// The certificates' directory, in the card's order.
    public func certificateObjects() throws(CardError) -> [CertificateObject] {
        let application = driver.application
        return try directory(\.certificates, \.certificates) { (content) throws(CardError) in
            try CertificateObject.directory(content, in: application)
        }
    }

    /// The data objects' directory, in the card's order.
    public func dataObjects() throws(CardError) -> [DataObject] {
        let application = driver.application
        return try directory(\.data, \.dataObjects) { (content) throws(CardError) in
            try DataObject.directory(content, in: application)
        }
    }

    /// Reads a directory once.
    ///
    /// One that is not there is known for good; one that came empty is read again, since an answer cut short looks the
    /// same.
    func directory<Object>(
        _ known: WritableKeyPath<Directories, [Object]?>, _ place: KeyPath<ObjectDirectory, FilePath?>,
        _ parse: ([UInt8]) throws(CardError) -> [Object]
    ) throws(CardError) -> [Object] {
        if let objects = directories[keyPath: known] { return objects }
        guard let path = try objectDirectory()[keyPath: place] else {
            directories[keyPath: known] = []
            return []
        }
        let objects = try publicFile(path, .untilEnd, parse)
        directories[keyPath: known] = objects.isEmpty ? nil : objects
        return objects
    }

    /// The AODF entry of a PIN, once the directory was read.
    func authenticationObject(_ role: PINRole) -> AuthenticationObject? {
        directories.authentication?.first { $0.isUnblocking == (role == .unblocking) }
    }
}
