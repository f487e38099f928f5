// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A transparent file.
final class ElementaryFile {
    /// What each interface may do.
    struct Rules: Sendable {
        var read: AccessCondition
        var update: AccessCondition
    }

    let path: CardFilePath
    let id: UInt16
    let shortID: UInt8?
    var content: [UInt8]
    /// The answer to SELECT, made once.
    let controlParameters: [UInt8]
    let contact: Rules
    let contactless: Rules

    init(
        _ path: CardFilePath, _ content: [UInt8], shortID: UInt8? = nil, controlParameters: [UInt8],
        contact: Rules, contactless: Rules
    ) {
        self.path = path
        id = path.last
        self.shortID = shortID
        self.content = content
        self.controlParameters = controlParameters
        self.contact = contact
        self.contactless = contactless
    }
}

/// A directory: names, files, directories below.
final class Directory {
    let id: UInt16
    let names: [[UInt8]]
    let files: [ElementaryFile]
    let children: [Directory]

    init(_ id: UInt16, names: [[UInt8]] = [], files: [ElementaryFile], children: [Directory] = []) {
        self.id = id
        self.names = names
        self.files = files
        self.children = children
    }

    func file(_ id: UInt16) -> ElementaryFile? { files.first { $0.id == id } }
    func child(_ id: UInt16) -> Directory? { children.first { $0.id == id } }

    /// This directory and all below.
    var everything: [Directory] { [self] + children.flatMap(\.everything) }
}
