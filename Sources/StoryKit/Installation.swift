import Foundation

/// Where the things that a story needs were built.
public struct Installation: Sendable {
    /// The root of the checkout.
    public let root: String
    /// `debug` or `release`.
    public let configuration: String

    /// Describes a checkout.
    public init(root: String, configuration: String = "debug") {
        self.root = root
        self.configuration = configuration
    }

    /// The host's executable.
    public var switchyard: String { "\(root)/.build/\(configuration)/switchyard" }

    /// A plugin to install.
    public struct Plugin: Sendable {
        /// The plugin's id.
        public let id: String
        /// The built library.
        public let library: String
        /// The folder with its templates, if it has one.
        public let templates: String?
    }

    /// The plugins that ship with the host.
    public var plugins: [Plugin] {
        [
            Plugin(id: "mergebot", library: library("MergeBot"), templates: "\(root)/Plugins/MergeBot/Templates"),
            Plugin(id: "forwardport", library: library("ForwardPort"), templates: nil),
        ]
    }

    /// What is missing, each with the command that makes it.
    public var missing: [String] {
        ([switchyard] + plugins.map(\.library)).filter { !FileManager.default.fileExists(atPath: $0) }
            .map { "\($0) is missing: run `make build`" }
    }

    private func library(_ name: String) -> String { "\(root)/Plugins/\(name)/.build/\(configuration)/lib\(name).so" }
}

/// What went wrong while a story was set up or told.
public struct StoryError: Error, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
