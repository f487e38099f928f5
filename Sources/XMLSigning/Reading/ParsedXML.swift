// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CLibXML2

/// A document in libxml2's tree: without document type, entities, network and a word on stderr.
@safe
final class ParsedXML {
    private let document: UnsafeMutablePointer<xmlDoc>
    /// The one thing that libxml2 sets up for the whole process; it is never taken down, for others may use it.
    private static let isSetUp: Bool = {
        xmlInitParser()
        return true
    }()
    private static let longestNamespace = 256

    init(_ bytes: [UInt8]) throws(XMLSigningError) {
        guard ParsedXML.isSetUp, let context = unsafe xmlNewParserCtxt() else { throw .refused(.notWellFormed) }
        defer { unsafe xmlFreeParserCtxt(context) }
        unsafe context.pointee.sax?.pointee.serror = { _, _ in }
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
            | XML_PARSE_IGNORE_ENC.rawValue
        let parsed = unsafe bytes.withUnsafeBytes { buffer in
            unsafe xmlCtxtReadMemory(
                context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(clamping: buffer.count), nil,
                nil,
                CInt(bitPattern: options))
        }
        guard let parsed = unsafe parsed else { throw .refused(.notWellFormed) }
        unsafe document = parsed
        // Prefixes without a namespace do not make libxml2 refuse a document.
        guard unsafe context.pointee.nsWellFormed == 1 else { throw .refused(.namespace) }
        guard unsafe parsed.pointee.intSubset == nil, unsafe parsed.pointee.extSubset == nil else {
            throw .refused(.documentType)
        }
        guard unsafe XMLElement.text(parsed.pointee.version) == "1.0" else { throw .refused(.notWellFormed) }
        for element in try root.withDescendants() {
            guard element.declaredNamespaces.allSatisfy(ParsedXML.isAbsolute) else { throw .refused(.namespace) }
        }
    }

    deinit { unsafe xmlFreeDoc(document) }

    /// The document's element.
    var root: XMLElement {
        get throws(XMLSigningError) {
            guard let node = unsafe xmlDocGetRootElement(document) else { throw .refused(.notWellFormed) }
            return unsafe XMLElement(node, of: self)
        }
    }

    /// Exclusive canonical XML without comments (W3C xml-exc-c14n).
    ///
    /// - Parameters:
    ///   - apex: the element whose subtree is wanted; nil: the whole document.
    ///   - omitted: an element that counts as absent, as the enveloped-signature transform has it.
    func canonical(_ apex: XMLElement? = nil, without omitted: XMLElement? = nil) throws(XMLSigningError) -> [UInt8] {
        guard let output = unsafe xmlAllocOutputBuffer(nil) else { throw .inconsistent }
        defer { _ = unsafe xmlOutputBufferClose(output) }
        var scope = unsafe Scope(apex: apex?.node, omitted: omitted?.node)
        let written = unsafe withUnsafeMutablePointer(to: &scope) { scope in
            unsafe xmlC14NExecute(
                document, { scope, node, parent in unsafe Scope.holds(scope, node, parent) }, scope,
                CInt(XML_C14N_EXCLUSIVE_1_0.rawValue), nil, 0, output)
        }
        guard written >= 0, let content = unsafe xmlOutputBufferGetContent(output) else { throw .inconsistent }
        return unsafe Array(UnsafeBufferPointer(start: content, count: Int(xmlOutputBufferGetSize(output))))
    }

    /// Canonical XML has no meaning for relative namespaces (its §1.3), and the canonicaliser would tell stderr so.
    private static func isAbsolute(_ namespace: String) -> Bool {
        guard !namespace.isEmpty else { return true }
        // Each element may have to spell it out again: long ones would swell.
        guard namespace.utf8.count <= longestNamespace, let uri = unsafe xmlParseURI(namespace) else { return false }
        defer { unsafe xmlFreeURI(uri) }
        return unsafe uri.pointee.scheme != nil
    }
}

/// Which nodes are canonicalised.
@safe
private struct Scope {
    let apex: UnsafeMutablePointer<xmlNode>?
    let omitted: UnsafeMutablePointer<xmlNode>?

    init(apex: UnsafeMutablePointer<xmlNode>?, omitted: UnsafeMutablePointer<xmlNode>?) {
        unsafe self.apex = apex
        unsafe self.omitted = omitted
    }

    static func holds(
        _ scope: UnsafeMutableRawPointer?, _ node: UnsafeMutablePointer<xmlNode>?,
        _ parent: UnsafeMutablePointer<xmlNode>?
    ) -> CInt {
        guard let scope = unsafe scope?.assumingMemoryBound(to: Scope.self).pointee else { return 0 }
        // A namespace is no node: of all fields it shares the type only.
        var current = unsafe node?.pointee.type == XML_NAMESPACE_DECL ? parent : node
        while let element = unsafe current {
            if unsafe element == scope.omitted { return 0 }
            if unsafe element == scope.apex { return 1 }
            unsafe current = element.pointee.parent
        }
        return unsafe scope.apex == nil ? 1 : 0
    }
}
