// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 2.40 §5.5: slot and token management.

/// The slots.
@c(C_GetSlotList)
public func getSlotList(
    _ withCard: CK_BBOOL, _ buffer: UnsafeMutablePointer<CK_SLOT_ID>?, _ count: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_GetSlotList", "withCard \(withCard)") { (library) throws(ReturnCode) in
        unsafe _ = try Input.place(count)
        unsafe try Delivery.deliver(library.slotList(withCard: withCard != 0), buffer, count)
    }
}

/// A reader.
@c(C_GetSlotInfo)
public func getSlotInfo(_ slot: CK_SLOT_ID, _ place: UnsafeMutablePointer<CK_SLOT_INFO>?) -> CK_RV {
    libraryCall("C_GetSlotInfo", "slot \(slot)") { (library) throws(ReturnCode) in
        let place = unsafe try Input.place(place)
        let facts = try library.slotInformation(slot)
        var info = CK_SLOT_INFO()
        Delivery.fill(&info.slotDescription, with: facts.description)
        Delivery.fill(&info.manufacturerID, with: [])
        info.flags = facts.flags
        unsafe place.pointee = info
    }
}

/// A card, with its counters as they stand.
@c(C_GetTokenInfo)
public func getTokenInfo(_ slot: CK_SLOT_ID, _ place: UnsafeMutablePointer<CK_TOKEN_INFO>?) -> CK_RV {
    libraryCall("C_GetTokenInfo", "slot \(slot)") { (library) throws(ReturnCode) in
        let place = unsafe try Input.place(place)
        let facts = try library.tokenInformation(slot)
        var info = CK_TOKEN_INFO()
        Delivery.fill(&info.label, with: Array(facts.label.utf8))
        Delivery.fill(&info.manufacturerID, with: Array(facts.manufacturer.utf8))
        Delivery.fill(&info.model, with: Array(facts.model.utf8), padding: facts.padsModelWithNUL ? 0 : 0x20)
        Delivery.fill(&info.serialNumber, with: Array(facts.serial.utf8))
        info.flags = facts.flags
        info.ulMaxSessionCount = CK_EFFECTIVELY_INFINITE
        info.ulSessionCount = facts.sessions
        info.ulMaxRwSessionCount = CK_EFFECTIVELY_INFINITE
        info.ulRwSessionCount = facts.readWriteSessions
        info.ulMaxPinLen = facts.pinDigits.upperBound
        info.ulMinPinLen = facts.pinDigits.lowerBound
        info.ulTotalPublicMemory = CK_UNAVAILABLE_INFORMATION
        info.ulFreePublicMemory = CK_UNAVAILABLE_INFORMATION
        info.ulTotalPrivateMemory = CK_UNAVAILABLE_INFORMATION
        info.ulFreePrivateMemory = CK_UNAVAILABLE_INFORMATION
        Delivery.fill(&info.utcTime, with: [])
        unsafe place.pointee = info
    }
}

/// The slot in which a card came or went.
@c(C_WaitForSlotEvent)
public func waitForSlotEvent(
    _ flags: CK_FLAGS, _ place: UnsafeMutablePointer<CK_SLOT_ID>?, _ reserved: UnsafeMutableRawPointer?
) -> CK_RV {
    libraryCall("C_WaitForSlotEvent", "flags \(flags)") { (library) throws(ReturnCode) in
        let place = unsafe try Input.place(place)
        guard unsafe reserved == nil else { throw .argumentsBad }
        unsafe place.pointee = try library.slotEvent(waiting: flags & CKF_DONT_BLOCK == 0)
    }
}

/// The mechanisms of a card.
@c(C_GetMechanismList)
public func getMechanismList(
    _ slot: CK_SLOT_ID, _ buffer: UnsafeMutablePointer<CK_MECHANISM_TYPE>?, _ count: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_GetMechanismList", "slot \(slot)") { (library) throws(ReturnCode) in
        unsafe _ = try Input.place(count)
        unsafe try Delivery.deliver(library.mechanisms(slot), buffer, count)
    }
}

/// One mechanism.
@c(C_GetMechanismInfo)
public func getMechanismInfo(
    _ slot: CK_SLOT_ID, _ type: CK_MECHANISM_TYPE, _ place: UnsafeMutablePointer<CK_MECHANISM_INFO>?
) -> CK_RV {
    libraryCall("C_GetMechanismInfo", "slot \(slot) type \(type)") { (library) throws(ReturnCode) in
        let place = unsafe try Input.place(place)
        let facts = try library.mechanismInformation(slot, type)
        unsafe place.pointee = CK_MECHANISM_INFO(
            ulMinKeySize: facts.keyBits.lowerBound, ulMaxKeySize: facts.keyBits.upperBound, flags: facts.flags)
    }
}

/// Cards come from their issuer as they are.
@c(C_InitToken)
public func initToken(
    _ slot: CK_SLOT_ID, _ pin: UnsafeMutablePointer<CK_UTF8CHAR>?, _ count: CK_ULONG,
    _ label: UnsafeMutablePointer<CK_UTF8CHAR>?
) -> CK_RV {
    unsupported("C_InitToken", "slot \(slot)")
}

/// A new PIN, by who unblocks.
@c(C_InitPIN)
public func initPIN(
    _ session: CK_SESSION_HANDLE, _ pin: UnsafeMutablePointer<CK_UTF8CHAR>?, _ count: CK_ULONG
) -> CK_RV {
    libraryCall("C_InitPIN", "session \(session)") { (library) throws(ReturnCode) in
        try library.initializePIN(session, to: unsafe Input.newPIN(pin, count))
    }
}

/// A new PIN, by who knows the old one.
@c(C_SetPIN)
public func setPIN(
    _ session: CK_SESSION_HANDLE, _ old: UnsafeMutablePointer<CK_UTF8CHAR>?, _ oldCount: CK_ULONG,
    _ new: UnsafeMutablePointer<CK_UTF8CHAR>?, _ newCount: CK_ULONG
) -> CK_RV {
    libraryCall("C_SetPIN", "session \(session)") { (library) throws(ReturnCode) in
        try library.setPIN(
            session, from: unsafe Input.pin(old, oldCount), to: unsafe Input.newPIN(new, newCount))
    }
}
