// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
internal import PKCS15

/// A data object that can be read by its label.
public struct CardDataObject: Hashable, Sendable {
    /// Label, such as `CPS_NAME_PS`.
    public let label: String
    /// The application that it belongs to, `CPS` on every card seen.
    public let application: String
    /// The application's object identifier in DER, tag and length included, where the card tells one.
    public let objectIdentifier: [UInt8]?
    /// Whether the holder's PIN must have been verified.
    public let isPrivate: Bool
    /// Whether hosts may write it.
    public let isModifiable: Bool
    let location: Location

    enum Location: Hashable, Sendable {
        case file(FilePath)
        case volet([UInt16])
    }

    init(_ object: DataObject) {
        label = object.label
        application = object.application
        objectIdentifier = object.objectIdentifier
        isPrivate = object.isPrivate
        isModifiable = object.isModifiable
        location = .file(object.path)
    }

    /// One of the CPS2ter volet, which no directory lists.
    init(volet path: [UInt16], label: String) {
        self.label = label
        application = "CPS"
        objectIdentifier = nil
        isPrivate = true
        isModifiable = false
        location = .volet(path)
    }
}

extension ProfessionalCard {
    /// Every data object, those of the CPS2ter volet of a CPS3 included.
    public func objects() throws(CardError) -> [CardDataObject] {
        var found = try dataObjects().map(CardDataObject.init)
        guard identity.generation == .cps3, identity.interface == .contact else { return found }
        // The directory of a CPS3 does not list its older volet: billing situation, and one twin per activity.
        found.append(CardDataObject(volet: [0x7F01, 0x4000], label: "CPS_SIT_FACT"))
        for number in found.compactMap({ ProfessionalCard.activityNumber($0.label) }) {
            found.append(
                CardDataObject(
                    volet: [0x4010 + UInt16(number) - 1],
                    label: "CPS2TER_" + ProfessionalCard.activityLabel(number).dropFirst(4)))
        }
        return found
    }

    /// The whole content of a data object.
    public func read(_ object: CardDataObject) throws(CardError) -> [UInt8] {
        switch object.location {
        case .file(let path):
            guard !object.isPrivate, !object.isModifiable else { return try driver.file(path, .untilEnd) }
            return try publicFile(path, .untilEnd, keptWhen: ProfessionalCard.isWhole) { $0 }
        case .volet(let path):
            guard let content = try driver.volet(path) else { throw .unsupportedOperation("CPS2ter volet") }
            return content
        }
    }

    /// Writes the one object that hosts may write, `CPS_DATA`; shorter content is padded with zeros.
    public func write(_ content: [UInt8], to object: CardDataObject) throws(CardError) {
        guard object.isModifiable, case .file(let path) = object.location else {
            throw .unsupportedOperation("writing \(object.label)")
        }
        let size = try driver.file(path, .untilEnd).count
        guard content.count <= size else { throw .unsupportedOperation("content over \(size) bytes") }
        try driver.update(path, with: content + [UInt8](repeating: 0, count: size - content.count))
    }

    /// Card id, name, languages and profession: what needs no PIN.
    public func holder() throws(CardError) -> HolderData {
        var raw: [String: [UInt8]] = [:]
        let wanted = ["CPS_ID_CARD", "CPS_NAME_PS", "CPS_LANG_PS", "CPS_INFO_PS"]
        for object in try objects() where wanted.contains(object.label) && !object.isPrivate {
            raw[object.label] = try read(object)
        }
        return HolderData(raw: raw)
    }

    /// The practice situations; the holder's PIN must have been verified.
    public func activities() throws(CardError) -> [Activity] {
        var found: [Activity] = []
        for object in try objects() {
            guard let number = ProfessionalCard.activityNumber(object.label) else { continue }
            found.append(Activity(number: number, parsing: try read(object)))
        }
        return found.sorted { $0.number < $1.number }
    }

    static func activityLabel(_ number: Int) -> String {
        "CPS_ACTIVITY_\(number < 10 ? "0" : "")\(number)_PS"
    }

    static func activityNumber(_ label: String) -> Int? {
        (1...16).first { activityLabel($0) == label }
    }

    /// Whether a content is data objects and zeros to its end, so that nothing was cut off or added.
    private static func isWhole(_ content: [UInt8]) -> Bool {
        guard let last = try? BERTLV.sequence(content).last else { return false }
        return content[last.encoding.endIndex...].allSatisfy { $0 == 0 }
    }
}
