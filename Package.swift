// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every Swift target of the project.
var swift: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
// Continuous integration sets it; at work a warning may wait until the thought is finished.
if Context.environment["SWITCHYARD_STRICT"] != nil { swift.append(.treatAllWarnings(as: .error)) }

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "switchyard",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PluginABI", targets: ["PluginABI"]),
        .library(name: "Contract", targets: ["Contract"]),
        .library(name: "PluginAPI", targets: ["PluginAPI"]),
        .library(name: "PluginTesting", targets: ["PluginTesting"]),
        .library(name: "ForgeSim", targets: ["ForgeSim"]),
        .executable(name: "switchyard", targets: ["switchyard"]),
        .executable(name: "forgesim", targets: ["forgesim"]),
        .executable(name: "switchyard-demo", targets: ["demo"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The plugin boundary.
        .target(name: "PluginABI"),
        .target(name: "Contract", swiftSettings: swift),
        .target(name: "PluginAPI", dependencies: ["PluginABI", "Contract"], swiftSettings: swift),
        // What the host decides about plugins without I/O; the host of PluginTesting decides the same.
        .target(name: "PluginRules", dependencies: ["Contract", "PluginAPI"], swiftSettings: swift),
        .target(name: "PluginBridge", dependencies: ["PluginAPI", "PluginABI", "PluginRules", "Contract"], swiftSettings: swift),
        .target(
            name: "PluginTesting", dependencies: ["PluginAPI", "PluginABI", "PluginBridge", "PluginRules", "Contract", "CSQLite"],
            swiftSettings: swift),

        // The host, bottom up.
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "Store", dependencies: ["CSQLite", grdb, logging], path: "Sources/Host/Store", swiftSettings: swift),
        .systemLibrary(name: "CGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .target(name: "CKeeper"),
        .target(
            name: "Git", dependencies: ["CGit2", "CKeeper", "Contract", subprocess, logging], path: "Sources/Host/Git", swiftSettings: swift
        ),
        // Not linked with libcurl: it is loaded when it is needed.
        .target(name: "CCurl"),
        .target(name: "HTTPClient", dependencies: ["CCurl", logging], path: "Sources/Host/HTTPClient", swiftSettings: swift),
        .target(name: "Forge", dependencies: ["Contract", logging], path: "Sources/Host/Forge", swiftSettings: swift),
        .target(
            name: "GitHub", dependencies: ["Forge", "HTTPClient", "Contract", crypto, logging], path: "Sources/Host/GitHub",
            swiftSettings: swift),
        .target(
            name: "HostConfiguration", dependencies: ["Contract", "PluginRules", .product(name: "Yams", package: "Yams")],
            path: "Sources/Host/Configuration", swiftSettings: swift),
        .target(name: "CIsolation"),
        .target(name: "CRunner"),
        .target(
            name: "Engine",
            dependencies: [
                "CIsolation", "CRunner", "HostConfiguration", "Contract", "Store", "Git", "Forge", "HTTPClient", "PluginABI", "PluginAPI",
                "PluginBridge", "PluginRules", logging, crypto,
            ],
            path: "Sources/Host/Engine", swiftSettings: swift),
        .target(
            name: "Web",
            dependencies: [
                "Engine", "HostConfiguration", "Contract", "PluginAPI", "PluginRules", hummingbird, hummingbirdCore, mustache, logging,
                crypto,
            ],
            path: "Sources/Host/Web", resources: [.embedInCode("Resources")], swiftSettings: swift),
        .executableTarget(
            name: "switchyard",
            dependencies: [
                "Web", "Engine", "HostConfiguration", "Forge", "GitHub", "PluginAPI", "PluginRules", arguments, lifecycle, logging,
            ],
            path: "Sources/Host/CLI",
            swiftSettings: swift),

        // The simulator, and the stories played on it.
        .target(
            name: "ForgeSim",
            dependencies: [hummingbird, nioCore, nioPosix, nioHTTP, httpTypes, grdb, crypto, cryptoExtras, logging],
            swiftSettings: swift),
        .executableTarget(name: "forgesim", dependencies: ["ForgeSim", arguments], swiftSettings: swift),
        .target(name: "StoryKit", dependencies: ["ForgeSim"], swiftSettings: swift),
        .executableTarget(name: "demo", dependencies: ["StoryKit", arguments], swiftSettings: swift),

        // In this package, not in one of its own: what is measured is `package`.
        .executableTarget(
            name: "bench",
            dependencies: [
                "Engine", "HostConfiguration", "Store", "Git", "CGit2", "Forge", "GitHub", "Contract", "PluginAPI", "StoryKit", "ForgeSim",
                hummingbird, nioCore,
                nioPosix, grdb,
                logging,
                arguments,
            ],
            path: "Benchmarks", exclude: ["Support/hang.c"], swiftSettings: swift),

        // Tests. Libraries that only tests use are beside them.
        .target(name: "TestHTTPServer", path: "Tests/TestHTTPServer", swiftSettings: swift),
        .testTarget(name: "ContractTests", dependencies: ["Contract"], swiftSettings: swift),
        .testTarget(name: "StoreTests", dependencies: ["Store"], swiftSettings: swift),
        .target(name: "CProbe", path: "Tests/CProbe"),
        .executableTarget(name: "git-helper", dependencies: ["Git", logging], path: "Tests/GitHelper", swiftSettings: swift),
        .testTarget(name: "GitTests", dependencies: ["Git", "Contract", "CProbe", "git-helper", logging], swiftSettings: swift),
        .executableTarget(
            name: "isolation-probe", dependencies: ["Engine", "CSQLite", "CProbe"], path: "Tests/IsolationProbe", swiftSettings: swift),
        .testTarget(name: "IsolationTests", dependencies: ["Engine", "CSQLite", "isolation-probe"], swiftSettings: swift),
        .testTarget(name: "HTTPClientTests", dependencies: ["HTTPClient", "TestHTTPServer", logging], swiftSettings: swift),
        .testTarget(name: "ForgeTests", dependencies: ["Forge", "Contract"], swiftSettings: swift),
        .testTarget(
            name: "GitHubTests", dependencies: ["GitHub", "Forge", "HTTPClient", "Contract", "TestHTTPServer", logging, crypto],
            swiftSettings: swift),
        .testTarget(
            name: "PluginAPITests", dependencies: ["PluginAPI", "PluginTesting", "PluginBridge", "PluginABI"], swiftSettings: swift),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "Engine", "HostConfiguration", "Store", "Contract", "PluginAPI", "PluginBridge", "PluginRules", "PluginTesting", grdb,
                logging,
            ], swiftSettings: swift
        ),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Engine", "HostConfiguration", "Git", "Store", "Contract", "PluginAPI", "PluginBridge", "PluginRules", "PluginTesting",
                logging,
            ],
            exclude: ["Golden"],
            swiftSettings: swift),
        .testTarget(
            name: "ABITests",
            dependencies: ["Engine", "HostConfiguration", "PluginABI", "PluginAPI", "PluginBridge", "PluginRules", "PluginTesting"],
            exclude: ["Golden", "BadPlugins"], swiftSettings: swift),
        .testTarget(
            name: "ForgeSimTests",
            dependencies: ["ForgeSim", hummingbird, crypto, cryptoExtras, logging, grdb],
            swiftSettings: swift),
        .target(
            name: "WebTestHost",
            dependencies: ["Web", "Engine", "HostConfiguration", "Forge", "GitHub", "HTTPClient", "PluginAPI", crypto, logging],
            path: "Tests/WebTestHost",
            swiftSettings: swift),
        .testTarget(
            name: "WebTests", dependencies: ["WebTestHost", "Web", "Engine", "Store", "HTTPClient", "PluginAPI", "Forge", crypto, logging],
            swiftSettings: swift),
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "WebTestHost", "StoryKit", "CRunner", "Engine", "HostConfiguration", "Store", "Forge", "GitHub", "HTTPClient", "PluginAPI",
                "PluginRules",
            ],
            swiftSettings: swift),
        .testTarget(
            name: "SupervisionTests",
            dependencies: [
                "Engine", "HostConfiguration", "Store", "PluginRules", "Forge", "GitHub", "Contract", "PluginAPI", "StoryKit", "ForgeSim",
                logging,
            ],
            exclude: ["Plugins", "Swift"], swiftSettings: swift),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "StoryKit", "ForgeSim", "Web", "Engine", "HostConfiguration", "Forge", "GitHub", "Git", "HTTPClient", "Store", "Contract",
                "PluginAPI", "CProbe",
                logging,
            ],
            exclude: ["Canary"], swiftSettings: swift),
    ]
)
