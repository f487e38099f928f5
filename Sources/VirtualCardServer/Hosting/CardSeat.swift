// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import VirtualCardPlugs

/// A reader of vpcd: the card that sits in it, and its two ways in.
///
/// vpcd has two slots per reader: the first carries the contact face, the second the contactless one.
final class CardSeat {
    let port: UInt16
    private(set) var card: HostedCard
    private let contact: VPCDClient
    private var contactless: VPCDClient?
    private let times: VPCDClient.Times

    init(_ card: HostedCard, port: UInt16, times: VPCDClient.Times) {
        self.card = card
        self.port = port
        self.times = times
        contact = VPCDClient(card.contact.face, port: port, times: times, log: Diagnostics.report)
        contactless = card.contactless.map {
            VPCDClient($0.face, port: port + 1, times: times, log: Diagnostics.report)
        }
    }

    func client(_ face: FaceName) -> VPCDClient? {
        switch face {
        case .contact: contact
        case .contactless: card.contactless == nil ? nil : contactless
        }
    }

    func insertBothFaces() {
        for face in FaceName.allCases { client(face)?.insert() }
    }

    func swap(_ other: HostedCard) {
        client(.contactless)?.remove()
        card = other
        contact.swap(other.contact.face)
        guard let face = other.contactless?.face else { return }
        if let contactless {
            contactless.swap(face)
        } else {
            contactless = VPCDClient(face, port: port + 1, times: times, log: Diagnostics.report)
            contactless?.insert()
        }
    }

    var isConnected: Bool { FaceName.allCases.allSatisfy { client($0)?.isConnected ?? true } }

    var status: ControlAnswer.CardStatus {
        ControlAnswer.CardStatus(
            card: card.name, port: Int(port), contact: contact.isConnected,
            contactless: client(.contactless)?.isConnected)
    }

    func stop() {
        contact.stop()
        contactless?.stop()
    }
}
