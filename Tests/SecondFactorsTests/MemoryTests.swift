// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import RoamingSessions
import SecondFactors
import SecretMemory
import Testing

/// Whether secrets stay in this process once they are judged: what libraries copied is looked for, too.
@Suite(.serialized) struct MemoryTests {
    /// A secret that stands nowhere in the clear but where it was put.
    private struct Needle {
        private static let mask: UInt8 = 0xA5
        private let masked = (0..<40).map { _ in UInt8.random(in: 0x21...0x7E) ^ Needle.mask }

        func secret() -> SecretBytes {
            SecretBytes(capacity: masked.count) { target in
                for index in masked.indices { target[index] = masked[index] ^ Needle.mask }
                return masked.count
            }
        }

        /// How often it stands in writable memory: sixteen bytes in its middle count, since memory that is freed loses
        /// its first ones.
        func copies() throws -> Int {
            let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
            let memory = unsafe open("/proc/self/mem", O_RDONLY)
            guard memory >= 0 else { throw POSIXError(.EACCES) }
            defer { close(memory) }
            let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4_096)
            defer { unsafe chunk.deallocate() }
            guard let base = chunk.baseAddress else { return 0 }
            var count = 0
            for line in maps.split(separator: "\n") {
                let fields = line.split(separator: " ")
                guard fields.count > 1, fields[1].hasPrefix("rw") else { continue }
                let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
                guard ends.count == 2 else { continue }
                var place = ends[0]
                while place < ends[1] {
                    let size = min(Int(ends[1] - place), chunk.count)
                    let got = unsafe pread(memory, base, size, off_t(truncatingIfNeeded: place))
                    guard got > 0 else { break }
                    count += unsafe occurrences(in: UnsafeRawBufferPointer(rebasing: chunk[..<got]))
                    // Nothing of it stays where the next search would find it.
                    unsafe memset(base, 0, chunk.count)
                    // Overlapping, so that none is missed at a border.
                    place += UInt(got == size && got > 64 && place + UInt(got) < ends[1] ? got - 64 : got)
                }
            }
            return count
        }

        private func occurrences(in bytes: UnsafeRawBufferPointer) -> Int {
            var count = 0
            guard let base = bytes.baseAddress else { return 0 }
            let first = Int32(masked[16] ^ Needle.mask)
            var offset = 0
            while offset < bytes.count,
                let hit = unsafe memchr(base + offset, first, bytes.count - offset)
            {
                let at = unsafe UnsafeRawPointer(hit) - base
                offset = at + 1
                guard at + 16 <= bytes.count else { break }
                var matches = true
                for index in 1..<16 where unsafe bytes[at + index] != masked[16 + index] ^ Needle.mask {
                    matches = false
                    break
                }
                if matches { count += 1 }
            }
            return count
        }
    }

    @Test func findsWhatIsThere() throws {
        let needle = Needle()
        #expect(try needle.copies() == 0)
        let secret = needle.secret()
        #expect(try needle.copies() >= 1)
        #expect(secret.count == 40)
    }

    @Test(
        .enabled(if: HeldServers.areWanted, "needs slapd"),
        arguments: [DirectorySettings.Security.tls, .startTLS])
    func directoriesLeaveNothing(security: DirectorySettings.Security) throws {
        try HostileSurroundings.set()
        let servers = try HeldServers.slapd.get()
        let names = try #require(DirectoryNameTemplate("uid=%s,ou=people,dc=example,dc=org"))
        let settings = try #require(
            DirectorySettings(
                host: "127.0.0.1", port: servers.port(security == .tls ? "tls" : "starttls"),
                security: security,
                trustFile: servers.folder() + "/ca.pem",
                names: names, patience: 10_000))
        let person = try #require(PersonIdentifier("899700009999"))
        let needle = Needle()
        for _ in 0..<8 { #expect(DirectoryPassword(settings).check(person, needle.secret()) == .wrong) }
        // The thread that asked lets go of its copy after it has told the outcome.
        for _ in 0..<20 where try needle.copies() > 0 { usleep(100_000) }
        #expect(try needle.copies() == 0)
    }

    @Test func commandsLeaveNothing() throws {
        let needle = Needle()
        let check = try #require(ExternalCheck(path: "/usr/bin/cat"))
        let person = try #require(PersonIdentifier("899700009999"))
        #expect(check.check(person, needle.secret()) == .right)
        #expect(try needle.copies() == 0)
    }
}
