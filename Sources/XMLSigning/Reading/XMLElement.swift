// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CLibXML2

/// An element of a parsed document, which it keeps alive.
@safe
struct XMLElement {
    let node: UnsafeMutablePointer<xmlNode>
    private let owner: ParsedXML

    init(_ node: UnsafeMutablePointer<xmlNode>, of owner: ParsedXML) {
        unsafe self.node = node
        self.owner = owner
    }

    /// Whether it has this local name and namespace, whatever its prefix.
    func isNamed(_ name: String, in namespace: String) -> Bool {
        unsafe XMLElement.text(node.pointee.name).isSameText(as: name)
            && XMLElement.text(node.pointee.ns?.pointee.href).isSameText(as: namespace)
    }

    /// Child elements.
    var children: [XMLElement] {
        var result: [XMLElement] = []
        var child = unsafe node.pointee.children
        while let current = unsafe child {
            if unsafe current.pointee.type == XML_ELEMENT_NODE { result.append(unsafe XMLElement(current, of: owner)) }
            unsafe child = current.pointee.next
        }
        return result
    }

    /// Child elements of this name.
    func children(_ name: String, in namespace: String) -> [XMLElement] {
        children.filter { $0.isNamed(name, in: namespace) }
    }

    /// It and every element inside, in document order; nesting is bounded by ``XMLOutline``.
    func withDescendants() -> [XMLElement] {
        var result: [XMLElement] = []
        var waiting = [self]
        while let element = waiting.popLast() {
            result.append(element)
            waiting += element.children.reversed()
        }
        return result
    }

    /// The value of an attribute without namespace.
    func attribute(_ name: String) -> String? {
        attributes.first { $0.name.isSameText(as: name) && !$0.isQualified }?.value
    }

    /// Attributes that somebody may take for identifiers.
    var identifiers: [String] {
        attributes.filter { ["id", "Id", "ID", "iD"].contains($0.name) }.map(\.value)
    }

    private var attributes: [(name: String, isQualified: Bool, value: String)] {
        var result: [(name: String, isQualified: Bool, value: String)] = []
        var attribute = unsafe node.pointee.properties
        while let current = unsafe attribute {
            let value = unsafe XMLElement.joinedText(current.pointee.children) ?? ""
            result.append(unsafe (XMLElement.text(current.pointee.name), current.pointee.ns != nil, value))
            unsafe attribute = current.pointee.next
        }
        return result
    }

    /// Its text without white space around it; nil when anything but text is inside.
    ///
    /// A comment in the middle counts: programs differ in what they read around one.
    var text: String? {
        guard let text = unsafe XMLElement.joinedText(node.pointee.children) else { return nil }
        let isSpace = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
        let bytes = text.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return String(decoding: Array(bytes), as: UTF8.self)
    }

    /// Namespaces that it declares.
    var declaredNamespaces: [String] {
        var result: [String] = []
        var declaration = unsafe node.pointee.nsDef
        while let current = unsafe declaration {
            result.append(unsafe XMLElement.text(current.pointee.href))
            unsafe declaration = current.pointee.next
        }
        return result
    }

    private static func joinedText(_ first: UnsafeMutablePointer<xmlNode>?) -> String? {
        var result = ""
        var child = unsafe first
        while let current = unsafe child {
            let type = unsafe current.pointee.type
            guard type == XML_TEXT_NODE || type == XML_CDATA_SECTION_NODE else { return nil }
            result += unsafe text(current.pointee.content)
            unsafe child = current.pointee.next
        }
        return result
    }

    static func text(_ pointer: UnsafePointer<xmlChar>?) -> String {
        guard let pointer = unsafe pointer else { return "" }
        return unsafe String(cString: pointer)
    }
}
