// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A data file of the profession: where, under which label, for whom.
struct BusinessObject {
    enum Access { case free, writable, personal }

    let path: CardFilePath
    /// The PKCS#15 label; nil for files that hosts find by themselves.
    let label: String?
    let access: Access
    let content: [UInt8]

    /// `content` padded with zeros to `size`, unless it is longer.
    init(_ path: CardFilePath, _ label: String?, _ access: Access, size: Int = 0, _ content: [UInt8]) {
        self.path = path
        self.label = label
        self.access = access
        self.content = content + [UInt8](repeating: 0, count: max(size - content.count, 0))
    }
}

extension BusinessObject {
    /// The files of the contact application, in the order of the DODF.
    ///
    /// Templates and tags that public knowledge names are used (E3/84, E4/84, EE/80, 84, 85, 86); the rest is ours
    /// and to be treated as opaque.
    static func contact(_ profile: CardProfile) -> [BusinessObject] {
        let (identity, practice) = (profile.identity, profile.practice)
        func path(_ id: UInt16) -> CardFilePath { CardFilePath(IASNames.contactDirectory, id) }
        var objects = [
            BusinessObject(
                path(0xD101), "CPS_ID_CARD", .free, size: 64,
                DataObject.encode(
                    0xE3, DataObject.encode(0x80, [identity.product]), DataObject.encode(0x81, [identity.family]),
                    DataObject.encode(0x84, identity.validity))),
            BusinessObject(
                path(0xD102), "CPS_NAME_PS", .free, size: 128,
                DataObject.encode(0xE4, DataObject.encode(0x84, Array(identity.name.utf8)))),
            BusinessObject(
                path(0xD103), "CPS_LANG_PS", .free, size: 16,
                DataObject.encode(0xE5, practice.languages.flatMap { DataObject.encode(0x80, Array($0.utf8)) })),
            // Not padded: clients in the field take the last four characters as the speciality.
            BusinessObject(
                path(0xD104), "CPS_INFO_PS", .free,
                DataObject.encode(
                    0xE6, optional(0x80, practice.profession), optional(0x81, practice.speciality))),
            BusinessObject(path(0xD107), "CPS_DATA", .writable, size: 256, []),
        ]
        objects += practice.activities.map { activity in
            BusinessObject(
                path(0xD11F + UInt16(activity.number)), "CPS_ACTIVITY_\(digits(activity.number))_PS", .personal,
                size: 160, template(activity))
        }
        if profile.generation == .cps4 { objects += mirror(profile) }
        return objects
    }

    /// The only data file of the contactless application; there it is read-only.
    static let contactless = [
        BusinessObject(CardFilePath(IASNames.contactlessDirectory, 0xD107), "CPS_DATA", .free, size: 16, [])
    ]

    /// CPS4: billing, and CPS2ter's files as PKCS#15 objects (a CPS3 host reads those from the CPS2ter side).
    private static func mirror(_ profile: CardProfile) -> [BusinessObject] {
        func path(_ id: UInt16) -> CardFilePath { CardFilePath(IASNames.contactDirectory, id) }
        let (identity, practice) = (profile.identity, profile.practice)
        let plain: [(String, [UInt8])] = [
            ("ATR", profile.contact.atr),
            ("ID", [identity.product, identity.family] + identity.validity),
            ("ICC", Array(identity.serial.utf8)),
            ("NAME", Array(identity.name.utf8)),
            ("LANG", practice.languages.flatMap { Array($0.utf8) }),
            ("PSINFO", Array((practice.profession + practice.speciality).utf8)),
            ("DIRAMO", []),
        ]
        let billing = BusinessObject(path(0xD130), "CPS_SIT_FACT", .personal, size: 96, practice.billing)
        let mirrored = plain.enumerated().map { index, entry in
            BusinessObject(
                path(0xD140 + UInt16(index)), "CPS2TER_\(entry.0)", .free, size: 32,
                DataObject.encode(0xE0 + UInt32(index), DataObject.encode(0x80, entry.1)))
        }
        let activities = practice.activities.map { activity in
            BusinessObject(
                path(0xD14F + UInt16(activity.number)), "CPS2TER_ACTIVITY_\(digits(activity.number))_PS", .personal,
                size: 160, template(activity))
        }
        return [billing] + mirrored + activities
    }

    /// The CPS2ter volume: billing below 7F01, activities beside it.
    static func previousGeneration(_ profile: CardProfile) -> [BusinessObject] {
        [BusinessObject(CardFilePath(0x7F01, 0x4000), nil, .personal, size: 96, profile.practice.billing)]
            + profile.practice.activities.map { activity in
                BusinessObject(
                    CardFilePath(0x400F + UInt16(activity.number)), nil, .personal, size: 64, template(activity))
            }
    }

    private static func template(_ activity: CardProfile.Activity) -> [UInt8] {
        DataObject.encode(
            0xEE,
            DataObject.encode(0x80, [activity.mode]),
            DataObject.encode(0x84, Array(activity.structureName.utf8)),
            DataObject.encode(0x85, Array(activity.structureIdentifier.utf8)),
            DataObject.encode(0x86, Array(activity.sector.utf8)))
    }

    /// Nothing at all for an empty text: role cards have no profession.
    private static func optional(_ tag: UInt32, _ text: String) -> [UInt8] {
        text.isEmpty ? [] : DataObject.encode(tag, Array(text.utf8))
    }

    private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
