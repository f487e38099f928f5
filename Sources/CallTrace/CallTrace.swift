// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Writes what the module does, when somebody asked for it; otherwise it costs one comparison, and makes no file.
///
/// One line an event, one file a process: `pkcs11-<pid>-<start>.log`, 0600 in a folder of 0700. Nothing that goes
/// wrong here reaches the host: a line that cannot be written is lost. Facts are the caller's: they hold no secret.
public final class CallTrace: Sendable {
    /// Most bytes of one file.
    public static let longestFile = 64 << 20
    /// A trace of nothing.
    public static let off = CallTrace(folder: nil)

    /// Whether calls and results are written.
    public let writesCalls: Bool
    /// Whether exchanges with the card are written.
    public let writesExchanges: Bool
    private let file: TraceFile?

    /// A trace into a folder, which is made at the first line; without one, nothing is written.
    public convenience init(folder: String?, api: Bool = false, apdu: Bool = false) {
        self.init(folder: folder, api: api, apdu: apdu, limit: CallTrace.longestFile)
    }

    init(folder: String?, api: Bool, apdu: Bool, limit: Int) {
        file = folder.flatMap { api || apdu ? TraceFile(folder: $0, limit: limit) : nil }
        writesCalls = api && file != nil
        writesExchanges = apdu && file != nil
    }

    /// A function was called; its facts are only put together when they are written.
    public func call(_ function: StaticString, _ facts: @autoclosure () -> String = "") {
        guard writesCalls else { return }
        let text = facts()
        write(text.isEmpty ? "\(function)" : "\(function) \(text)")
    }

    /// A function returned.
    public func result(_ function: StaticString, code: UInt) {
        guard writesCalls else { return }
        write("\(function) = \(ReturnCodeName.name(of: code))")
    }

    /// Something worth a line whatever is traced, such as a fault in the settings.
    public func note(_ text: @autoclosure () -> String) {
        guard file != nil else { return }
        write("note: \(text())")
    }

    /// Something between us and the card.
    func exchange(_ text: @autoclosure () -> String) {
        guard writesExchanges else { return }
        write(text())
    }

    private func write(_ text: String) {
        file?.write(CallTrace.oneLine(text))
    }

    /// Readers' names and the like are strangers' text: control characters would make lines of their own.
    private static func oneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7F {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
