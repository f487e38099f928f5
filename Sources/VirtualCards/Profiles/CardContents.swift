// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The files that a profile puts on its card, before any applet gives them its own control parameters.
struct CardContents {
    /// One transparent file.
    struct File {
        var path: CardFilePath
        var shortID: UInt8?
        var access: BusinessObject.Access
        var content: [UInt8]
    }

    /// Files of the PKCS#15 side, IAS-ECC or ChipDoc.
    private(set) var main: [File] = []
    /// Files of the CPS2ter side.
    private(set) var previous: [File] = []
    private let hasContactless: Bool

    init(_ profile: CardProfile) throws(CardProfileError) {
        hasContactless = profile.generation == .cps3 && profile.keys[.technical] != nil
        let data = BusinessObject.contact(profile)
        let directory = PKCS15Directory.contact(profile, data)
        let isNew = profile.generation == .cps4
        main = try CardContents.roots(profile)
        main += CardContents.application(
            IASNames.contactDirectory, directory,
            tokenInfo: PKCS15Directory.tokenInfo(
                profile.tokenInfo, flags: 0x60, algorithms: isNew ? [] : PKCS15Directory.cps3Algorithms),
            profile)
        if hasContactless {
            var info = profile.tokenInfo
            info.label += " CL"
            main += CardContents.application(
                IASNames.contactlessDirectory, .contactless(profile, BusinessObject.contactless),
                tokenInfo: PKCS15Directory.tokenInfo(info, flags: 0x20), profile)
        }
        previous = BusinessObject.previousGeneration(profile).map {
            File(path: $0.path, access: $0.access, content: $0.content)
        }
        try override(profile.files)
    }

    /// EF.DIR, EF.ATR, EF.SN, EF_ACTUA.
    private static func roots(_ profile: CardProfile) throws(CardProfileError) -> [File] {
        func entry(_ aid: [UInt8], _ label: String, _ directory: UInt8) -> [UInt8] {
            DataObject.encode(
                0x61, DataObject.encode(0x4F, aid), DataObject.encode(0x50, Array(label.utf8)),
                DataObject.encode(0x51, [0x3F, 0x00, 0x00, directory]),
                DataObject.encode(0x73, DataObject.encode(0x4F, IASNames.contact)))
        }
        let contact = entry(IASNames.contact, "CPX IAS", 0x01)
        let serial = File(
            path: CardFilePath(0xD003), shortID: 0x1C, access: .free, content: try serialNumber(profile.identity))
        guard profile.generation == .cps3 else {
            return [File(path: CardFilePath(0x2F00), shortID: 0x1E, access: .free, content: contact), serial]
        }
        // The contactless entry comes first: OpenSC moves the second one to the front and binds to it.
        let listing = entry(IASNames.contactless, "CPX IAS CL", 0x02) + contact
        var files = [
            File(path: CardFilePath(0x2F00), shortID: 0x1E, access: .free, content: listing),
            File(path: CardFilePath(0x2F01), shortID: 0x1D, access: .free, content: historicalBytes), serial,
        ]
        if let actualisation = profile.actualisation {
            files.append(File(path: CardFilePath(0xD010), access: .free, content: actualisation))
        }
        return files
    }

    private static func application(
        _ id: UInt16, _ directory: PKCS15Directory, tokenInfo: [UInt8], _ profile: CardProfile
    ) -> [File] {
        func file(_ name: UInt16, _ content: [UInt8]) -> File {
            File(path: CardFilePath(id, name), access: .free, content: content)
        }
        var files = [file(0x5031, directory.objectDirectory), file(0x5032, tokenInfo)]
        if directory.pin != nil { files.append(file(0x7001, directory.authentication)) }
        files.append(file(0x7002, directory.privateKeys))
        if directory.keys.contains(where: \.hasPublicEntry) { files.append(file(0x7004, directory.publicKeys)) }
        files += [file(0x7005, directory.certificates), file(0x7006, directory.dataObjects)]
        files += directory.keys.map { file($0.certificateFile, profile.keys[$0.role]?.certificate ?? []) }
        return files + directory.data.map { File(path: $0.path, access: $0.access, content: $0.content) }
    }

    /// `5A 0A`, issuer 8025000001, eight digits, Luhn digit, filler F.
    private static func serialNumber(_ identity: CardProfile.Identity) throws(CardProfileError) -> [UInt8] {
        let own = identity.serial.utf8.compactMap { (0x30...0x39).contains($0) ? $0 - 0x30 : nil }
        guard own.count == 8, identity.serial.utf8.count == 8, identity.checkDigit ?? 0 < 10 else {
            throw .field("serial")
        }
        let digits: [UInt8] = [8, 0, 2, 5, 0, 0, 0, 0, 0, 1] + own
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) * (digit.offset.isMultiple(of: 2) ? 2 : 1)
            return sum + value / 10 + value % 10
        }
        let check = identity.checkDigit ?? UInt8((10 - sum % 10) % 10)
        let packed = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        return [0x5A, 0x0A] + packed + [check << 4 | 0x0F]
    }

    /// EF.ATR as real cards hold it: lengths of 260 and 256 bytes, command chaining, no extended length.
    private static let historicalBytes: [UInt8] =
        [0x80, 0x43, 0x01, 0xB8, 0x46, 0x04, 0x04, 0xB0, 0xEC, 0xC1, 0x47, 0x03, 0x94, 0x01, 0x80, 0x4F, 0x08]
        + IASNames.root
        + [0xE0, 0x10, 0x02, 0x02, 0x01, 0x04, 0x02, 0x02, 0x01, 0x04, 0x02, 0x02, 0x01, 0x00, 0x02, 0x02, 0x01, 0x00]
        + [0x78, 0x08, 0x06, 0x06, 0x2B, 0x81, 0x22, 0xF8, 0x78, 0x02, 0x82, 0x02, 0x90, 0x00]
}

extension CardContents {
    /// Raw contents win; a path that nothing derived names becomes a new file of its directory.
    private mutating func override(_ files: [CardFilePath: [UInt8]]) throws(CardProfileError) {
        for (path, content) in files.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) {
            if let index = main.firstIndex(where: { $0.path == path }) {
                main[index].content = content
            } else if let index = previous.firstIndex(where: { $0.path == path }) {
                previous[index].content = content
            } else if path.parent.elementsEqual([0x7F, 0x01]) || (path.parent.isEmpty && path.last >> 8 == 0x40) {
                previous.append(File(path: path, access: .personal, content: content))
            } else if path.parent.isEmpty || path.parent.elementsEqual([0x00, 0x01])
                || (hasContactless && path.parent.elementsEqual([0x00, 0x02]))
            {
                main.append(File(path: path, access: CardContents.usualAccess(path), content: content))
            } else {
                throw .file(path)
            }
        }
        // READ BINARY reaches fifteen bits of offset.
        for file in main + previous where file.content.count > 0x7FFF { throw .file(file.path) }
    }

    /// Activities, billing and their mirror are private wherever they come from.
    private static func usualAccess(_ path: CardFilePath) -> BusinessObject.Access {
        switch path.last {
        case 0xD120...0xD130, 0xD150...0xD15F: .personal
        default: .free
        }
    }
}
