// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCaduceeCPS
internal import CardToken
internal import HealthCard
internal import ISO7816

extension cps_info {
    /// What a card shows, in the header's layout.
    init(_ contents: CardContents) {
        self.init()
        let summary = contents.summary
        unsafe withUnsafeMutableBytes(of: &generation) {
            unsafe TextField.put(summary.identity.generation.rawValue, $0)
        }
        unsafe withUnsafeMutableBytes(of: &face) { unsafe TextField.put(summary.identity.interface.rawValue, $0) }
        unsafe withUnsafeMutableBytes(of: &serial) { unsafe TextField.putWhole(summary.identity.serial.digits, $0) }
        unsafe withUnsafeMutableBytes(of: &label) { unsafe TextField.put(summary.label, $0) }
        unsafe withUnsafeMutableBytes(of: &last_update) { unsafe TextField.putWhole(summary.lastUpdate, $0) }
        unsafe withUnsafeMutableBytes(of: &holder) { unsafe TextField.put(contents.holder.name, $0) }
        unsafe withUnsafeMutableBytes(of: &valid_until) { unsafe TextField.putWhole(contents.holder.validity, $0) }
        if case .complete(let start, let end) = contents.update {
            unsafe withUnsafeMutableBytes(of: &update_begun) { unsafe TextField.putWhole(start, $0) }
            unsafe withUnsafeMutableBytes(of: &update_ended) { unsafe TextField.putWhole(end, $0) }
        }
        pin_digits_least = cps_info.number(summary.pinDigits?.lowerBound)
        pin_digits_most = cps_info.number(summary.pinDigits?.upperBound)
        pin_tries = cps_info.number(summary.pin?.triesLeft)
        pin_tries_most = cps_info.number(summary.pin?.maximumTries)
        puk_tries = cps_info.number(summary.puk?.triesLeft)
        puk_tries_most = cps_info.number(summary.puk?.maximumTries)
        puk_uses = cps_info.number(summary.puk?.usesLeft)
    }

    private static func number(_ value: Int?) -> CInt { value.map { CInt(clamping: $0) } ?? -1 }
}

extension cps_activity {
    /// An activity, in the header's layout.
    init(_ activity: Activity) {
        self.init()
        number = CInt(clamping: activity.number)
        unsafe withUnsafeMutableBytes(of: &mode) { unsafe TextField.putWhole(activity.mode, $0) }
        unsafe withUnsafeMutableBytes(of: &sector) { unsafe TextField.putWhole(activity.sector, $0) }
        unsafe withUnsafeMutableBytes(of: &structure) { unsafe TextField.putWhole(activity.structureIdentifier, $0) }
        unsafe withUnsafeMutableBytes(of: &structure_name) { unsafe TextField.put(activity.structureName, $0) }
    }
}
