// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import Cryptoki
internal import ModuleSettings
internal import SecretMemory

/// Calls of the module as bytes name them: the first says which, the second on which handle, the rest is data.
struct ModuleCalls {
    private let library: Library
    private var sessions: [SessionHandle] = [0, .max]
    private var objects: [ObjectHandle] = [0, .max]
    /// Whether a PIN was given that a card may count against somebody.
    private(set) var gavePIN = false

    private let mode: ModuleSettings.Mode

    init(_ library: Library, _ mode: ModuleSettings.Mode) {
        self.library = library
        self.mode = mode
    }

    private static let mechanisms: [MechanismType] = [
        CKM_RSA_PKCS, CKM_SHA1_RSA_PKCS, CKM_SHA256_RSA_PKCS, CKM_SHA384_RSA_PKCS, CKM_RSA_PKCS_PSS,
        CKM_SHA256_RSA_PKCS_PSS, CKM_RSA_X_509, CKM_SHA256, CKM_SHA512, .max,
    ]

    /// Does one call; what it answers is its own affair, that it answers is ours.
    mutating func call(_ record: [UInt8]) {
        let place = Int(record.dropFirst().first ?? 0)
        let data = Array(record.dropFirst(2))
        let session = sessions[place % sessions.count]
        let object = objects[Int(data.first ?? 0) % objects.count]
        let type = ModuleCalls.mechanisms[Int(data.dropFirst().first ?? 0) % ModuleCalls.mechanisms.count]
        let room: OutputRoom = place & 0x80 == 0 ? .bytes(UInt(place) * 4) : .lengthOnly
        let code = record.first ?? 0
        switch code % 4 {
        case 0: _ = try? general(code, session, place, data)
        case 1: _ = try? objectCall(code, session, object, type, data)
        case 2: _ = try? begin(code, session, object, mechanism(type, data))
        default: _ = try? goOn(code, session, data, room)
        }
    }

    private mutating func general(
        _ code: UInt8, _ session: SessionHandle, _ place: Int, _ data: [UInt8]
    ) throws(ReturnCode) {
        switch (code >> 2) % 16 {
        case 0: sessions.append(try library.openSession(SlotID(place), isReadWrite: !data.isEmpty))
        case 1: try library.closeSession(session)
        case 2: try library.closeAllSessions(SlotID(place))
        case 3: _ = try library.sessionInformation(session)
        case 4: _ = try library.tokenInformation(SlotID(place))
        case 5: _ = library.slotList(withCard: place & 1 == 0)
        case 6: try login(session, place, data)
        case 7: try library.logout(session)
        case 8: try library.initializePIN(session, to: secret(data))
        case 9: _ = try library.mechanisms(SlotID(place))
        case 10: _ = try library.slotEvent(waiting: false)
        case 11: _ = try library.random(session, count: place)
        case 12: try library.beginUpdate(session)
        case 13:
            // Only compat mode lets a raw command present a PIN.
            gavePIN = gavePIN || mode == .compat
            _ = try library.transmit(session, WipingBytes(data), room: UInt(place))
        case 14: try library.endUpdate(session)
        default: try library.cancelOperations(session, UInt.max)
        }
    }

    private mutating func login(_ session: SessionHandle, _ place: Int, _ data: [UInt8]) throws(ReturnCode) {
        let users: [UserType] = [.user, .securityOfficer, .contextSpecific]
        // Half of the logins are right, so that what comes after them is reached.
        let pin = data.isEmpty ? Array((place % 3 == 1 ? "12345678" : "1234").utf8) : data
        gavePIN = gavePIN || !data.isEmpty
        try library.login(session, users[place % users.count], secret(pin))
    }

    private mutating func objectCall(
        _ code: UInt8, _ session: SessionHandle, _ object: ObjectHandle, _ type: UInt, _ data: [UInt8]
    ) throws(ReturnCode) {
        let attribute = AttributeType(data.dropFirst().first ?? 0) | (data.count > 4 ? 0x100 : 0)
        switch (code >> 2) % 8 {
        case 0: try library.beginSearch(session, data.isEmpty ? [] : [Attribute(attribute, Array(data.dropFirst(2)))])
        case 1: objects += try library.nextObjects(session, count: 40)
        case 2: try library.endSearch(session)
        case 3: _ = try library.attributes(session, object, [.init(attribute, lengthOnly: data.count & 1 == 0)])
        case 4: try library.setAttributes(session, object, [Attribute(attribute, data)])
        case 5: _ = try library.objectSize(session, object)
        case 6:
            gavePIN = true
            try library.setPIN(session, from: secret(data), to: secret(Array(data.reversed())))
        default: _ = try library.mechanismInformation(0, type)
        }
    }

    private func begin(
        _ code: UInt8, _ session: SessionHandle, _ object: ObjectHandle, _ mechanism: Mechanism
    ) throws(ReturnCode) {
        switch (code >> 2) % 5 {
        case 0: try library.beginSigning(session, mechanism, key: object)
        case 1: try library.beginVerification(session, mechanism, key: object)
        case 2: try library.beginEncryption(session, mechanism, key: object)
        case 3: try library.beginDecryption(session, mechanism, key: object)
        default: try library.beginDigest(session, mechanism)
        }
    }

    private func goOn(
        _ code: UInt8, _ session: SessionHandle, _ data: [UInt8], _ room: OutputRoom
    ) throws(ReturnCode) {
        switch (code >> 2) % 16 {
        case 0: _ = try library.sign(session, data, room)
        case 1: try library.updateSigning(session, data)
        case 2: _ = try library.endSigning(session, room)
        case 3: try library.verify(session, data, data)
        case 4: try library.updateVerification(session, data)
        case 5: try library.endVerification(session, data)
        case 6: _ = try library.encrypt(session, WipingBytes(data), room)
        case 7: _ = try library.decrypt(session, data, room)
        case 8: try library.updateDecryption(session, data)
        case 9: _ = try library.endDecryption(session, room)
        case 10: _ = try library.digest(session, data, room)
        case 11: try library.updateDigest(session, data)
        default: _ = try library.endDigest(session, room)
        }
    }

    private func mechanism(_ type: MechanismType, _ data: [UInt8]) -> Mechanism {
        switch type {
        case CKM_RSA_PKCS_PSS, CKM_SHA256_RSA_PKCS_PSS:
            Mechanism(type, .pss(hash: CKM_SHA256, mask: UInt(CKG_MGF1_SHA256), saltCount: data.count < 9 ? 32 : 20))
        default: Mechanism(type, data.count > 20 ? .other(count: 1) : .none)
        }
    }

    private func secret(_ bytes: [UInt8]) -> SecretBytes {
        SecretBytes(copying: bytes.span)
    }
}
