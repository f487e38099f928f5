// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// The previous card generation, as billing software of card readers knows it (CLA A0).
final class CPS2terApplet: Applet {
    private let security: SecurityState
    private var path: [Directory]
    private var file: ElementaryFile?

    init(_ root: Directory, _ security: SecurityState) {
        path = [root]
        self.security = security
    }

    func reset() {
        path = Array(path.prefix(1))
        file = nil
    }

    func perform(_ command: CardCommand) -> Reply {
        switch command.ins {
        case 0xA4: select(command)
        case 0xB0: read(command)
        // The issuer alone writes here.
        case 0xD6: .status(.accessNotFulfilled)
        default: .status(.instructionNotSupported)
        }
    }

    /// SELECT, one identifier at a time: below here, beside, or the master file.
    private func select(_ command: CardCommand) -> Reply {
        guard command.parameters == 0 else { return .status(.wrongParameters) }
        guard command.body.count == 2, let root = path.first, let high = command.body.first, let low = command.body.last
        else { return .status(.wrongLength) }
        let id = UInt16(high) << 8 | UInt16(low)
        if id == root.id {
            (path, file) = ([root], nil)
            return .data(CPS2terApplet.header(root))
        }
        for depth in path.indices.reversed() {
            if let child = path[depth].child(id) {
                (path, file) = (Array(path[...depth]) + [child], nil)
                return .data(CPS2terApplet.header(child))
            }
            if let found = path[depth].file(id) {
                (path, file) = (Array(path[...depth]), found)
                return .data(found.controlParameters[...])
            }
        }
        return .status(.applicationFileNotFound)
    }

    private func read(_ command: CardCommand) -> Reply {
        guard let file else { return .status(.applicationFileNotFound) }
        guard file.contact.read.isMet(by: security) else { return .status(.accessNotFulfilled) }
        let (offset, size) = (Int(command.parameters), file.content.count)
        guard command.body.isEmpty, offset < size else { return .status(.memoryAddressWrong) }
        let count = min(command.expected ?? 256, size - offset)
        return .data(file.content[offset..<(offset + count)])
    }

    /// `85 0D`, size, identifier, kind (1 master file, 2 directory, 4 file), eight bytes of unknown meaning.
    static func header(size: Int, id: UInt16, kind: UInt8) -> [UInt8] {
        [
            0x85, 0x0D, UInt8(truncatingIfNeeded: size >> 8), UInt8(truncatingIfNeeded: size),
            UInt8(id >> 8), UInt8(truncatingIfNeeded: id), kind,
        ] + [UInt8](repeating: 0, count: 8)
    }

    private static func header(_ directory: Directory) -> [UInt8] {
        header(size: 0, id: directory.id, kind: directory.id == IASNames.masterFile ? 1 : 2)
    }
}
