// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The doors through which bytes of strangers come in, each as one function of bytes.
///
/// An input is wrong when it traps, when it never ends, or when it breaks a property that holds for every input; to
/// be refused with a typed error is right. libFuzzer and the tests over the corpora use the same doors.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// BER-TLV, as cards write it.
    case tlv
    /// Command and answer APDUs.
    case apdu
    /// Answers to reset.
    case atr
    /// The directories of a PKCS#15 application.
    case pkcs15
    /// Certificates, revocation lists and CMS signatures.
    case certificate
    /// Whole conversations of a host with a card: an answer to reset and the answers after it.
    case conversation
    /// FSE: documents, B2 blocks, lot indexes and manifests.
    case fse
    /// Lots: ASiC-E containers.
    case lot
    /// `caducee.toml`.
    case settings
    /// XML that is to be signed: assertions and documents.
    case xml
    /// The virtual card's front door: sequences of commands and resets.
    case virtualCard = "virtual-card"
    /// The virtual badge's front door: sequences of frames and resets.
    case virtualBadge = "virtual-badge"

    /// The PKCS#11 module before a card that says anything.
    case moduleAnswers = "module-answers"
    /// The PKCS#11 module under calls in any order.
    case moduleCalls = "module-calls"

    /// Runs one input.
    public func run(_ bytes: [UInt8]) throws {
        switch self {
        case .tlv: try FormatEntry.tlv(bytes)
        case .apdu: try FormatEntry.apdu(bytes)
        case .atr: try FormatEntry.atr(bytes)
        case .pkcs15: FormatEntry.pkcs15(bytes)
        case .certificate: try CertificateEntry.shared.get().run(bytes)
        case .conversation: ConversationEntry.run(ConversationScript(decoding: bytes))
        case .fse: try DocumentEntry.run(bytes)
        case .lot: try LotEntry.run(bytes)
        case .settings: try SettingsEntry.run(bytes)
        case .moduleAnswers: ModuleAnswersEntry.run(ConversationScript(decoding: bytes))
        case .moduleCalls: try ModuleCallsEntry.run(bytes)
        case .xml: try XMLEntry.shared.get().run(bytes)
        case .virtualCard: try VirtualCardEntry.run(bytes)
        case .virtualBadge: try BadgeEntry.run(bytes)
        }
    }
}

/// A property that an input broke.
public struct BrokenProperty: Error, CustomStringConvertible {
    /// The property, as it should hold.
    public let description: String
}

/// Requires a property of whatever input.
package func require(_ holds: Bool, _ property: String) throws(BrokenProperty) {
    guard holds else { throw BrokenProperty(description: property) }
}
