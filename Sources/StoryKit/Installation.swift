import Foundation

/// Where the things that a story needs were built.
package struct Installation: Sendable {
    /// The root of the checkout.
    package let root: String
    /// `debug` or `release`.
    package let configuration: String

    /// Further plugins to load, without a grant.
    package var neighbours: [Plugin] = []

    /// Describes a checkout.
    package init(root: String, configuration: String = "debug") {
        self.root = root
        self.configuration = configuration
    }

    /// The host's executable.
    package var switchyard: String { "\(root)/.build/\(configuration)/switchyard" }

    /// A plugin to install.
    package struct Plugin: Sendable {
        /// The plugin's id.
        package let id: String
        /// The built library.
        package let library: String
        /// The folder with its templates, if it has one.
        package let templates: String?

        /// Describes a plugin.
        package init(id: String, library: String, templates: String? = nil) {
            self.id = id
            self.library = library
            self.templates = templates
        }
    }

    /// The plugins that ship with the host.
    package var plugins: [Plugin] {
        [
            Plugin(id: "mergebot", library: library("MergeBot"), templates: "\(root)/Plugins/MergeBot/Templates"),
            Plugin(id: "forwardport", library: library("ForwardPort"), templates: nil),
        ]
    }

    /// All plugins that a host loads, in order.
    package var allPlugins: [Plugin] { plugins + neighbours }

    /// What is missing, each with the command that builds it.
    package var missing: [String] {
        ([switchyard] + plugins.map(\.library)).filter { !FileManager.default.fileExists(atPath: $0) }
            .map { "\($0) is missing: run `make build`" }
    }

    private func library(_ name: String) -> String { "\(root)/Plugins/\(name)/.build/\(configuration)/lib\(name).so" }
}

/// What went wrong while a story was set up or played.
package struct StoryError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
