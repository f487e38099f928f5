// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import TokenClient

/// Against the module of OpenSC, which tools/setup installs: somebody else's, and happy without a reader.
@Suite(.serialized) struct TokenModuleTests {
    private static let openSC = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64"]
        .flatMap { [$0 + "/pkcs11/opensc-pkcs11.so", $0 + "/opensc-pkcs11.so"] }
        .first { FileManager.default.fileExists(atPath: $0) }

    private func load() throws -> TokenModule {
        try TokenModule(path: #require(TokenModuleTests.openSC, "opensc-pkcs11 is missing: tools/setup"))
    }

    @Test func refusesWhatIsNoLibrary() {
        #expect {
            try TokenModule(path: #filePath)
        } throws: { error in
            guard case .notLoaded(let words)? = error as? ModuleFault else { return false }
            return words.contains("TokenModuleTests.swift")
        }
    }

    @Test func refusesALibraryThatIsNoModule() {
        #expect(throws: ModuleFault.noModule) { try TokenModule(path: "libm.so.6") }
    }

    /// The loader itself would die of SIGBUS on most of these.
    @Test(arguments: [10, 64, 500, 5_000, -1])
    func refusesAModuleThatIsCutShort(_ length: Int) throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: #require(TokenModuleTests.openSC)))
        let path = NSTemporaryDirectory() + "caducee-\(UUID().uuidString).so"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try whole.prefix(length > 0 ? length : whole.count / 2).write(to: URL(fileURLWithPath: path))
        #expect(throws: ModuleFault.notLoaded("\(path): file too short")) { try TokenModule(path: path) }
    }

    @Test func findsTheFunctionsOfAModule() throws {
        let module = try load()
        #expect(module.listVersion.major == 2)
        #expect(module.emptyEntries == 0)
        #expect(TokenModule.standardCount == 68)
        #expect(module.exports("C_Sign"))
        #expect(!module.exports("C_Nothing"))
    }

    @Test func tellsWhatAFunctionReturned() throws {
        let module = try load()
        #expect(throws: ModuleFault.returned(.notInitialized, call: "C_GetInfo")) { try module.information() }
        try module.initialize()
        #expect(throws: ModuleFault.returned(.alreadyInitialized, call: "C_Initialize")) { try module.initialize() }
        #expect(try module.information().manufacturer == "OpenSC Project")
        #expect(try module.keepsToLayouts())
        try module.finalize()
        #expect(throws: ModuleFault.returned(.notInitialized, call: "C_GetSlotList")) { try module.slots() }
    }

    @Test func beginsAgainInAnotherValue() throws {
        // The first value ends what it began, although the library stays loaded.
        do { try load().initialize() }
        let module = try load()
        try module.initialize()
        try module.finalize()
    }

    @Test func readsPaddedText() {
        #expect(PaddedText.text((UInt8(ascii: "A"), UInt8(ascii: " "), UInt8(ascii: "b"), UInt8(ascii: " "))) == "A b")
        #expect(PaddedText.text((UInt8(ascii: "A"), UInt8(0), UInt8(0))) == "A")
        #expect(PaddedText.text((UInt8(ascii: " "), UInt8(0))) == "")
        #expect(PaddedText.text((UInt8(0xC3), UInt8(0xA9), UInt8(ascii: " "))) == "é")
    }

    @Test func readsClasses() {
        #expect(ObjectClass([1, 0, 0, 0, 0, 0, 0, 0]) == .certificate)
        #expect(ObjectClass([1, 0, 0, 0]) == nil)
        #expect(ObjectClass([]) == nil)
        #expect(ObjectClass(rawValue: 0x8000_0001).description == "0x80000001")
    }
}
