// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Testing
import XMLSigning

/// Documents that want something else than to be signed.
@Suite struct HostileXMLTests {
    private func fault(_ text: String) -> XMLFault? {
        XMLSigningTests.fault { _ = try XMLDocument(Array(text.utf8)) }
    }

    @Test func readsNoDocumentType() {
        #expect(fault("<!DOCTYPE a><a/>") == .documentType)
        #expect(fault("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>") == .documentType)
        let laughs = (1..<10).map { "<!ENTITY l\($0) \"" + String(repeating: "&l\($0 - 1);", count: 10) + "\">" }
        #expect(fault("<!DOCTYPE a [<!ENTITY l0 \"ha\">\(laughs.joined())]><a>&l9;</a>") == .documentType)
        #expect(fault("<a><!DOCTYPE a></a>") == .documentType)
        #expect(fault("<a>&undefined;</a>") == .notWellFormed)
        #expect(fault("<a><![CDATA[<!DOCTYPE a>]]><!-- <!DOCTYPE a> --><?b <!DOCTYPE a>?></a>") == nil)
        #expect(fault("<a b=\"&lt;!DOCTYPE a>\"/>") == nil)
    }

    @Test func boundsWhatMakesParsersSlow() {
        func nested(_ count: Int) -> String {
            String(repeating: "<a>", count: count) + String(repeating: "</a>", count: count)
        }
        #expect(fault(nested(64)) == nil)
        #expect(fault(nested(65)) == .depth)
        #expect(fault(nested(100_000)) == .depth)
        func attributes(_ count: Int) -> String { "<a " + (0..<count).map { "a\($0)=\"\" " }.joined() + "/>" }
        #expect(fault(attributes(128)) == nil)
        #expect(fault(attributes(129)) == .attributes)
        #expect(fault("<a>" + String(repeating: "<b/>", count: 1 << 18) + "</a>") == .nodes)
        #expect(fault("<a xmlns:b=\"urn:" + String(repeating: "x", count: 300) + "\"/>") == .namespace)
        func namespaces(_ levels: Int, _ inside: String = "") -> String {
            let tags = (0..<levels).map { level in
                "<a " + (0..<64).map { "xmlns:n\(level)-\($0)=\"urn:\($0)\" " }.joined() + ">"
            }
            return tags.joined() + inside + String(repeating: "</a>", count: levels)
        }
        #expect(fault(namespaces(4)) == nil)
        #expect(fault(namespaces(4, "<b xmlns=\"urn:b\"/>")) == .namespace)
        #expect(fault(namespaces(5)) == .namespace)
        #expect(fault("<a>" + String(repeating: namespaces(2), count: 20) + "</a>") == nil)
        let huge = [UInt8](repeating: 0x20, count: XMLDocument.mostBytes + 1)
        #expect(XMLSigningTests.fault { _ = try XMLDocument(huge) } == .size)
        #expect(XMLSigningTests.fault { _ = try VIHFAssertion([UInt8](repeating: 0x20, count: 1 << 19)) } == .size)
    }

    @Test func readsUTF8Only() {
        for bytes: [UInt8] in [
            [0xFF, 0xFE, 0x3C, 0x00], [0x3C, 0x61, 0xE9, 0x2F, 0x3E], Array("<a>\0</a>".utf8), [0],
        ] {
            #expect(XMLSigningTests.fault { _ = try XMLDocument(bytes) } == .encoding)
        }
        for name in ["ISO-8859-1", "UTF-7", "UTF-16", "x", "UTF-8-a", "IBM037"] {
            #expect(fault("<?xml version=\"1.0\" encoding='\(name)'?><a/>") == .encoding, "\(name)")
        }
        for name in ["UTF-8", "utf-8", "US-ASCII"] {
            #expect(fault("<?xml version=\"1.0\" encoding='\(name)'?><a/>") == nil, "\(name)")
        }
        #expect(fault("\u{FEFF}<a/>") == nil)
        #expect(fault("<?xml version=\"1.1\"?><a/>") == .notWellFormed)
    }

    @Test func refusesNamespacesThatMeanNothing() {
        #expect(fault("<x:a/>") == .namespace)
        #expect(fault("<a x:b=\"\"/>") == .namespace)
        #expect(fault("<a xmlns:x=\"relative\"/>") == .namespace)
        #expect(fault("<a xmlns=\"../b\"/>") == .namespace)
        #expect(fault("<a xmlns:x=\"\"/>") != nil)
        #expect(fault("<a xmlns:xml=\"urn:x:y\"/>") != nil)
        #expect(fault("<a xmlns:x=\"urn:x:y\" xmlns:y=\"urn:x:y\" x:b=\"\" y:b=\"\"/>") != nil)
        #expect(fault("<a xmlns=\"\" xmlns:x=\"urn:x:y\"/>") == nil)
    }

    @Test func refusesWhatIsSignedAlready() {
        let signature = "Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\""
        #expect(fault("<\(signature)/>") == .signature)
        #expect(fault("<a><b><\(signature)/></b></a>") == .signature)
        #expect(fault("<a xmlns:q=\"http://www.w3.org/2000/09/xmldsig#\"><q:Signature/></a>") == .signature)
        #expect(fault("<a><Signature xmlns=\"urn:x:y\"/></a>") == nil)
    }

    @Test(arguments: [
        "", " ", "a", "<", "<a", "<a>", "</a>", "<a/><b/>", "<a></b>", "<a b/>", "<a b='c/>", "<a b=c/>", "<a/>b", "<?",
        "<?a?>",
        "<a><!--</a>", "<a><![CDATA[</a>", "<a>&#0;</a>", "<a b='<'/>", "<a>]]></a>", "<a/></a>", "<a/ >", "<a></a><",
        "<>", "</>",
        "<a b='' b=''/>", "<a>\u{1}</a>", "<a>\u{FFFE}</a>",
    ])
    func refusesWhatIsNotWellFormed(text: String) {
        #expect(fault(text) == .notWellFormed, "\(text)")
    }

    /// The one expansion left is that each element may have to spell out its namespace.
    @Test func doesNotSwell() throws {
        let name = "urn:" + String(repeating: "x", count: 250)
        let text = "<a xmlns:b=\"\(name)\">" + String(repeating: "<b:c/>", count: 2000) + "</a>"
        let request = try TestSigner.signer().prepare(
            .enveloped(try XMLDocument(Array(text.utf8))), mimeType: "text/xml", signingTime: TestSigner.time)
        #expect(request.documentCount < text.utf8.count + 8192)
    }
}
