// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// How much of the selected file to read.
public enum FileExtent: Hashable, Sendable {
    /// So many bytes, known from the file's control parameters.
    case size(Int)
    /// One DER object at the start; what pads the file after it is left unread.
    case derObject
    /// So many bytes from the start in one piece, fewer where the file is shorter; what follows is left unread.
    case start(Int)
    /// Everything, until the card says that there is no more.
    case untilEnd
}

extension CardChannel {
    /// Reads the selected transparent file with READ BINARY (ISO/IEC 7816-4 §11.2.3).
    ///
    /// - Parameters:
    ///   - cla: the class byte, 00 or A0.
    ///   - limit: most bytes that are accepted; a card that gives more is refused.
    public func readBinary(_ extent: FileExtent, cla: UInt8 = 0x00, limit: Int = 16_384) throws(CardError) -> [UInt8] {
        var content: [UInt8] = []
        var wanted: Int? = nil
        var most = limit
        switch extent {
        case .size(let size): wanted = size
        case .start(let count): most = min(count, limit)
        case .derObject, .untilEnd: break
        }
        while content.count < min(wanted ?? most, limit) {
            // Offsets above 15 bits would be read as short file identifiers.
            let offset = content.count
            guard offset < 0x8000 else { throw .malformed("file longer than READ BINARY reaches") }
            let chunk = min((wanted ?? most) - offset, limits.responseData)
            let command = CommandAPDU(
                cla, 0xB0, UInt8(truncatingIfNeeded: offset >> 8), UInt8(truncatingIfNeeded: offset), expecting: chunk)
            let answer = try transmit(command)
            if offset > 0, wanted == nil, answer.status == .wrongParameters { break }
            let isAtEnd = answer.status == .endOfFileReached
            guard answer.status.isSuccess || isAtEnd else { throw .status(answer.status, during: .readBinary) }
            guard answer.body.count <= chunk else { throw .malformed("READ BINARY: more than asked") }
            content += answer.body
            if offset == 0, extent == .derObject { wanted = try derLength(content) }
            if isAtEnd || answer.body.count < chunk { break }
        }
        if let wanted, content.count < wanted { throw .malformed("file shorter than its announced size") }
        guard content.count <= limit else { throw .malformed("file longer than accepted") }
        return wanted.map { Array(content.prefix($0)) } ?? content
    }

    private func derLength(_ start: [UInt8]) throws(CardError) -> Int {
        guard start.count >= 2 else { throw .malformed("DER object cut short") }
        let first = start[1]
        if first < 0x80 { return 2 + Int(first) }
        let octets = Int(first & 0x7F)
        guard (1...2).contains(octets), start.count >= 2 + octets else { throw .malformed("DER object: length form") }
        return 2 + octets + start[2..<2 + octets].reduce(0) { $0 << 8 | Int($1) }
    }
}

extension CardChannel {
    /// Writes the selected transparent file from its start with UPDATE BINARY, in pieces of 255 bytes.
    public func updateBinary(_ content: [UInt8], cla: UInt8 = 0x00) throws(CardError) {
        guard content.count <= 0x8000 else { throw .malformed("file longer than UPDATE BINARY reaches") }
        var offset = 0
        while offset < content.count {
            let piece = content[offset..<min(offset + 255, content.count)]
            let command = CommandAPDU(
                cla, 0xD6, UInt8(truncatingIfNeeded: offset >> 8), UInt8(truncatingIfNeeded: offset), .init(piece))
            try transmit(command).requireSuccess(.updateBinary)
            offset += piece.count
        }
    }
}
