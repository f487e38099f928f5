// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory
import Testing

@Suite struct WipingBytesTests {
    @Test(arguments: [0, 1, 255, 65_536]) func holdsWhatItWasGiven(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let held = WipingBytes(bytes)
        #expect(Array(held) == bytes)
        #expect(held.count == count)
        #expect(held == WipingBytes(bytes.lazy.map { $0 }))
        #expect(held.withSpan { $0.count } == count)
    }

    @Test func isFilledInPlace() {
        let made = WipingBytes(count: 4) { target in
            for index in 0..<target.count { target[index] = UInt8(index) }
        }
        #expect(made == [0, 1, 2, 3])
    }

    @Test func neverPrintsItsContent() {
        let pin: WipingBytes = [0x31, 0x32, 0x33, 0x34]
        for text in ["\(pin)", String(reflecting: pin), String(describing: Mirror(reflecting: pin).children.count)] {
            #expect(!text.contains("31") && !text.contains("49"))
        }
    }

    @Test func trapsOutsideItsBoundsInsteadOfReadingOthersMemory() async {
        await #expect(processExitsWith: .failure) {
            let bytes: WipingBytes = [1, 2, 3]
            _ = bytes[3]
        }
    }
}

@Suite struct SecretBytesTests {
    @Test func keepsOnlyWhatWasWritten() {
        let secret = SecretBytes(capacity: 16) { target in
            target[0] = 7
            target[1] = 8
            return 2
        }
        #expect(secret.count == 2)
        let content = secret.withSpan { span in [span[0], span[1]] }
        #expect(content == [7, 8])
    }

    @Test func comparesContent() {
        let one = SecretBytes(copying: [1, 2, 3].span)
        let same = one.duplicate()
        let other = SecretBytes(copying: [1, 2, 4].span)
        let shorter = SecretBytes(copying: [1, 2].span)
        // Macros copy what they look at, and a secret cannot be copied.
        let results = [one.isEqual(to: same), one.isEqual(to: other), one.isEqual(to: shorter)]
        #expect(results == [true, false, false])
    }

    @Test func survivesAFillThatFails() {
        struct Refusal: Error {}
        #expect(throws: Refusal.self) {
            _ = try SecretBytes(capacity: 4) { _ throws(Refusal) in throw Refusal() }
        }
    }
}
