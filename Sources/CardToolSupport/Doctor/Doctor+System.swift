// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

extension Doctor {
    func driverChecks() -> [CheckResult] {
        let folders = ["/usr/lib/pcsc/drivers", "/usr/lib64/pcsc/drivers", "/usr/local/lib/pcsc/drivers"]
        let usb = folders.map { $0 + "/ifd-ccid.bundle" }.first { machine.exists($0) }
        let virtual = folders.map { $0 + "/serial/libifdvpcd.so" }.first { machine.exists($0) }
        return [
            usb.map { .ok("driver", .usbDriver($0)) }
                ?? .warning("driver", .noUSBDriver, hint: .installUSBDriver),
            .ok("virtual-driver", virtual.map { .virtualDriver($0) } ?? .noVirtualDriver),
        ]
    }

    func localeCheck() -> CheckResult {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let locale = names.lazy.compactMap { machine.environment[$0] }.first { !$0.isEmpty } ?? "C"
        let isUTF8 = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
        return isUTF8 ? .ok("locale", .locale(locale)) : .warning("locale", .localeNotUTF8(locale), hint: .setUTF8)
    }

    func clockCheck() -> CheckResult {
        let seconds = machine.secondsSince1970
        let time = Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
        guard (Doctor.firstPlausibleSecond..<Doctor.lastPlausibleSecond).contains(seconds) else {
            return .failed("clock", .clockWrong(time), .clockUntrusted, hint: DoctorMessage.setClock)
        }
        if machine.isClockSynchronised == false {
            return .warning("clock", .clockUnsynchronised(time), hint: .setClock)
        }
        return .ok("clock", .clock(time))
    }
}
