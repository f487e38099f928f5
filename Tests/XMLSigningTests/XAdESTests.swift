// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Testing
import XMLSigning

/// XAdES baseline B-B.
@Suite struct XAdESTests {
    private func signed(_ content: XAdESContent, mimeType: String = "text/xml") throws -> String {
        let request = try TestSigner.signer().prepare(content, mimeType: mimeType, signingTime: TestSigner.time)
        let bytes = try TestSigner.document(request)
        #expect(bytes.count == request.documentCount)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func enveloped(_ text: String) throws -> String {
        try signed(.enveloped(try XMLDocument(Array(text.utf8))))
    }

    @Test(arguments: [
        ("<a>\n <b/>\n</a>\n", "<a>\n <b/>\n", "</a>\n"), ("<a/>", "<a>", "</a>"),
        ("<p:a xmlns:p='urn:x:y' q='>' /><!-- -->", "<p:a xmlns:p='urn:x:y' q='>' >", "</p:a><!-- -->"),
        ("\u{FEFF}<?xml version='1.0'?>\r\n<a>é</a \n>", "\u{FEFF}<?xml version='1.0'?>\r\n<a>é", "</a \n>"),
        (
            "<?a b?><a c='&#10;&#13;'><![CDATA[<]]>&#13;</a><?d?>", "<?a b?><a c='&#10;&#13;'><![CDATA[<]]>&#13;",
            "</a><?d?>"
        ),
    ])
    func goesLastIntoTheElement(text: String, before: String, after: String) throws {
        let result = Array(try enveloped(text).utf8)
        #expect(result.starts(with: Array(before.utf8) + Array("<ds:Signature ".utf8)))
        #expect(result.suffix(after.utf8.count + 15) == Array("</ds:Signature>".utf8) + Array(after.utf8))
    }

    @Test func saysWhenByWhomAndWhat() throws {
        let text = try enveloped("<a/>")
        #expect(text.contains("<xades:SigningTime>2026-11-01T00:00:00Z</xades:SigningTime>"))
        #expect(text.contains("<xades:MimeType>text/xml</xades:MimeType>"))
        #expect(text.contains("Type=\"http://uri.etsi.org/01903#SignedProperties\""))
        #expect(text.matches(of: /<xades:IssuerSerialV2>[A-Za-z0-9+\/]+=*<\/xades:IssuerSerialV2>/).count == 1)
        #expect(try enveloped("<a/>") == text)
    }

    @Test func referencesBytesElsewhere() throws {
        let text = try signed(.detached([1, 2, 3], uri: XMLReference("a/b.bin?c&d")), mimeType: "a/b; c=\"<d>\"")
        #expect(text.hasPrefix("<ds:Signature xmlns:ds="))
        #expect(text.contains("URI=\"a/b.bin?c&amp;d\"><ds:DigestMethod"))
        // printf '\1\2\3' | openssl dgst -sha256 -binary | base64
        #expect(text.contains("<ds:DigestValue>A5BYxvLAy0ksUzsKTRTvd8wPeKvMztUofYShogEc+4E=</ds:DigestValue>"))
        #expect(text.contains("<xades:MimeType>a/b; c=&quot;&lt;d&gt;&quot;</xades:MimeType>"))
    }

    @Test func refusesReferencesIntoItselfAndWhatIsNone() {
        for text in ["", "#a", "a b", "é", "a\u{1}", "\"", "<", "a\\b", String(repeating: "a", count: 1025)] {
            #expect(fault { _ = try XMLReference(text) } == .uri, "\(text)")
        }
    }

    @Test func refusesTypesAndTimesThatNothingCarries() throws {
        let content = XAdESContent.enveloped(try XMLDocument(Array("<a/>".utf8)))
        let signer = try TestSigner.signer()
        for type in ["", "a\u{0}", "a\n", "é"] {
            #expect(fault { _ = try signer.prepare(content, mimeType: type, signingTime: 0) } == .mimeType)
        }
        for time in [Int64.min, Int64.max, -631_152_001, 253_402_300_800] {
            #expect(throws: XMLSigningError.signingTime(time)) {
                try signer.prepare(content, mimeType: "a/b", signingTime: time)
            }
        }
    }
}
