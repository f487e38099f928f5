// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// Which directory and file an applet works on.
struct FileSelection {
    /// What a SELECT found.
    enum Target {
        case directory(Directory)
        case file(ElementaryFile, Directory)
    }

    let root: Directory
    private(set) var directory: Directory
    private(set) var file: ElementaryFile?

    init(_ root: Directory) {
        self.root = root
        directory = root
    }

    /// Makes a target current; tells whether another directory, or the same one anew, was chosen.
    mutating func choose(_ target: Target) -> Bool {
        switch target {
        case .directory(let chosen):
            (directory, file) = (chosen, nil)
            return true
        case .file(let chosen, let parent):
            let moved = parent !== directory
            (directory, file) = (parent, chosen)
            return moved
        }
    }

    mutating func reset() { (directory, file) = (root, nil) }

    /// Walks identifiers from a directory.
    func walk(_ path: ArraySlice<UInt8>, from start: Directory) -> Target? {
        guard !path.isEmpty, path.count.isMultiple(of: 2) else { return nil }
        var here = start
        var position = path.startIndex
        while position < path.endIndex {
            let id = UInt16(path[position]) << 8 | UInt16(path[position + 1])
            position += 2
            if let below = here.child(id) {
                here = below
            } else if position == path.endIndex, let found = here.file(id) {
                return .file(found, here)
            } else {
                return nil
            }
        }
        return .directory(here)
    }

    /// ISO/IEC 7816-4 §11.2.2, P1 = 00: below here, then beside or above.
    func identified(_ id: ArraySlice<UInt8>) -> Target? {
        if id.isEmpty || id.elementsEqual([0x3F, 0x00]) { return .directory(root) }
        guard id.count == 2 else { return nil }
        if let near = walk(id, from: directory) { return near }
        guard directory !== root, case .directory(let beside)? = walk(id, from: root) else { return nil }
        return .directory(beside)
    }

    /// A directory by its exact name.
    func named(_ name: ArraySlice<UInt8>) -> Directory? {
        func holds(_ directory: Directory) -> Bool { directory.names.contains { $0.elementsEqual(name) } }
        return holds(root) ? root : root.children.first(where: holds)
    }
}

extension FileSelection {
    /// READ BINARY: by offset, or by short identifier, which also selects.
    mutating func read(_ command: CardCommand, _ security: SecurityState, isContactless: Bool) -> Reply {
        guard command.body.isEmpty else { return .status(.wrongLength) }
        switch locate(command) {
        case .failure(let status): return .status(status)
        case .success(let (file, offset)):
            let rules = isContactless ? file.contactless : file.contact
            guard rules.read.isMet(by: security) else { return .status(.securityStatusNotSatisfied) }
            let size = file.content.count
            if size == 0, offset == 0 { return .status(.endOfFileReached) }
            guard offset < size else { return .status(.wrongParameters) }
            let count = min(command.expected ?? 256, size - offset)
            var reply = Reply.data(file.content[offset..<(offset + count)])
            reply.endsWithFile = true
            return reply
        }
    }

    /// UPDATE BINARY inside the file's size.
    mutating func update(
        _ command: CardCommand, _ security: SecurityState, isContactless: Bool, _ memory: PersistentMemory
    ) -> Reply {
        switch locate(command) {
        case .failure(let status): return .status(status)
        case .success(let (file, offset)):
            let rules = isContactless ? file.contactless : file.contact
            guard rules.update.isMet(by: security) else { return .status(.securityStatusNotSatisfied) }
            guard offset < file.content.count else { return .status(.wrongParameters) }
            guard !command.body.isEmpty, command.body.count <= file.content.count - offset else {
                return .status(.wrongLength)
            }
            file.content.replaceSubrange(offset..<(offset + command.body.count), with: command.body)
            memory.changed()
            return .success
        }
    }

    private enum Location {
        case success((ElementaryFile, Int))
        case failure(StatusWord)
    }

    private mutating func locate(_ command: CardCommand) -> Location {
        // ISO/IEC 7816-4 §11.2.1: bit 8 of P1 set means a short identifier in bits 5 to 1, offset in P2.
        guard command.p1 & 0x80 != 0 else {
            guard let file else { return .failure(.commandNotAllowed) }
            return .success((file, Int(command.parameters)))
        }
        guard command.p1 & 0x60 == 0 else { return .failure(.incorrectParameters) }
        let short = command.p1 & 0x1F
        guard let found = directory.files.first(where: { $0.shortID == short }) else {
            return .failure(.fileNotFound)
        }
        file = found
        return .success((found, Int(command.p2)))
    }
}
