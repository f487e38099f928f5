// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardProfiles
public import Foundation
package import VirtualCards

/// The files of this checkout.
public enum Fixtures {
    /// Tests/Fixtures.
    public static let folder = root.appendingPathComponent("Tests/Fixtures")

    /// A profile of Cards.
    package static func card(_ name: String) throws -> CardProfile {
        try CardProfile(folder: root.appendingPathComponent("Cards/\(name)"))
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../..").standardizedFileURL

    /// The seeds of a target by name, in their order.
    public static func seeds(_ target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
        let corpus = folder.appendingPathComponent("Corpora/\(target.rawValue)")
        return try FileManager.default.contentsOfDirectory(atPath: corpus.path).sorted().map { name in
            (name, Array(try Data(contentsOf: corpus.appendingPathComponent(name))))
        }
    }
}
