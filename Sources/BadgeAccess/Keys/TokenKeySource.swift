// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import DESFire
public import SecretMemory
public import TokenClient

/// A site's keys in a token behind PKCS#11: they never leave it, only badges' keys do.
///
/// Each role's key is a secret key for AES whose label is the site's prefix and the role, and which may sign with
/// CKM_AES_CMAC. AN10922 is that code over a constant and the input, as long as both are longer than one block.
public final class TokenKeySource: BadgeKeySource {
    private let session: TokenSession
    private let keys: [BadgeKeyRole: UInt]

    /// Over a session that is logged in.
    ///
    /// - Parameter prefix: what the labels begin with, as in `chu-test-` of `chu-test-read`.
    public init(_ session: TokenSession, prefix: String) throws(BadgeKeyFailure) {
        self.session = session
        do {
            var found: [BadgeKeyRole: UInt] = [:]
            for object in try session.objects() {
                guard let kind = try session.attribute(.objectClass, of: object).flatMap(ObjectClass.init),
                    kind == .secretKey, let label = try session.attribute(.label, of: object),
                    let role = BadgeKeyRole.allCases.first(where: { label.elementsEqual((prefix + $0.rawValue).utf8) })
                else { continue }
                // Two keys of one name: nobody could say which of them badges were made with.
                guard found[role] == nil else { throw BadgeKeyFailure.token("two keys \(prefix)\(role.rawValue)") }
                found[role] = object
            }
            keys = found
        } catch let failure as BadgeKeyFailure {
            throw failure
        } catch {
            throw .token("\(error)")
        }
    }

    /// None: what all badges have in common stays in the token.
    public func commonKey(for role: BadgeKeyRole) throws(BadgeKeyFailure) -> DESFireKey {
        throw .missing(role.rawValue)
    }

    /// A badge's key.
    public func key(for role: BadgeKeyRole, _ input: WipingBytes) throws(BadgeKeyFailure) -> DESFireKey {
        guard let object = keys[role] else { throw .missing(role.rawValue) }
        guard (16...31).contains(input.count) else { throw .token("input") }
        do {
            let message = WipingBytes(joining: [[0x01], input])
            return try DESFireKey(.aes, try session.code(over: message, with: object, .aesCMAC))
        } catch {
            throw .token("\(error)")
        }
    }
}
