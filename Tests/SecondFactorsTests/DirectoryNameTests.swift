// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SecondFactors

@Suite struct DirectoryNameTests {
    /// RFC 4514 §2.4 wants these escaped at least; §4 has the examples.
    @Test(arguments: [
        ("899700000001", "899700000001"), ("a.b-c_d", "a.b-c_d"), ("", ""), (" #", "\\20\\23"), ("a ", "a\\20"),
        ("a,b", "a\\2cb"), ("a+b=c", "a\\2bb\\3dc"), ("\"\\<>;", "\\22\\5c\\3c\\3e\\3b"), ("\0", "\\00"),
        ("Lučić", "Lu\\c4\\8di\\c4\\87"), ("*()", "\\2a\\28\\29"), ("\r\n", "\\0d\\0a"),
    ])
    func escapes(value: String, escaped: String) {
        #expect(DirectoryNameTemplate.escaped(value) == escaped)
    }

    @Test func fillsTemplates() throws {
        let template = try #require(DirectoryNameTemplate("uid=%s,ou=people,dc=example,dc=org"))
        #expect(template.name(of: "899700000001") == "uid=899700000001,ou=people,dc=example,dc=org")
        #expect(template.name(of: "a,ou=b") == "uid=a\\2cou\\3db,ou=people,dc=example,dc=org")
        let inside = try #require(DirectoryNameTemplate("cn=ps %s x+o=1,dc=example"))
        #expect(inside.name(of: "%s") == "cn=ps \\25s x+o=1,dc=example")
    }

    @Test(arguments: [
        "", "%s", "uid=a,dc=b", "uid=%s,cn=%s", "%s=a,dc=b", "uid=%s,", "uid=\"%s\",dc=a", "uid=\\%s,dc=b", "uid=%s,dc",
        "u%sid=a,dc=b", "uid=%s,dc=a\0b", "uid=%d,dc=b", "uid=#%s,dc=b", "uid=a,,cn=%s", "uid=%s;dc=b",
        "uid=%s,dc=" + String(repeating: "a", count: 1_024),
    ])
    func takesNoOtherTemplates(text: String) {
        #expect(DirectoryNameTemplate(text) == nil)
    }

    /// Whatever the identifier, it is one value: read back, the name has as many parts, and the value is the identifier.
    @Test func staysInItsPlace() throws {
        let template = try #require(DirectoryNameTemplate("uid=%s,ou=people,dc=example"))
        let plain = try #require(DirectoryName(template.name(of: "plain")))
        let characters = Array(" ,+=\"\\<>;#\0ab1é\n*%")
        var state: UInt64 = 1
        for _ in 0..<2_000 {
            var value = ""
            for _ in 0..<6 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                value.append(characters[Int(state >> 33) % characters.count])
            }
            let name = try #require(DirectoryName(template.name(of: value)))
            #expect(name.shape == plain.shape)
            #expect(name != plain)
        }
    }

    @Test(arguments: [
        ("uid=a,dc=b", "UID=A,DC=B"), ("uid=a,dc=b", "uid = a , dc= b"), ("uid=a  b,dc=c", "uid=a b,dc=c"),
        ("uid=a\\2cb,dc=c", "uid=a\\,b,dc=c"), ("uid=\\c3\\a9,dc=c", "uid=é,dc=c"), ("a=1+b=2,c=3", "b=2+a=1,c=3"),
        ("uid=\\C3\\A9", "uid=e\u{301}"), ("uid=a\\20", "uid=a"),
    ])
    func isTheSame(left: String, right: String) throws {
        #expect(try #require(DirectoryName(left)) == #require(DirectoryName(right)))
    }

    @Test(arguments: [
        ("uid=a,dc=b", "uid=b,dc=b"), ("uid=a,dc=b", "uid=a"), ("uid=a,dc=b", "uid=a,ou=x,dc=b"),
        ("uid=a\\2cdc=b", "uid=a,dc=b"), ("a=1+b=2,c=3", "a=1,b=2,c=3"), ("uid=#04", "uid=\\#04"),
        ("uid=a,dc=b", "dc=b,uid=a"), ("cn=a,dc=b", "uid=a,dc=b"),
    ])
    func isAnother(left: String, right: String) throws {
        #expect(try #require(DirectoryName(left)) != #require(DirectoryName(right)))
    }

    @Test(arguments: [
        "", " ", "a", "=a", "uid=a,", ",uid=a", "uid=a\\", "uid=a\\4", "uid=a\\zz", "uid=\"a\"", "uid=a;dc=b",
        "uid=a<b",
        "uid=a,,dc=b", "uid=a+", "uid=a+uid=a", "uid=\\ff",
    ])
    func isNoName(text: String) {
        #expect(DirectoryName(text) == nil)
    }
}
