// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import SecretMemory
import VirtualCards

/// Bytes out, bytes back.
final class BadgeLink: CardLink {
    let transmission = TransmissionProtocol.t1
    let face: any VirtualCardFace
    /// Changes what comes in, before the badge sees it.
    var alter: (([UInt8]) -> [UInt8])?
    /// Answers in the badge's place.
    var intercept: (([UInt8]) -> [UInt8])?
    private(set) var count = 0

    init(_ face: any VirtualCardFace) { self.face = face }

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        count += 1
        let bytes = alter?(Array(command)) ?? Array(command)
        return WipingBytes(intercept?(bytes) ?? face.respond(to: bytes))
    }
}
