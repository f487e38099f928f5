// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardCommands
internal import CardToolSupport
internal import CertificateTrust
internal import Foundation
internal import HealthCard

extension Caducee {
    /// A sentence for help pages of card commands.
    static func help(_ message: CardHelp) -> String {
        message.text(in: language)
    }

    /// The wall clock: one place reads it.
    static var now: Int64 { Int64(Date().timeIntervalSince1970) }
}

/// Where trust anchors come from.
struct TrustOptions: ParsableArguments {
    @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionTrust), valueName: "path"))
    var trust: [String] = []

    func load() throws -> TrustStore? {
        try TrustFolder.load(trust, environment: ProcessInfo.processInfo.environment)
    }
}

/// The keys by their short names.
enum KeyName: String, ExpressibleByArgument, CaseIterable {
    case sig, aut, tech

    var role: KeyRole {
        switch self {
        case .sig: .signature
        case .aut: .authentication
        case .tech: .technical
        }
    }
}

/// The paddings by their short names.
enum SchemeName: String, ExpressibleByArgument, CaseIterable {
    case pkcs1, pss
}

extension PINOptions {
    /// How the holder's PIN is to be had.
    var presentation: PresentationOptions {
        PresentationOptions(SecretDescriptors(pin: pin, confirmation: confirmation), usesLastTry: useLastTry)
    }

    /// The same, with descriptors for a new PIN and an unblocking code.
    func presentation(newPIN: Int32?, puk: Int32? = nil) -> PresentationOptions {
        PresentationOptions(
            SecretDescriptors(pin: pin, newPIN: newPIN, puk: puk, confirmation: confirmation),
            usesLastTry: useLastTry)
    }
}
