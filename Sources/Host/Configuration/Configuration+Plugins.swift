package import Contract

extension Configuration {
    /// Which plugins are loaded, and from where.
    package struct Plugins: Sendable, Hashable, Decodable {
        /// The folder with the libraries; `nil` is `plugins` in the data folder.
        package let directory: String?
        /// The plugins in the order in which they are loaded.
        package let load: [LoadedPlugin]
    }

    /// One plugin that is to be loaded.
    package struct LoadedPlugin: Sendable, Hashable, Decodable {
        /// Its id; its tables are named after it.
        package let id: String
        /// Whether the log waits while it is missing; `nil` leaves that to its manifest.
        package let essential: Bool?
        /// What it may request of the forge; whatever is not listed is refused.
        package let grants: [Grant]
        /// Its own settings; they fit the schema in its manifest.
        package let configuration: JSON
    }

    /// Effects that a plugin may request under an identity on some repositories.
    package struct Grant: Sendable, Hashable, Codable {
        /// The identity's name.
        package let identity: String
        /// Kinds of effects.
        package let effects: [String]
        /// `owner/name`, in which `*` matches anything.
        package let repositories: [String]
    }
}
