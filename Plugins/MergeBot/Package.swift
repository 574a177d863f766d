// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target; the same as the host's.
let swift: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let api: Target.Dependency = .product(name: "PluginAPI", package: "switchyard")

let package = Package(
    name: "MergeBot",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "MergeBot", type: .dynamic, targets: ["MergeBot"]),
        .library(name: "MergeBotInterface", targets: ["MergeBotInterface"]),
        .library(name: "MergeBotCore", targets: ["MergeBotCore"]),
    ],
    dependencies: [.package(name: "switchyard", path: "../..")],
    targets: [
        // What other plugins may call: types only.
        .target(name: "MergeBotInterface", dependencies: [api], swiftSettings: swift),
        .target(name: "MergeBotCore", dependencies: [api, "MergeBotInterface"], swiftSettings: swift),
        // The shared library: one exported function.
        .target(name: "MergeBot", dependencies: [api, "MergeBotCore"], swiftSettings: swift),
        .testTarget(
            name: "MergeBotCoreTests",
            dependencies: ["MergeBotCore", api, .product(name: "PluginTesting", package: "switchyard")],
            exclude: ["Golden"], swiftSettings: swift),
    ]
)
