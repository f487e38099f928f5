// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import XMLSigning

/// xmlsec1, which shares no code of ours, over documents that are odd in some way.
@Suite struct XMLSecTests {
    /// Whether the command takes a signed document; files that it refers to lie beside it.
    private func verifies(_ document: [UInt8], beside files: [String: [UInt8]] = [:]) throws -> Bool {
        let folder = FileManager.default.temporaryDirectory.appending(path: "caducee-xml-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
        try Data(document).write(to: folder.appending(path: "signed.xml"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "xmlsec1", "--verify", "--trusted-pem", TestSigner.folder.appending(path: "root.crt.pem").path,
            "--untrusted-pem", TestSigner.folder.appending(path: "intermediate.crt.pem").path,
            "--verification-time", "2026-11-01 12:00:00", "--id-attr:ID", "Assertion", "--id-attr:Id",
            "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", "signed.xml",
        ]
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    private func signed(_ content: XAdESContent) throws -> [UInt8] {
        try TestSigner.document(
            TestSigner.signer().prepare(content, mimeType: content.defaultMimeType, signingTime: TestSigner.time))
    }

    private static let clinical = """
        <?xml version="1.0" encoding="UTF-8"?>\r
        <?xml-stylesheet type="text/xsl" href="a.xsl"?>
        <!-- before --><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xmlns:a="urn:a" xsi:schemaLocation="urn:hl7-org:v3 CDA.xsd"><title a:b="&#9;&#10;&quot;'&gt;" a="&#xE9;é">A\r
        &#13;&amp;<![CDATA[<b> & </b>]]></title><c xmlns="" xml:lang="fr" xml:space="preserve"> <a:d xmlns:a="urn:b"/> </c>
        <!-- in --><?pi  x ?></ClinicalDocument><!-- behind --><?end?>

        """

    @Test(arguments: [
        clinical, "<a/>", "<a  />\n", "<ds:a xmlns:ds='urn:other'><ds:b/></ds:a>",
        "<xades:a xmlns:xades='urn:other' />",
        "<a xmlns='http://www.w3.org/2000/09/xmldsig#'>\u{1F489}\u{85}\u{2028}</a>",
        "<?xml version='1.0'?><a b = ''\n></a\n>",
        "<a xmlns:z='urn:z' xmlns:y='urn:y'><z:b y:c='' z:a='' c='' xmlns:y='urn:y2'><b y:a=''/></z:b></a>",
    ])
    func acceptsOddDocuments(text: String) throws {
        #expect(try verifies(signed(.enveloped(XMLDocument(Array(text.utf8))))))
    }

    @Test func acceptsAssertionsInEverySpelling() throws {
        let plain = SampleAssertion().text
        let texts = [
            plain, plain.replacing("saml:", with: "s:").replacing("xmlns:saml", with: "xmlns:s"),
            plain.replacing("<saml:", with: "<").replacing("</saml:", with: "</").replacing(
                "xmlns:saml", with: "xmlns"),
            "<?xml version='1.0'?><?a?><!-- b -->" + plain + "<!-- c --><?d?>",
            SampleAssertion(inside: "<Role xmlns='urn:hl7-org:v3' xmlns:x='urn:x' x:type='x:CE'/>").text,
        ]
        for text in texts {
            let request = try TestSigner.signer().prepare(VIHFAssertion(Array(text.utf8)))
            #expect(try verifies(TestSigner.document(request)), "\(text)")
        }
    }

    @Test func acceptsBytesBesideTheSignature() throws {
        let bytes = Array(UInt8.min...UInt8.max)
        let signature = try signed(.detached(bytes, uri: XMLReference("a-b_c.bin")))
        #expect(try verifies(signature, beside: ["a-b_c.bin": bytes]))
        #expect(try !verifies(signature, beside: ["a-b_c.bin": bytes + [0]]))
        #expect(try !verifies(signature))
    }

    @Test func noticesEveryAlterationOfWhatIsSigned() throws {
        let whole = try signed(.enveloped(XMLDocument(Array("<a>TEST</a>".utf8))))
        for mark in [
            "<a>", "<ds:DigestValue>", "<ds:SignatureValue>", "<xades:SigningTime>", "<xades:MimeType>",
            "<xades:IssuerSerialV2>MI",
        ] {
            let place = try #require(whole.firstRange(of: Array(mark.utf8))).upperBound
            var altered = whole
            altered[place] = altered[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(try !verifies(altered), "\(mark)")
        }
        #expect(try verifies(whole))
    }
}
