// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import VirtualCardPlugs

/// A reader of vpcd: the card that sits in it, and its two ways in.
///
/// vpcd has two slots per reader: the first carries the contact face, the second the contactless one. A badge has the
/// second alone; the first stays empty.
final class CardSeat {
    let port: UInt16
    private(set) var card: HostedCard
    private var clients: [FaceName: VPCDClient] = [:]
    private let times: VPCDClient.Times

    init(_ card: HostedCard, port: UInt16, times: VPCDClient.Times) {
        self.card = card
        self.port = port
        self.times = times
        for face in FaceName.allCases { clients[face] = card.face(face).map { makeClient($0, face) } }
    }

    private func makeClient(_ hosted: HostedFace, _ face: FaceName) -> VPCDClient {
        VPCDClient(
            hosted.face, port: face == .contact ? port : port + 1, times: times, log: Diagnostics.report)
    }

    func client(_ face: FaceName) -> VPCDClient? {
        card.face(face) == nil ? nil : clients[face]
    }

    /// Whether a face is put in with its card.
    private func isInserted(_ face: FaceName) -> Bool { face == .contact || !card.waitsOutside }

    func insertAllFaces() {
        for face in FaceName.allCases where isInserted(face) { client(face)?.insert() }
    }

    func swap(_ other: HostedCard) {
        client(.contactless)?.remove()
        if other.contact == nil { client(.contact)?.remove() }
        card = other
        for face in FaceName.allCases {
            guard let hosted = other.face(face) else { continue }
            guard let client = clients[face] else {
                clients[face] = makeClient(hosted, face)
                if isInserted(face) { clients[face]?.insert() }
                continue
            }
            isInserted(face) ? client.swap(hosted.face) : client.replace(hosted.face)
        }
    }

    var isConnected: Bool {
        FaceName.allCases.allSatisfy { !isInserted($0) || client($0)?.isConnected ?? true }
    }

    var status: ControlAnswer.CardStatus {
        ControlAnswer.CardStatus(
            card: card.name, port: Int(port), contact: client(.contact)?.isConnected,
            contactless: client(.contactless)?.isConnected)
    }

    func stop() {
        for client in clients.values { client.stop() }
    }
}
