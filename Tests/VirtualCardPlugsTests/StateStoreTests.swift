// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import Testing
import VirtualCardPlugs

@Suite("Card states on disk")
struct StateStoreTests {
    let folder: TemporaryFolder
    let store: StateStore

    init() throws {
        folder = try TemporaryFolder()
        store = try StateStore(directory: folder.file("state"))
    }

    @Test func keepsWhatWasSavedLast() throws {
        #expect(try store.load("card") == nil)
        try store.save([1, 2, 3], as: "card")
        try store.save([], as: "other")
        #expect(try store.load("card") == [1, 2, 3])
        try store.save([4], as: "card")
        #expect(try store.load("card") == [4])
        #expect(try store.load("other") == [])
    }

    @Test func survivesAnotherProcess() throws {
        let large = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        try store.save(large, as: "card")
        #expect(try StateStore(directory: folder.file("state")).load("card") == large)
    }

    @Test func isForItsOwnerOnly() throws {
        try store.save([1], as: "card")
        #expect(try folder.permissions(folder.file("state")) == 0o700)
        #expect(try folder.permissions(folder.file("state/card.state")) == 0o600)
    }

    @Test func tightensFolderThatWasOpen() throws {
        let path = folder.file("open")
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        _ = try StateStore(directory: path)
        #expect(try folder.permissions(path) == 0o700)
    }

    @Test func leavesNothingBeside() throws {
        for value in UInt8(0)..<5 { try store.save([value], as: "card") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("state")) == ["card.state"])
    }

    @Test func writerThatDiedInTheMiddleChangesNothing() throws {
        try store.save([1], as: "card")
        try Data([0xDE, 0xAD]).write(to: URL(fileURLWithPath: folder.file("state/card.state.new")))
        #expect(try store.load("card") == [1])
        try store.save([2], as: "card")
        #expect(try store.load("card") == [2])
    }

    @Test func failedSaveKeepsTheOldState() throws {
        try store.save([1], as: "card")
        // A folder in the way of the temporary file.
        try FileManager.default.createDirectory(
            atPath: folder.file("state/card.state.new"), withIntermediateDirectories: false)
        #expect(throws: SystemFailure.self) { try store.save([2], as: "card") }
        #expect(try store.load("card") == [1])
    }

    @Test func readerNeverSeesHalfAState() throws {
        let store = store
        let length = 30_000
        try store.save([UInt8](repeating: 0, count: length), as: "card")
        let finished = Signal()
        startThread {
            for value in UInt8(1)...60 { try? store.save([UInt8](repeating: value, count: length), as: "card") }
            finished.set()
        }
        var last: UInt8 = 0
        while last < 60 {
            let content = try #require(try store.load("card"))
            #expect(content.count == length)
            let value = try #require(content.first)
            #expect(value >= last && content.allSatisfy { $0 == value })
            last = value
        }
        finished.wait()
    }

    @Test(arguments: ["", "..", ".hidden", "a/b", "../x", "é", String(repeating: "a", count: 101)])
    func staysInsideItsFolder(name: String) {
        #expect(throws: SystemFailure.self) { try store.save([1], as: name) }
        #expect(throws: SystemFailure.self) { try store.load(name) }
    }

    @Test func followsNoLink() throws {
        try Data([7]).write(to: URL(fileURLWithPath: folder.file("secret")))
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("state/card.state"), withDestinationPath: folder.file("secret"))
        #expect(throws: SystemFailure.self) { try store.load("card") }
    }
}
