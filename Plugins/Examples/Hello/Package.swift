// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "hello",
    platforms: [.macOS(.v15)],
    products: [.library(name: "Hello", type: .dynamic, targets: ["Hello"])],
    dependencies: [.package(name: "switchyard", path: "../../..")],
    targets: [
        .target(name: "Hello", dependencies: [.product(name: "PluginAPI", package: "switchyard")]),
        .testTarget(
            name: "HelloTests", dependencies: ["Hello", .product(name: "PluginTesting", package: "switchyard")]),
    ]
)
