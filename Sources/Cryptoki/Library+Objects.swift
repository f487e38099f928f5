// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardToken
internal import HealthCard
internal import ISO7816
internal import ModuleSettings
public import SecretMemory

extension Library {
    /// Begins a search (C_FindObjectsInit); private objects are found under a login only.
    public func beginSearch(_ handle: SessionHandle, _ template: [Attribute]) throws(ReturnCode) {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            guard session.search == nil else { throw .operationActive }
            session.search = try matches(template, card, content)[...]
        }
    }

    /// The next objects (C_FindObjects), at most `count`.
    public func nextObjects(_ handle: SessionHandle, count: Int) throws(ReturnCode) -> [ObjectHandle] {
        try inSession(handle) { (_, _, session) throws(ReturnCode) in
            guard let search = session.search else { throw .operationNotInitialized }
            let found = search.prefix(Swift.max(count, 0))
            session.search = search.dropFirst(found.count)
            return Array(found)
        }
    }

    /// Ends a search (C_FindObjectsFinal).
    public func endSearch(_ handle: SessionHandle) throws(ReturnCode) {
        try inSession(handle) { (_, _, session) throws(ReturnCode) in
            guard session.search != nil else { throw .operationNotInitialized }
            session.search = nil
        }
    }

    private func matches(
        _ template: [Attribute], _ card: InsertedCard, _ content: SlotContent
    ) throws(ReturnCode) -> [ObjectHandle] {
        guard !isForUpdate else { return [] }
        let classes = template.filter { $0.type == UInt(CKA_CLASS) }.map(\.value)
        var found: [ObjectHandle] = []
        for kind in TokenObject.Kind.allCases {
            guard classes.allSatisfy({ $0.elementsEqual(WipingBytes.number(kind.objectClass)) }) else { continue }
            let objects = try content.working(card, settings.mode) { () throws(TokenError) in
                try card.directory.objects(kind, on: card)
            }
            for (handle, object) in objects where card.shows(object) {
                let reader = reader(handle, object, card, content)
                if try isMatch(template, reader) { found.append(handle) }
            }
        }
        return found
    }

    private func isMatch(_ template: [Attribute], _ reader: AttributeReader) throws(ReturnCode) -> Bool {
        for attribute in template {
            do throws(ReturnCode) {
                guard try reader.value(attribute.type).elementsEqual(attribute.value) else { return false }
            } catch .attributeTypeInvalid {
                return false
            } catch .attributeSensitive {
                return false
            }
        }
        return true
    }

    func reader(
        _ handle: ObjectHandle, _ object: TokenObject, _ card: InsertedCard, _ content: SlotContent
    ) -> AttributeReader {
        AttributeReader(
            handle: handle, object: object, card: card, content: content, mode: settings.mode,
            mechanisms: mechanismTable(card).types)
    }

    /// One attribute asked for.
    public struct Question: Hashable, Sendable {
        /// `CKA_` value.
        public let type: AttributeType
        /// Whether only its length is wanted.
        public let lengthOnly: Bool

        /// From its parts.
        public init(_ type: AttributeType, lengthOnly: Bool) {
            self.type = type
            self.lengthOnly = lengthOnly
        }
    }

    /// Attributes of an object (C_GetAttributeValue): for each its value, or the code that says why there is none.
    ///
    /// - Throws: what concerns session, object or card, not a single attribute.
    public func attributes(
        _ handle: SessionHandle, _ object: ObjectHandle, _ questions: [Question]
    ) throws(ReturnCode) -> [Result<WipingBytes, ReturnCode>] {
        try inSession(handle) { (content, card, _) throws(ReturnCode) in
            var reader = reader(object, try visible(object, card, content), card, content)
            var answers: [Result<WipingBytes, ReturnCode>] = []
            for question in questions {
                reader.lengthOnly = question.lengthOnly
                do throws(ReturnCode) {
                    answers.append(.success(try reader.value(question.type)))
                } catch .attributeTypeInvalid {
                    answers.append(.failure(.attributeTypeInvalid))
                } catch .attributeSensitive {
                    answers.append(.failure(.attributeSensitive))
                }
            }
            return answers
        }
    }

    /// Writes the value of `CPS_DATA` (C_SetAttributeValue); nothing else on the card can be written.
    public func setAttributes(
        _ handle: SessionHandle, _ object: ObjectHandle, _ template: [Attribute]
    ) throws(ReturnCode) {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            let target = try visible(object, card, content)
            guard session.isReadWrite else { throw .sessionReadOnly }
            guard case .data(let data) = target, data.isModifiable, template.allSatisfy({ $0.type == UInt(CKA_VALUE) })
            else { throw .attributeReadOnly }
            for attribute in template { try write(attribute.value, to: data, object, card, content) }
        }
    }

    private func write(
        _ value: [UInt8], to data: CardDataObject, _ handle: ObjectHandle, _ card: InsertedCard, _ content: SlotContent
    ) throws(ReturnCode) {
        card.directory.forgetContent(handle)
        do throws(ReturnCode) {
            try content.working(card, settings.mode) { () throws(TokenError) in
                let write = { (card: ProfessionalCard) throws(CardError) in try card.write(value, to: data) }
                // The card decides who may write; where a PIN is in force it is there to see.
                if card.login?.role == .holder { try card.performOpened(write) } else { try card.perform(write) }
            }
        } catch .functionNotSupported {
            // The file has a fixed size, and this does not fit.
            throw .deviceMemory
        }
    }

    /// Bytes that an object takes on the card (C_GetObjectSize): those of its value; compat mode has no such function.
    public func objectSize(_ handle: SessionHandle, _ object: ObjectHandle) throws(ReturnCode) -> UInt {
        guard settings.mode != .compat else { throw .functionNotSupported }
        return try inSession(handle) { (content, card, _) throws(ReturnCode) in
            let target = try visible(object, card, content)
            switch target {
            case .privateKey(let key): return UInt(key.modulusBits / 8)
            case .publicKey(let key): return UInt(key.modulusBits / 8)
            case .certificate, .data:
                return UInt(try reader(object, target, card, content).value(UInt(CKA_VALUE)).count)
            }
        }
    }

    /// An object that callers may know of now.
    func visible(
        _ handle: ObjectHandle, _ card: InsertedCard, _ content: SlotContent
    ) throws(ReturnCode) -> TokenObject {
        let object = try content.working(card, settings.mode) { () throws(TokenError) in
            try card.directory.object(handle, on: card)
        }
        guard let object, card.shows(object) else { throw .objectHandleInvalid }
        return object
    }
}

extension InsertedCard {
    /// Whether callers see an object now: private ones under the holder's login only.
    func shows(_ object: TokenObject) -> Bool {
        !object.isPrivate || login?.role == .holder
    }
}
