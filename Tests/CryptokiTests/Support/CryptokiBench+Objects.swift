// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import Cryptoki
import SecretMemory

extension Attribute {
    /// A line of a template with a `CK_ULONG`.
    init(_ type: some BinaryInteger, number: some BinaryInteger) {
        self.init(UInt(type), CryptokiBench.bytes(UInt(number)))
    }

    /// A line with a text.
    init(_ type: some BinaryInteger, text: String) {
        self.init(UInt(type), Array(text.utf8))
    }

    /// A line with a `CK_BBOOL`.
    init(_ type: some BinaryInteger, flag: Bool) {
        self.init(UInt(type), [flag ? 1 : 0])
    }
}

extension CryptokiBench {
    /// A `CK_ULONG` in the machine's order.
    static func bytes(_ number: UInt) -> [UInt8] {
        (0..<MemoryLayout<UInt>.size).map { UInt8(truncatingIfNeeded: number.littleEndian >> (8 * $0)) }
    }

    /// The objects that a template finds.
    func find(_ session: SessionHandle, _ template: [Attribute] = []) throws(ReturnCode) -> [ObjectHandle] {
        try library.beginSearch(session, template)
        var found: [ObjectHandle] = []
        while true {
            let more = try library.nextObjects(session, count: 3)
            if more.isEmpty { break }
            found += more
        }
        try library.endSearch(session)
        return found
    }

    /// One attribute.
    func value(_ session: SessionHandle, _ object: ObjectHandle, _ type: some BinaryInteger) throws -> [UInt8] {
        let answers = try library.attributes(session, object, [.init(UInt(type), lengthOnly: false)])
        return Array(try answers[0].get())
    }

    /// A text attribute.
    func text(_ session: SessionHandle, _ object: ObjectHandle, _ type: some BinaryInteger) throws -> String {
        String(decoding: try value(session, object, type), as: UTF8.self)
    }

    /// The labels of the objects that a template finds, in their order.
    func labels(_ session: SessionHandle, _ template: [Attribute] = []) throws -> [String] {
        try find(session, template).map { try text(session, $0, CKA_LABEL) }
    }

    /// The only object of a label.
    func object(_ session: SessionHandle, _ label: String) throws -> ObjectHandle {
        let found = try find(session, [Attribute(CKA_LABEL, text: label)])
        guard found.count == 1 else { throw MissingObject(label: label, count: found.count) }
        return found[0]
    }

    /// An object of a class for a key, by the end of their identifier.
    func object(_ session: SessionHandle, _ kind: some BinaryInteger, _ key: TestKey) throws -> ObjectHandle {
        for object in try find(session, [Attribute(CKA_CLASS, number: kind)])
        where try key.endings.contains(value(session, object, CKA_ID).last ?? 0) {
            return object
        }
        throw MissingObject(label: key.rawValue, count: 0)
    }
}

/// A key by what it is for.
enum TestKey: String, CaseIterable, Sendable {
    case signature = "CPS_PRIV_SIG"
    case authentication = "CPS_PRIV_AUT"
    case technical = "CPS_PRIV_TECH_AUT"

    /// Last bytes of CKA_ID on the two generations.
    var endings: [UInt8] {
        switch self {
        case .signature: [0x01, 0x10]
        case .authentication: [0x02, 0x20]
        case .technical: [0x03]
        }
    }
}

/// A label that none, or more than one, object has.
struct MissingObject: Error {
    let label: String
    let count: Int
}
