// swift-tools-version: 6.2
// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of its own: its executable links only where libFuzzer is asked for. tools/fuzz builds and runs it.
let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "Caducee", path: "..")],
    targets: [
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                .product(name: "FuzzEntry", package: "Caducee"), .product(name: "ModuleFuzzEntry", package: "Caducee"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .strictMemorySafety(),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .treatAllWarnings(as: .error),
            ]
        )
    ]
)
