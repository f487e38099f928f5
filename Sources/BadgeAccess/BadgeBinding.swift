// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import DESFire
internal import SecretMemory

/// A number for badges whose content is not ours.
enum BadgeBinding {
    /// Sixteen bytes from site, application and content: the same for the same badge, and telling nothing of it.
    static func number(of content: WipingBytes, _ site: BadgeSite) -> [UInt8] {
        let message = WipingBytes(joining: [
            WipingBytes([UInt8(site.name.count)]), WipingBytes(site.name),
            WipingBytes([0, 8, 16].map { UInt8(truncatingIfNeeded: site.application.value >> $0) }), content,
        ])
        return Array(HashFunction.sha256.digest(message).prefix(16))
    }
}
