// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why an FSE does not belong to the holder or to the activity.
public enum BindingError: Error, Hashable, Sendable {
    /// The card states no activity: nothing can be billed.
    case noActivity
    /// The card states several: one must be chosen by its number.
    case severalActivities([Int])
    /// The chosen number is not on the card.
    case unknownActivity(Int)
    /// The issuer is somebody else than the certificate's holder.
    case identifier
    /// The structure is not the activity's.
    case structure
    /// The sector is not the activity's.
    case sector
    /// The activity is a replacement and the FSE does not name the person replaced.
    case replacementMissing
    /// The FSE names a person replaced and the activity is no replacement.
    case notAReplacement

    /// A stable name for programs and for translation.
    public var code: String {
        switch self {
        case .noActivity: "binding.no-activity"
        case .severalActivities: "binding.several-activities"
        case .unknownActivity: "binding.unknown-activity"
        case .identifier: "binding.identifier"
        case .structure: "binding.structure"
        case .sector: "binding.sector"
        case .replacementMissing: "binding.replacement-missing"
        case .notAReplacement: "binding.not-a-replacement"
        }
    }

    /// The field at fault, where one is.
    public var pointer: JSONPointer? {
        let issuer = JSONPointer.root.member("issuer")
        return switch self {
        case .noActivity, .severalActivities, .unknownActivity: nil
        case .identifier: issuer.member("identifier")
        case .structure: issuer.member("structure")
        case .sector: issuer.member("sector")
        case .replacementMissing, .notAReplacement: issuer.member("replaced")
        }
    }
}
