// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import BadgeAccess
import DESFire
import Foundation
import SecretMemory
import Testing
import TokenClient

@Suite struct KeySourceTests {
    /// The AES-128 vector of AN10922.
    private static let input: [UInt8] = [
        0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80, 0x30, 0x42, 0xF5, 0x4E, 0x58, 0x50, 0x20, 0x41, 0x62, 0x75,
    ]
    private static let expected: [UInt8] = [
        0xA8, 0xDD, 0x63, 0xA3, 0xB8, 0x9D, 0x54, 0xB3, 0x7C, 0xA8, 0x02, 0x47, 0x3F, 0xDA, 0x91, 0x75,
    ]

    @Test func diversifiesAsPublished() throws {
        let key = try Site.keys().key(for: .read, WipingBytes(Self.input))
        #expect(Array(key.bytes) == Self.expected)
    }

    @Test(arguments: [
        "read = 00112233445566778899AABBCCDDEEFF", "", "# TEST key, of no value\nread = 00",
        " # TEST keys, of no value\nread = 00112233445566778899AABBCCDDEEFF",
    ])
    func refusesKeysThatAreNotMarked(text: String) {
        #expect(throws: BadgeKeyFailure.notMarkedTEST) { try Site.keys(text) }
    }

    @Test(arguments: [
        ("read = 0011", "line 2"), ("owner = 00112233445566778899AABBCCDDEEFF", "line 2"),
        ("\n# fine\nread 00112233445566778899AABBCCDDEEFF", "line 4"),
        ("read = 00112233445566778899AABBCCDDEEFG", "line 2"),
        ("read = 00112233445566778899AABBCCDDEEFF\nread = 00112233445566778899AABBCCDDEEFF", "line 3"),
    ])
    func namesTheLineThatIsWrong(text: String, line: String) {
        #expect(throws: BadgeKeyFailure.file(line)) { try Site.keys("# TEST keys, of no value\n" + text) }
    }

    @Test func saysWhichKeyIsMissing() throws {
        let keys = try Site.keys("# TEST keys, of no value\nread = 00112233445566778899AABBCCDDEEFF")
        #expect(throws: BadgeKeyFailure.missing("master")) {
            try keys.key(for: .master, WipingBytes(Self.input))
        }
    }

    /// The site's key is in SoftHSM and stays there; the badges' keys are those of AN10922.
    @Test func derivesWithinAToken() throws {
        let token = try SoftToken()
        try token.putKey(label: "chu-test-read", Array(try Site.keyBytes("00112233445566778899AABBCCDDEEFF")))
        let module = try TokenModule(path: SoftToken.module)
        try module.initialize()
        let slot = try #require(try module.slots().first { try module.token(in: $0.id).label == SoftToken.label })
        let session = try module.openSession(in: slot.id)
        try session.login(pin: Array("1234".utf8).span)
        let keys = try TokenKeySource(session, prefix: "chu-test-")
        let key = try keys.key(for: .read, WipingBytes(Self.input))
        #expect(Array(key.bytes) == Self.expected)
        #expect(throws: BadgeKeyFailure.missing("master")) {
            try keys.key(for: .master, WipingBytes(Self.input))
        }
        // A badge that was made with the key in a file is proved with the key in the token.
        let field = try BadgeField()
        let number = try Site.issuer().issue(on: field, card: Site.factory)
        field.again()
        #expect(try BadgeReader(Site.site(), keys).prove(field).number == number)
    }
}

extension Site {
    static func keyBytes(_ digits: String) throws -> [UInt8] {
        try stride(from: 0, to: digits.count, by: 2).map { start in
            let first = digits.index(digits.startIndex, offsetBy: start)
            return try #require(UInt8(digits[first..<digits.index(first, offsetBy: 2)], radix: 16))
        }
    }
}

/// A token of SoftHSM in a folder of its own.
private struct SoftToken {
    static let label = "caducee-test"
    static let module =
        ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so"]
        .first { FileManager.default.fileExists(atPath: $0) } ?? "libsofthsm2.so"
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(
            at: folder.appending(path: "tokens"), withIntermediateDirectories: true)
        let configuration = folder.appending(path: "softhsm2.conf")
        try Data("directories.tokendir = \(folder.path)/tokens\n".utf8).write(to: configuration)
        unsafe setenv("SOFTHSM2_CONF", configuration.path, 1)
        try run(
            "softhsm2-util", "--init-token", "--free", "--label", Self.label, "--pin", "1234", "--so-pin", "12345678")
    }

    func putKey(label: String, _ bytes: [UInt8]) throws {
        let file = folder.appending(path: "key.bin")
        try Data(bytes).write(to: file)
        try run(
            "pkcs11-tool", "--module", Self.module, "--token-label", Self.label, "--login", "--pin", "1234",
            "--write-object", file.path, "--type", "secrkey", "--key-type", "AES:16", "--usage-sign", "--label", label)
    }

    private func run(_ command: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(command.joined(separator: " "))")
    }
}
