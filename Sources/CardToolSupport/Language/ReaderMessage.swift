// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess

/// What is told about readers.
public enum ReaderMessage: Message, Hashable {
    case presence(ReaderState.Presence, KnownCard?)
    case event(ReaderEvent)

    /// The sentence in French.
    public var french: String {
        switch self {
        case .presence(.empty, _): "vide"
        case .presence(.mute, _): "carte muette (à l'envers, ou défectueuse)"
        case .presence(.present, let known): known?.french ?? "carte inconnue"
        case .event(.readerAdded(let reader)): "lecteur branché : \(reader)"
        case .event(.readerRemoved(let reader)): "lecteur débranché : \(reader)"
        case .event(.cardInserted(let reader, let atr)):
            "carte insérée : \(reader) (\(KnownCard(atr: atr)?.french ?? "carte inconnue"))"
        case .event(.cardRemoved(let reader)): "carte retirée : \(reader)"
        case .event(.cardMute(let reader)): "carte muette : \(reader)"
        case .event(.serviceLost): "service pcscd perdu, en attente de son retour"
        case .event(.serviceBack): "service pcscd revenu"
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .presence(.empty, _): "empty"
        case .presence(.mute, _): "mute card (upside down, or broken)"
        case .presence(.present, let known): known?.english ?? "unknown card"
        case .event(.readerAdded(let reader)): "reader plugged in: \(reader)"
        case .event(.readerRemoved(let reader)): "reader unplugged: \(reader)"
        case .event(.cardInserted(let reader, let atr)):
            "card inserted: \(reader) (\(KnownCard(atr: atr)?.english ?? "unknown card"))"
        case .event(.cardRemoved(let reader)): "card removed: \(reader)"
        case .event(.cardMute(let reader)): "mute card: \(reader)"
        case .event(.serviceLost): "pcscd lost, waiting for it to come back"
        case .event(.serviceBack): "pcscd is back"
        }
    }
}
