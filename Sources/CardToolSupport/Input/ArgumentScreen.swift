// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Looks at the command line before anything else does.
public enum ArgumentScreen {
    private static let harmless = ["--pin-fd", "--new-pin-fd", "--puk-fd"]
    private static let secret = [
        "--pin", "--new-pin", "--newpin", "--puk", "--new-puk", "--so-pin", "--user-pin", "--code",
    ]

    /// Refuses a PIN or PUK among the arguments, without ever repeating it.
    public static func refuseSecrets(in arguments: [String]) throws(Failure) {
        for argument in arguments {
            if argument == "--" { return }
            let name = argument.prefix { $0 != "=" }.lowercased()
            guard !harmless.contains(name), secret.contains(where: { name.hasPrefix($0) }) else { continue }
            throw Failure(.pinOnCommandLine, .pinOnCommandLine, hint: .usePINDescriptor)
        }
    }

    /// A sentence about the command line in which whatever may be a code is masked.
    ///
    /// The parser repeats arguments that it does not expect, and `caducee pin verify 1234` must not be echoed.
    public static func masked(_ text: String) -> String {
        var masked = ""
        var digits = ""
        func flush() {
            masked += digits.count >= 4 ? "****" : digits
            digits = ""
        }
        for character in text {
            if character.isNumber {
                digits.append(character)
            } else {
                flush()
                masked.append(character)
            }
        }
        flush()
        return masked
    }
}
