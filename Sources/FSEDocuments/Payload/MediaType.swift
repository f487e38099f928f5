// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Media types of what we write; those of our own formats say that they are unaccredited.
public enum MediaType {
    /// Canonical FSE document.
    public static let document = "application/vnd.caducee.fse-open.unaccredited+json"
    /// B2 invoice block.
    public static let b2 = "application/vnd.caducee.fse-open.unaccredited.b2"
    /// lot.json.
    public static let lot = "application/vnd.caducee.fse-open-lot.unaccredited+json"
    /// Detached CMS signature.
    public static let signature = "application/pkcs7-signature"
    /// The lot's manifest.
    public static let manifest = "text/xml"
    /// ASiC-E container.
    public static let container = "application/vnd.etsi.asic-e+zip"
}
