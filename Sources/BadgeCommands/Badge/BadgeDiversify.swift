// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import BadgeAccess
internal import CardCrypto
public import CardToolSupport
internal import DESFire
internal import ISO7816
internal import SecretMemory

/// The command `caducee badge diversify`: whether two places make the same keys, without showing one.
public struct BadgeDiversify: Sendable {
    private let site: SiteFile
    private let uid: String

    /// For a badge's UID.
    public init(_ site: SiteFile, uid: String) {
        self.site = site
        self.uid = uid
    }

    /// The first three bytes of the CMAC of nothing under each key that is there.
    public func run(_ context: CommandContext) throws -> Report {
        guard let bytes = [UInt8](hexadecimal: uid), bytes.count == 7 else {
            throw Failure(.usage, BadgeMessage.badUID as any Message)
        }
        let keys = try site.openKeys()
        var values: [JSONValue.Member] = []
        var lines: [String] = []
        for role in BadgeKeyRole.allCases {
            let input = try proving { () throws(BadgeFailure) in try site.site.input(for: role, of: bytes) }
            let key: WipingBytes
            do {
                key = try keys.key(for: role, input).bytes
            } catch .missing {
                continue
            } catch {
                throw Failure(BadgeFailure.keys(error))
            }
            let check = Array(try CMAC(BlockCipher(.aes128, key: key)).code([]).prefix(3)).hexadecimal
            values.append(JSONValue.Member(role.rawValue, .string(check)))
            lines.append(context.text(BadgeMessage.checkValue(role: role.rawValue, value: check)))
        }
        return Report(lines: lines, data: ["uid": .string(bytes.hexadecimal), "check_values": .object(values)])
    }
}
