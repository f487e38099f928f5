// swift-tools-version: 6.2
// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// Every target of ours: Swift 6 mode, strict memory safety, imports said in full, no warning left behind.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "Caducee",
    products: [
        .executable(name: "caducee", targets: ["CardTool"]),
        .executable(name: "caducee-cards", targets: ["VirtualCardServer"]),
        // Built with the runtime inside and C_ names only by tools/build.
        .library(name: "caducee-pkcs11", type: .dynamic, targets: ["CryptokiModule"]),
        .library(
            name: "CPSFacade",
            targets: [
                "CPSFacade", "CardAccess", "CardToken", "CertificateTrust", "FSEDocuments", "HealthCard", "ISO7816",
                "SecretMemory", "XMLSigning",
            ]
        ),
        .library(name: "caducee-cps", type: .dynamic, targets: ["CPSModule"]),
        .library(name: "VirtualCards", targets: ["VirtualCards", "VirtualCardPlugs"]),
        // For the package in Fuzz/, which cannot be part of this one: only a fuzzing build can link it.
        .library(name: "FuzzEntry", targets: ["FuzzEntry"]),
        .library(name: "ModuleFuzzEntry", targets: ["ModuleFuzzEntry"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // C edges: module maps and shims, no logic.
        .systemLibrary(name: "CPCSCLite", pkgConfig: "libpcsclite", providers: [.apt(["libpcsclite-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Without pkgConfig too: libpq is loaded when it is needed, and only its declarations are wanted here.
        .systemLibrary(name: "CPostgreSQL", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLDAP", pkgConfig: "ldap", providers: [.apt(["libldap-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CProcessControl"),
        // Without pkgConfig: p11-kit's flags would link libp11-kit, and only its declarations are wanted.
        .systemLibrary(name: "CHostProcess"),
        .systemLibrary(name: "CCryptoki", providers: [.apt(["libp11-kit-dev"])]),

        // The core: synchronous, single owner, Foundation-free.
        room("SecretMemory", ["COpenSSL"]),
        room("ISO7816", ["SecretMemory"]),
        room("CardCrypto", ["SecretMemory", "COpenSSL"]),
        room("CertificateTrust", ["COpenSSL"]),
        room("CardAccess", ["ISO7816"]),
        room("HelperThread"),
        room("PCSCTransport", ["CardAccess", "HelperThread", "ISO7816", "SecretMemory", "CPCSCLite"]),
        room("PKCS15", ["ISO7816", "SecretMemory"]),
        room("IASECC", ["ISO7816", "SecretMemory"]),
        room("ChipDoc", ["ISO7816", "SecretMemory"]),
        room("CPS2ter", ["ISO7816", "SecretMemory"]),
        room("DESFire", ["ISO7816", "CardCrypto", "SecretMemory"]),
        room(
            "HealthCard",
            ["ISO7816", "SecretMemory", "PKCS15", "IASECC", "ChipDoc", "CPS2ter", "CardCrypto"]
        ),
        room("CardToken", ["HealthCard", "CardAccess", "ISO7816", "SecretMemory", "CardCrypto"]),
        room("Nomenclature"),

        // The PKCS#11 module: what it does, then the C interface to it.
        room("TOMLReading"),
        room("ModuleSettings", ["TOMLReading", "CHostProcess"]),
        room("CallTrace", ["CardAccess", "ISO7816", "SecretMemory", "CHostProcess"]),
        room(
            "Cryptoki",
            [
                "CardToken", "HealthCard", "PKCS15", "CardAccess", "CardCrypto", "HelperThread", "ISO7816",
                "ModuleSettings", "SecretMemory", "CCryptoki",
            ]
        ),
        room(
            "CryptokiModule",
            [
                "Cryptoki", "CallTrace", "CardAccess", "HelperThread", "ModuleSettings", "PCSCTransport",
                "SecretMemory",
                "CCryptoki",
            ],
            // For the linker.
            exclude: ["exports.map"]
        ),

        // Calls modules of anybody's.
        room("TokenClient", ["CCryptoki", "SecretMemory"]),

        // Badges and the sessions that follow a person from kiosk to kiosk.
        room("RoamingSessions"),
        room("BadgeAccess", ["DESFire", "TokenClient", "CardCrypto", "ISO7816", "SecretMemory"]),
        room("PostgreSQLClient", ["CPostgreSQL"]),
        room("KioskDesk", ["AuditTrail", "CardCrypto", "RoamingSessions"]),
        room("SessionStores", ["RoamingSessions", "PostgreSQLClient", grdb]),
        room("SecondFactors", ["RoamingSessions", "HelperThread", "SecretMemory", "CLDAP", "CProcessControl"]),

        // Documents.
        room("CMSSigning", ["CertificateTrust", "CardCrypto"]),
        room("XMLSigning", ["CMSSigning", "CertificateTrust", "CardCrypto", "CLibXML2"]),
        room("FSEDocuments"),
        room("FSE", ["FSEDocuments", "CMSSigning", "CertificateTrust", grdb]),

        // For applications that sign FSE: in Swift, and in C beside the PKCS#11 module.
        room(
            "CPSFacade",
            [
                "CardToken", "HealthCard", "CardAccess", "CardCrypto", "HelperThread", "PCSCTransport", "ISO7816",
                "SecretMemory", "CertificateTrust", "CMSSigning", "XMLSigning", "FSEDocuments",
            ]
        ),
        .systemLibrary(name: "CCaduceeCPS"),
        room(
            "CPSModule",
            [
                "CCaduceeCPS", "CPSFacade", "CardToken", "HealthCard", "HelperThread", "ISO7816", "SecretMemory",
                "CertificateTrust", "FSEDocuments", "XMLSigning",
            ],
            // For the linker.
            exclude: ["exports.map"]
        ),

        // Virtual cards: they share primitives with the host, never protocol code.
        room("VirtualCards", ["ISO7816", "CardCrypto", "SecretMemory"]),
        room("CardProfiles", ["VirtualCards", "ISO7816", "SecretMemory"]),
        room("VirtualCardPlugs", ["VirtualCards", "CardAccess", "ISO7816", "SecretMemory"]),

        // What was done with cards, badges and sessions.
        room("AuditTrail", ["CardCrypto", "SecretMemory"]),

        // Products.
        room("CardToolSupport", ["CardAccess", "ISO7816", "SecretMemory", "CProcessControl"]),
        room(
            "CardCommands",
            [
                "CardToolSupport", "CardToken", "HealthCard", "CardAccess", "ISO7816", "SecretMemory", "CardCrypto",
                "CertificateTrust", "CMSSigning", "FSE", "FSEDocuments", "Nomenclature", "TokenClient",
                "ModuleSettings", "CallTrace", "AuditTrail",
            ]
        ),
        room(
            "BadgeCommands",
            [
                "AuditTrail", "BadgeAccess", "CardAccess", "CardCommands", "CardCrypto", "CardToken",
                "CardToolSupport", "CertificateTrust", "DESFire", "HealthCard", "ISO7816", "RoamingSessions",
                "SecretMemory",
                "SessionStores", "TOMLReading", "TokenClient",
            ]
        ),
        .executableTarget(
            name: "CardTool",
            dependencies: [
                "BadgeCommands",
                "CardToolSupport", "CardCommands", "CardToken", "HealthCard", "CardAccess", "PCSCTransport", "ISO7816",
                "SecretMemory",
                "CardCrypto", "CertificateTrust", "CMSSigning", "FSE", "Nomenclature", argumentParser,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "VirtualCardServer",
            dependencies: [
                "VirtualCards", "CardProfiles", "VirtualCardPlugs", "CardCrypto", "ISO7816", "SecretMemory",
                argumentParser,
            ],
            swiftSettings: strict
        ),

        // Tests.
        .target(
            name: "CardTesting",
            dependencies: [
                "CardAccess", "CardCrypto", "CardProfiles", "ISO7816", "SecretMemory", "VirtualCardPlugs",
                "VirtualCards",
            ],
            path: "Tests/Support/CardTesting",
            swiftSettings: strict
        ),
        .target(
            name: "FuzzEntry",
            dependencies: [
                "CardAccess", "CardCrypto", "CardProfiles", "CardToken", "CertificateTrust", "FSE", "FSEDocuments",
                "HealthCard", "CCryptoki", "Cryptoki", "ISO7816", "ModuleSettings", "PKCS15", "SecretMemory",
                "VirtualCardPlugs",
                "VirtualCards", "XMLSigning",
            ],
            path: "Tests/Support/FuzzEntry",
            swiftSettings: strict
        ),
        // Defines functions of libpcsclite: never in one program with whoever wants the real ones.
        .target(
            name: "ModuleFuzzEntry",
            dependencies: [
                "CCryptoki", "CPCSCLite", "CryptokiModule", "FuzzEntry", "HelperThread", "ISO7816", "VirtualCards",
            ],
            path: "Tests/Support/ModuleFuzzEntry",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "ModuleSeeds",
            dependencies: ["ModuleFuzzEntry"],
            path: "Tests/Support/ModuleSeeds",
            swiftSettings: strict
        ),
        tests("FuzzCorpusTests", ["FuzzEntry"]),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "BadgeAccess", "CardCrypto", "CardTesting", "CardToken", "CertificateTrust", "DESFire", "FSE",
                "FSEDocuments", "HealthCard", "ISO7816", "PostgreSQLClient", "RoamingSessions", "SecretMemory",
                "SessionStores", "VirtualCardPlugs", "VirtualCards",
            ],
            path: "Tests/Benchmarks",
            exclude: ["README.md", "baseline.json", "module.c", "module.py", "reader_list.py"],
            swiftSettings: strict
        ),
        tests(
            "LoopbackTests",
            [
                "CardTesting", "CardToken", "HealthCard", "CardAccess", "CardCrypto", "CardProfiles",
                "CertificateTrust",
                "CMSSigning", "FSE", "FSEDocuments", "ISO7816", "SecretMemory", "VirtualCardPlugs", "VirtualCards",
            ]
        ),
        tests(
            "CPSFacadeTests",
            [
                "CCaduceeCPS", "CPSFacade", "CardCommands", "CardTesting", "CardToken", "CardToolSupport",
                "CertificateTrust", "CMSSigning", "FSEDocuments", "HealthCard", "ISO7816", "SecretMemory",
                "VirtualCardPlugs", "VirtualCards", "XMLSigning",
            ]
        ),
        tests("SecretMemoryTests", ["SecretMemory"]),
        tests("ISO7816Tests", ["ISO7816", "SecretMemory"]),
        tests("CardCryptoTests", ["CardCrypto", "SecretMemory", "COpenSSL"]),
        tests("CertificateTrustTests", ["CertificateTrust", "COpenSSL"]),
        tests("CMSSigningTests", ["CMSSigning", "CertificateTrust", "CardCrypto"]),
        tests(
            "XMLSigningTests",
            ["XMLSigning", "CMSSigning", "CardCrypto", "CardProfiles", "CardTesting", "CertificateTrust"]
        ),
        tests("AuditTrailTests", ["AuditTrail", "CardCrypto", "CardTesting", "SecretMemory"]),
        tests("DESFireTests", ["DESFire", "ISO7816", "CardCrypto", "SecretMemory"]),
        tests("RoamingSessionsTests", ["RoamingSessions", "SessionStores", "PostgreSQLClient"]),
        tests("SecondFactorsTests", ["SecondFactors", "RoamingSessions", "SecretMemory"]),
        tests(
            "BadgeAccessTests",
            [
                "BadgeAccess", "CardCrypto", "DESFire", "ISO7816", "SecretMemory", "TokenClient", "VirtualCards",
            ]
        ),
        tests(
            "BadgeCommandsTests",
            ["AuditTrail", "BadgeAccess", "BadgeCommands", "CardToolSupport", "RoamingSessions", "SecretMemory"]),
        tests("KioskDeskTests", ["AuditTrail", "CardCrypto", "KioskDesk", "RoamingSessions", "SecretMemory"]),
        tests("HealthCardTests", ["HealthCard", "ISO7816"]),
        tests("PKCS15Tests", ["PKCS15", "ISO7816", "COpenSSL"]),
        tests("NomenclatureTests", ["Nomenclature"]),
        tests("TokenClientTests", ["TokenClient"]),
        tests("ModuleSettingsTests", ["ModuleSettings", "TOMLReading"]),
        tests(
            "CryptokiTests",
            [
                "Cryptoki", "CCryptoki", "ModuleSettings", "CardTesting", "CardAccess", "CardCrypto", "CardProfiles",
                "ISO7816", "SecretMemory", "VirtualCardPlugs", "VirtualCards",
            ]
        ),
        tests(
            "CardCommandsTests",
            [
                "AuditTrail", "CardCommands", "CardToolSupport", "CardTesting", "CardAccess", "ISO7816",
                "VirtualCardPlugs", "ModuleSettings",
            ]
        ),
        tests(
            "CardToolTests",
            ["CardTool", "CardToolSupport", "CardAccess", "ISO7816", "SecretMemory", argumentParser]
        ),
        tests("PCSCTransportTests", ["PCSCTransport", "ISO7816"]),
        tests("PCSCIntegrationTests", ["PCSCTransport", "CardAccess", "ISO7816", "SecretMemory"]),
        tests(
            "VirtualCardPlugsTests",
            ["VirtualCardPlugs", "VirtualCards", "CardAccess", "ISO7816", "SecretMemory", "CardTesting"]
        ),
        tests(
            "VirtualCardServerTests",
            [
                "VirtualCardServer", "VirtualCards", "VirtualCardPlugs", "CardProfiles", "CardCrypto", "ISO7816",
                "CardTesting",
            ]),
        // Here alone host and card of a badge meet: both are read from the same page, by different code.
        tests(
            "VirtualBadgeTests",
            [
                "VirtualCards", "VirtualCardPlugs", "CardProfiles", "CardTesting", "DESFire", "FuzzEntry", "CardCrypto",
                "ISO7816", "SecretMemory", "COpenSSL",
            ]),
        tests("VirtualCardsTests", ["VirtualCards", "CardProfiles", "CardCrypto", "ISO7816", "SecretMemory"]),
        tests("FSETests", ["FSE", "FSEDocuments", "CMSSigning", "CertificateTrust", "CardCrypto", grdb]),
    ]
)
