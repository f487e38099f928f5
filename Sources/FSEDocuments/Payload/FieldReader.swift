// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Takes the fields of one JSON object, each once; what is left over is an error.
package struct FieldReader {
    package let pointer: JSONPointer
    private let members: [JSONValue.Member]
    private var known: Set<String> = []

    package init(_ value: JSONValue, at pointer: JSONPointer) throws(DocumentError) {
        guard case .object(let members) = value else { throw DocumentError(.type(expected: .object), at: pointer) }
        self.members = members
        self.pointer = pointer
    }

    /// Refuses fields that nobody asked for: a typo in an optional field must not pass silently.
    package func finish() throws(DocumentError) {
        for member in members where !known.contains(where: { $0.isSameText(as: member.name) }) {
            throw DocumentError(.unknown, at: pointer.member(member.name))
        }
    }

    package func fault(_ reason: DocumentError.Reason, _ name: String) -> DocumentError {
        DocumentError(reason, at: pointer.member(name))
    }

    package mutating func optional(_ name: String) -> JSONValue? {
        known.insert(name)
        return members.first { $0.name.isSameText(as: name) }?.value
    }

    package mutating func required(_ name: String) throws(DocumentError) -> JSONValue {
        guard let value = optional(name) else { throw fault(.missing, name) }
        return value
    }

    package mutating func bool(_ name: String) throws(DocumentError) -> Bool {
        guard case .bool(let flag) = try required(name) else { throw fault(.type(expected: .bool), name) }
        return flag
    }

    package mutating func integer(_ name: String, _ bounds: ClosedRange<Int>) throws(DocumentError) -> Int {
        guard case .number(let text) = try required(name) else { throw fault(.type(expected: .number), name) }
        let value: Int64
        do { value = try JCS.integer(text, at: pointer.member(name)) } catch { throw DocumentError(error) }
        guard let number = Int(exactly: value), bounds.contains(number) else { throw fault(.range, name) }
        return number
    }

    /// Text of `length` characters, without control characters.
    package mutating func text(_ name: String, _ length: ClosedRange<Int>) throws(DocumentError) -> String {
        guard let text = try optionalText(name, length) else { throw fault(.missing, name) }
        return text
    }

    package mutating func optionalText(_ name: String, _ length: ClosedRange<Int>) throws(DocumentError) -> String? {
        guard let value = optional(name) else { return nil }
        guard case .string(let text) = value else { throw fault(.type(expected: .string), name) }
        guard length.contains(text.unicodeScalars.count) else { throw fault(.range, name) }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }) else {
            throw fault(.format, name)
        }
        return text
    }

    /// Text of ASCII characters that all satisfy `allowed`.
    package mutating func code(
        _ name: String, _ length: ClosedRange<Int>, _ allowed: (UInt8) -> Bool
    ) throws(DocumentError) -> String {
        let text = try text(name, length)
        guard text.utf8.allSatisfy(allowed) else { throw fault(.format, name) }
        return text
    }

    /// One of the raw values of an enumeration.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(DocumentError) -> Choice {
        let text = try text(name, 1...32)
        guard let choice = Choice.allCases.first(where: { $0.rawValue.isSameText(as: text) }) else {
            throw fault(.format, name)
        }
        return choice
    }

    package mutating func date(_ name: String) throws(DocumentError) -> CivilDate {
        guard let date = CivilDate(try text(name, 1...32)) else { throw fault(.date, name) }
        return date
    }

    package mutating func optionalDate(_ name: String) throws(DocumentError) -> CivilDate? {
        optional(name) == nil ? nil : try date(name)
    }

    /// The pair `nir` and `key`.
    mutating func nir() throws(DocumentError) -> NIR {
        let number = try text("nir", 1...32)
        let key = try text("key", 1...32)
        do { return try NIR(number: number, key: key) } catch {
            switch error {
            case .number: throw fault(.format, "nir")
            case .keyFormat: throw fault(.format, "key")
            case .key: throw fault(.nirKey, "key")
            }
        }
    }

    package mutating func object<Value>(
        _ name: String, _ decode: (inout FieldReader) throws(DocumentError) -> Value
    ) throws(DocumentError) -> Value {
        try Self.decode(try required(name), at: pointer.member(name), decode)
    }

    package mutating func optionalObject<Value>(
        _ name: String, _ decode: (inout FieldReader) throws(DocumentError) -> Value
    ) throws(DocumentError) -> Value? {
        optional(name) == nil ? nil : try object(name, decode)
    }

    package mutating func list<Value>(
        _ name: String, _ count: ClosedRange<Int>, _ decode: (inout FieldReader) throws(DocumentError) -> Value
    ) throws(DocumentError) -> [Value] {
        guard case .array(let elements) = try required(name) else { throw fault(.type(expected: .array), name) }
        guard count.contains(elements.count) else { throw fault(.range, name) }
        var values: [Value] = []
        for (index, element) in elements.enumerated() {
            values.append(try Self.decode(element, at: pointer.member(name).element(index), decode))
        }
        return values
    }

    private static func decode<Value>(
        _ value: JSONValue, at pointer: JSONPointer, _ decode: (inout FieldReader) throws(DocumentError) -> Value
    ) throws(DocumentError) -> Value {
        var fields = try FieldReader(value, at: pointer)
        let result = try decode(&fields)
        try fields.finish()
        return result
    }
}

extension UInt8 {
    package var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    package var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}
