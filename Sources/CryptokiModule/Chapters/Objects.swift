// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CCryptoki
internal import Cryptoki

// PKCS#11 2.40 §5.7: object management.

/// Objects come with the card.
@c(C_CreateObject)
public func createObject(
    _ session: CK_SESSION_HANDLE, _ template: UnsafeMutablePointer<CK_ATTRIBUTE>?, _ count: CK_ULONG,
    _ place: UnsafeMutablePointer<CK_OBJECT_HANDLE>?
) -> CK_RV {
    unsupported("C_CreateObject", "session \(session) count \(count)")
}

/// As ``createObject(_:_:_:_:)``.
@c(C_CopyObject)
public func copyObject(
    _ session: CK_SESSION_HANDLE, _ object: CK_OBJECT_HANDLE, _ template: UnsafeMutablePointer<CK_ATTRIBUTE>?,
    _ count: CK_ULONG, _ place: UnsafeMutablePointer<CK_OBJECT_HANDLE>?
) -> CK_RV {
    unsupported("C_CopyObject", "session \(session) object \(object) count \(count)")
}

/// As ``createObject(_:_:_:_:)``.
@c(C_DestroyObject)
public func destroyObject(_ session: CK_SESSION_HANDLE, _ object: CK_OBJECT_HANDLE) -> CK_RV {
    unsupported("C_DestroyObject", "session \(session) object \(object)")
}

/// Bytes of an object.
@c(C_GetObjectSize)
public func getObjectSize(
    _ session: CK_SESSION_HANDLE, _ object: CK_OBJECT_HANDLE, _ place: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_GetObjectSize", "session \(session) object \(object)") { (library) throws(ReturnCode) in
        let place = unsafe try Input.place(place)
        unsafe place.pointee = try library.objectSize(session, object)
    }
}

/// Attributes: all that can be had are given, and one code tells of those that cannot.
@c(C_GetAttributeValue)
public func getAttributeValue(
    _ session: CK_SESSION_HANDLE, _ object: CK_OBJECT_HANDLE, _ template: UnsafeMutablePointer<CK_ATTRIBUTE>?,
    _ count: CK_ULONG
) -> CK_RV {
    libraryCall("C_GetAttributeValue", "session \(session) object \(object) count \(count)") {
        (library) throws(ReturnCode) in
        let template = unsafe try Input.place(template)
        let questions = unsafe try Input.questions(template, count)
        let answers = try library.attributes(session, object, questions)
        var code: ReturnCode?
        for index in answers.indices {
            let failure = unsafe Delivery.deliver(answers[index], template + index)
            // A buffer that is too small says least about the object: any other code comes first (§5.7).
            if let failure, code == nil || code == .bufferTooSmall { code = failure }
        }
        if let code { throw code }
    }
}

/// Writes the one object that hosts may write.
@c(C_SetAttributeValue)
public func setAttributeValue(
    _ session: CK_SESSION_HANDLE, _ object: CK_OBJECT_HANDLE, _ template: UnsafeMutablePointer<CK_ATTRIBUTE>?,
    _ count: CK_ULONG
) -> CK_RV {
    libraryCall("C_SetAttributeValue", "session \(session) object \(object) count \(count)") {
        (library) throws(ReturnCode) in
        guard count > 0 else { throw .argumentsBad }
        try library.setAttributes(session, object, unsafe Input.template(template, count))
    }
}

/// Begins a search.
@c(C_FindObjectsInit)
public func findObjectsInit(
    _ session: CK_SESSION_HANDLE, _ template: UnsafeMutablePointer<CK_ATTRIBUTE>?, _ count: CK_ULONG
) -> CK_RV {
    libraryCall("C_FindObjectsInit", "session \(session) count \(count)") { (library) throws(ReturnCode) in
        try library.beginSearch(session, unsafe Input.template(template, count))
    }
}

/// The next objects.
@c(C_FindObjects)
public func findObjects(
    _ session: CK_SESSION_HANDLE, _ buffer: UnsafeMutablePointer<CK_OBJECT_HANDLE>?, _ most: CK_ULONG,
    _ count: UnsafeMutablePointer<CK_ULONG>?
) -> CK_RV {
    libraryCall("C_FindObjects", "session \(session) most \(most)") { (library) throws(ReturnCode) in
        let count = unsafe try Input.place(count)
        guard unsafe buffer != nil || most == 0 else { throw .argumentsBad }
        let found = try library.nextObjects(session, count: Int(clamping: most))
        for index in found.indices { unsafe buffer?[index] = found[index] }
        unsafe count.pointee = CK_ULONG(found.count)
    }
}

/// Ends a search.
@c(C_FindObjectsFinal)
public func findObjectsFinal(_ session: CK_SESSION_HANDLE) -> CK_RV {
    libraryCall("C_FindObjectsFinal", "session \(session)") { (library) throws(ReturnCode) in
        try library.endSearch(session)
    }
}
