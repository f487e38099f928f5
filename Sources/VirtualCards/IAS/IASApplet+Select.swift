// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

extension IASApplet {
    /// SELECT in the forms that a CPS3 takes and refuses.
    func select(_ command: CardCommand) -> Reply {
        guard let target = target(of: command) else {
            return .status(
                command.p1 <= 0x04 || command.p1 == 0x08 || command.p1 == 0x09
                    ? .fileNotFound : .incorrectParameters)
        }
        switch (command.p2, command.p1) {
        case (0x04, _), (0x0C, _): break
        // Seen on real cards: P2 = 00 only with the name of the root application.
        case (0x00, 0x04) where command.body.elementsEqual(IASNames.root): break
        default: return .status(.incorrectParameters)
        }
        if selection.choose(target) { environment = IASEnvironment() }
        // Directories answer 9000 without FCP even when it is asked for (seen on real cards).
        guard command.p2 == 0x04, case .file(let file, _) = target else { return .success }
        return .data(file.controlParameters[...])
    }

    private func target(of command: CardCommand) -> FileSelection.Target? {
        let found: FileSelection.Target?
        switch command.p1 {
        case 0x00:
            found = selection.identified(command.body)
        case 0x01:
            found = selection.walk(command.body, from: selection.directory).filtered(isDirectory: true)
        case 0x02:
            found =
                command.body.count == 2
                ? selection.walk(command.body, from: selection.directory).filtered(isDirectory: false) : nil
        case 0x03:
            found = command.body.isEmpty ? .directory(selection.root) : nil
        case 0x04:
            found = selection.named(command.body).map(FileSelection.Target.directory)
        case 0x08:
            found = selection.walk(command.body, from: selection.root)
        case 0x09:
            found = path(command.body)
        default:
            found = nil
        }
        return isHidden(found) ? nil : found
    }

    // ISO/IEC 7816-4 gives P1 = 09 a path below the current directory; a CPS3 also takes a whole path from 3F00 there.
    private func path(_ path: ArraySlice<UInt8>) -> FileSelection.Target? {
        guard path.starts(with: [0x3F, 0x00]) else { return selection.walk(path, from: selection.directory) }
        let rest = path.dropFirst(2)
        return rest.isEmpty ? .directory(selection.root) : selection.walk(rest, from: selection.root)
    }

    private func isHidden(_ target: FileSelection.Target?) -> Bool {
        guard !isContactless, !objects.showsContactlessInContact, case .file(_, let parent)? = target else {
            return false
        }
        return parent.id == IASNames.contactlessDirectory
    }
}

extension FileSelection.Target? {
    fileprivate func filtered(isDirectory wanted: Bool) -> FileSelection.Target? {
        switch self {
        case .directory? where wanted: self
        case .file? where !wanted: self
        default: nil
        }
    }
}
