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
    name: "ForwardPort",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "ForwardPort", type: .dynamic, targets: ["ForwardPort"]),
        .library(name: "ForwardPortCore", targets: ["ForwardPortCore"]),
    ],
    dependencies: [.package(name: "switchyard", path: "../..")],
    targets: [
        .target(name: "ForwardPortCore", dependencies: [api], swiftSettings: swift),
        // The shared library: one exported function.
        .target(name: "ForwardPort", dependencies: [api, "ForwardPortCore"], swiftSettings: swift),
        .testTarget(
            name: "ForwardPortCoreTests",
            dependencies: ["ForwardPortCore", api, .product(name: "PluginTesting", package: "switchyard")],
            swiftSettings: swift),
    ]
)
