// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension CardFamily {
    /// The type of the certificate extension that tells the family.
    public static let certificateExtension = "1.2.250.1.71.1.2.2"

    /// The family that a certificate tells, else the one that its subject suggests.
    ///
    /// - Parameters:
    ///   - value: content of the extension ``certificateExtension``: an INTEGER of table G02.
    ///   - commonName: CN of the subject.
    public init?(certificateExtension value: [UInt8]?, commonName: String?) {
        if let value, value.count == 3, value[0] == 0x02, value[1] == 1 {
            self.init(code: Int(value[2]))
            return
        }
        // A staff card is numbered by its establishment: "structure/number".
        guard let commonName else { return nil }
        self = commonName.contains("/") ? .cpe : .cps
    }
}
