// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension CardContents {
    /// The IAS-ECC tree of a CPS3.
    func iasTree() -> Directory {
        Directory(
            IASNames.masterFile, names: [IASNames.root], files: main.filter { $0.path.parent.isEmpty }.map(iasFile),
            children: [
                Directory(
                    IASNames.contactDirectory, names: [IASNames.contact], files: files(in: [0x00, 0x01]).map(iasFile)),
                Directory(
                    IASNames.contactlessDirectory, names: [IASNames.contactless],
                    files: files(in: [0x00, 0x02]).map(iasFile)),
            ])
    }

    /// The ChipDoc tree of a CPS4.
    func chipDocTree() -> Directory {
        Directory(
            IASNames.masterFile, names: [ChipDocApplet.name],
            files: main.filter { $0.path.parent.isEmpty }.map(chipDocFile),
            children: [
                Directory(
                    IASNames.contactDirectory, names: [IASNames.contact],
                    files: files(in: [0x00, 0x01]).map(chipDocFile))
            ])
    }

    /// The CPS2ter tree.
    func previousTree() -> Directory {
        func inside(_ parent: [UInt8]) -> [ElementaryFile] {
            previous.filter { $0.path.parent.elementsEqual(parent) }.map { file in
                ElementaryFile(
                    file.path, file.content,
                    controlParameters: CPS2terApplet.header(
                        size: file.content.count, id: file.path.last, kind: 4),
                    contact: ElementaryFile.Rules(read: .userVerified, update: .never),
                    contactless: ElementaryFile.Rules(read: .never, update: .never))
            }
        }
        return Directory(
            IASNames.masterFile, files: inside([]), children: [Directory(0x7F01, files: inside([0x7F, 0x01]))])
    }

    private func files(in parent: [UInt8]) -> [File] { main.filter { $0.path.parent.elementsEqual(parent) } }

    /// FCP with size, transparent structure, identifier, short identifier, rules, life cycle "operational".
    private func iasFile(_ file: File) -> ElementaryFile {
        // DELETE and UPDATE by secure messaging with environment 5 (45), except on EF.SN: never.
        let guarded: UInt8 = file.path == CardFilePath(0xD003) ? 0xFF : 0x45
        let rules =
            DataObject.encode(0x8C, [0x7B, guarded, 0xFF, 0xFF, 0xFF, guarded, 0x00])
            + DataObject.encode(0x9C, [0x7B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00])
        let short: [UInt8] = file.shortID.map { [0x88, 0x01, $0 << 3] } ?? [0x88, 0x00]
        let parameters = DataObject.encode(
            0x62, common(file), short, DataObject.encode(0xA1, rules), [0x8A, 0x01, 0x05])
        // Over the air a card shows the root files and its contactless application.
        let isShown = !file.path.parent.elementsEqual([0x00, 0x01])
        return ElementaryFile(
            file.path, file.content, shortID: file.shortID, controlParameters: parameters,
            contact: CardContents.rules(file.access),
            contactless: ElementaryFile.Rules(read: isShown ? .always : .never, update: .never))
    }

    private func chipDocFile(_ file: File) -> ElementaryFile {
        ElementaryFile(
            file.path, file.content, shortID: file.shortID,
            controlParameters: DataObject.encode(0x6F, common(file), [0x8A, 0x01, 0x05]),
            contact: CardContents.rules(file.access),
            contactless: ElementaryFile.Rules(read: .never, update: .never))
    }

    private func common(_ file: File) -> [UInt8] {
        let size = file.content.count
        return [0x80, 0x02, UInt8(truncatingIfNeeded: size >> 8), UInt8(truncatingIfNeeded: size), 0x82, 0x01, 0x01]
            + DataObject.encode(0x83, CardFilePath(file.path.last).bytes)
    }

    private static func rules(_ access: BusinessObject.Access) -> ElementaryFile.Rules {
        switch access {
        case .free: ElementaryFile.Rules(read: .always, update: .never)
        case .writable: ElementaryFile.Rules(read: .always, update: .always)
        case .personal: ElementaryFile.Rules(read: .userVerified, update: .never)
        }
    }
}
