// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import VirtualCardPlugs
import VirtualCards

/// One face with its faults.
struct HostedFace: Sendable {
    let face: SerializedFace
    let plan: FaultPlan

    init(
        _ face: any VirtualCardFace, _ lock: CardLock, _ trace: TraceWriter?, named name: String,
        timing: RadioTiming? = nil
    ) {
        plan = FaultPlan()
        var plugged: any VirtualCardFace = face
        if let timing { plugged = RadioFace(plugged, timing) }
        plugged = FaultyFace(plugged, plan: plan)
        if let trace { plugged = TracedFace(plugged, to: trace, as: name) }
        self.face = SerializedFace(plugged, lock: lock)
    }
}
