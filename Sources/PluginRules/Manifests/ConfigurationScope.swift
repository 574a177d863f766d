import Contract
package import PluginAPI

/// Where in the configuration a plugin can add keys, besides its own `configuration`.
package enum ConfigurationScope: String, CaseIterable, Sendable {
    /// An entry of `projects`.
    case project
    /// An entry of a project's `branches`.
    case branch
    /// An entry of a project's `repositories`.
    case repository
    /// An entry of `people`.
    case person

    /// The schemas of the keys that a plugin adds there, by name.
    package func schemas(of manifest: Manifest) -> [String: JSON] {
        switch self {
        case .project: manifest.configurationKeys.project
        case .branch: manifest.configurationKeys.branch
        case .repository: manifest.configurationKeys.repository
        case .person: manifest.configurationKeys.person
        }
    }

    /// Names of the host's own keys there, which no plugin can add.
    package var hostKeys: Set<String> {
        switch self {
        case .project: ["name", "bot_name", "active", "identity", "identities", "branches", "repositories"]
        case .branch: ["name", "active"]
        case .repository: ["name", "branches", "visibility", "label_substitutions"]
        case .person: ["login", "name", "email", "operator", "review", "overrides"]
        }
    }
}
