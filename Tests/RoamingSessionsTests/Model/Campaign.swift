// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Random events for our machines and for the reference model at once.
enum Campaign {
    /// Runs worlds of so many events each.
    ///
    /// - Returns: the first difference between machine and model, or the first thing that must never happen; nil when
    ///   there is none.
    static func run(worlds: Range<UInt64>, events: Int) -> String? {
        for seed in worlds {
            let world = RoamingDriver.world(seed: seed)
            guard var machine = MachineWorld(world) else { return "the world cannot be built" }
            var driver = RoamingDriver(world, seed: seed)
            var model = ReferenceModel(world)
            var watch = RoamingWatch(world)
            var last: [String] = []
            for number in 0..<events {
                let before = model.screens
                let (event, time) = driver.next(before)
                last = last.suffix(7) + ["\(time) \(event)"]
                model.apply(event, at: time)
                machine.apply(event, at: time)
                let (expected, happened) = (model.screens, machine.screens)
                if let broken = watch.observe(event, at: time, screens: happened) {
                    return "world \(seed), event \(number): \(broken)\n" + last.joined(separator: "\n")
                }
                if let kiosk = expected.indices.first(where: { expected[$0] != happened[$0] }) {
                    return """
                        world \(seed), event \(number), kiosk \(kiosk): machine and model differ
                        before   \(before[kiosk])
                        model    \(expected[kiosk])
                        machine  \(happened[kiosk])
                        rules    \(world.rules[kiosk])
                        badge    \(badge(event).map { "of \(world.persons[$0]), mode \(world.modes[$0]), until \(world.ends[$0] as Int64?)" } ?? "none")
                        """ + "\n" + last.joined(separator: "\n")
                }
            }
        }
        return nil
    }

    private static func badge(_ event: RoamingEvent) -> Int? {
        guard case .tap(_, let badge, _) = event else { return nil }
        return badge
    }
}
