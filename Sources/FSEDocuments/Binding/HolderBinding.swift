// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The rule that an FSE belongs to the holder who signs it and to one of the holder's activities.
public struct HolderBinding: Hashable, Sendable {
    /// An activity (situation d'exercice) as the card states it.
    public struct Activity: Hashable, Sendable {
        /// Logical number on the card, 1 to 16, holes allowed.
        public let number: Int
        /// Mode of exercise (TRE_G17); 04 is a replacement.
        public let mode: String
        /// Structure identifier: type digit and number.
        public let structure: String
        /// Sector (TRE_R02).
        public let sector: String

        /// Whether the holder replaces somebody (TRE_G17 04, remplaçant).
        public var isReplacement: Bool { mode.isSameText(as: "04") }

        /// An activity.
        public init(number: Int, mode: String, structure: String, sector: String) {
            self.number = number
            self.mode = mode
            self.structure = structure
            self.sector = sector
        }
    }

    /// National identifier in the signature certificate (CN).
    public let certificateIdentifier: String
    /// The activity that is billed for.
    public let activity: Activity

    /// Chooses the activity.
    ///
    /// - Parameter chosen: The activity's number; it may be left out only if the card has a single one.
    public init(
        certificateIdentifier: String, activities: [Activity], chosen: Int?
    ) throws(BindingError) {
        self.certificateIdentifier = certificateIdentifier
        if let chosen {
            guard let activity = activities.first(where: { $0.number == chosen }) else {
                throw .unknownActivity(chosen)
            }
            self.activity = activity
        } else {
            guard let activity = activities.first else { throw .noActivity }
            guard activities.count == 1 else { throw .severalActivities(activities.map(\.number)) }
            self.activity = activity
        }
    }

    /// Refuses an FSE that is not this holder's in this activity.
    public func check(_ payload: FSEPayload) throws(BindingError) {
        if let document = payload.document { return try check(document.issuer) }
        // The public layout of a B2 block has no place for the person replaced, who must be named in the signed bytes.
        guard !activity.isReplacement else { throw .replacementMissing }
    }

    /// Refuses an issuer who is not this holder in this activity.
    public func check(_ issuer: Issuer) throws(BindingError) {
        guard issuer.identifier.isSameText(as: certificateIdentifier) else { throw .identifier }
        guard issuer.structure.isSameText(as: activity.structure) else { throw .structure }
        guard issuer.sector.isSameText(as: activity.sector) else { throw .sector }
        if activity.isReplacement {
            guard issuer.replaced != nil else { throw .replacementMissing }
        } else {
            guard issuer.replaced == nil else { throw .notAReplacement }
        }
    }
}
