// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where profiles are looked for: the first folder of several that has the one wanted.
struct ProfileFolders {
    let places: [String]

    /// `--cards`, else `$CADUCEE_CARDS`, then `./Cards`, then beside the executable and where an installation or a
    /// build puts it.
    init(option: String?, environment: [String: String], executable: String) {
        if let option {
            places = [option]
            return
        }
        let beside = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
        let around = ["Cards", "../Cards", "../share/caducee/Cards", "../../../Cards"]
        places =
            [environment["CADUCEE_CARDS"], "Cards"].compactMap { $0 }.filter { !$0.isEmpty }
            + around.map { beside.appendingPathComponent($0).standardizedFileURL.path }
    }

    /// The folder of a profile, by its name or by a path; nil when there is none.
    func folder(of profile: String) -> String? {
        if profile.contains("/") { return ProfileFolders.holdsCard(profile) ? profile : nil }
        return places.map { "\($0)/\(profile)" }.first(where: ProfileFolders.holdsCard)
    }

    /// The names of all profiles that can be found, sorted; a name found twice means the first place.
    func names() -> [String] {
        let all = places.flatMap { place in
            ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).filter {
                ProfileFolders.holdsCard("\(place)/\($0)")
            }
        }
        return Set(all).sorted()
    }

    private static func holdsCard(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/card.json")
    }
}
