// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// A small part of what Tests/Interop/roaming-sessions runs in full.
@Suite struct CampaignTests {
    @Test(arguments: [UInt64(1000), 1001])
    func machineAndModelAgree(world: UInt64) {
        #expect(Campaign.run(worlds: world..<world + 1, events: 2000) == nil)
    }
}
