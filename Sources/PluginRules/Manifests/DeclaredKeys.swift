import Contract
package import PluginAPI

/// What the loaded plugins add to the configuration: keys in several places, and names of identities.
package struct DeclaredKeys: Sendable {
    /// Why a plugin's keys are not known, by its id.
    package let unknown: [String: String]
    /// The shape of each plugin's own `configuration`, by its id.
    package let plugins: [String: ValueShape]
    /// The names of identities that plugins ask for, in the order of loading; the host acts under the first one.
    package let identities: [String]
    /// Of each plugin's own settings, by its id: the key of the host whose value is the default.
    package let hostDefaults: [String: [String: String]]
    private let keys: [ConfigurationScope: [ValueKey]]

    /// The keys of the host whose values plugins can have as defaults.
    package static let hostKeysForDefaults: Set<String> = ["public_url"]

    /// Gathers what manifests declare; what does not fit a schema's rules was refused when the plugin was installed.
    ///
    /// - Parameters:
    ///   - manifests: In the order in which the plugins are loaded.
    ///   - unknown: Why other plugins' manifests cannot be read, by their ids.
    package init(_ manifests: [Manifest], unknown: [String: String] = [:]) {
        self.unknown = unknown
        plugins = Dictionary(
            manifests.map { ($0.id, ValueShape.reading(schema: $0.configurationSchema, at: "configurationSchema").shape) },
            uniquingKeysWith: { first, _ in first })
        hostDefaults = Dictionary(
            manifests.map { manifest in
                let properties = manifest.configurationSchema["properties"].object ?? [:]
                return (manifest.id, properties.compactMapValues { $0["x-default-from"].string })
            }, uniquingKeysWith: { first, _ in first })
        var names: [String] = []
        for name in manifests.flatMap(\.identities) where !names.contains(name) { names.append(name) }
        identities = names
        keys = Dictionary(
            uniqueKeysWithValues: ConfigurationScope.allCases.map { scope in
                (scope, manifests.flatMap { ValueShape.reading(keys: scope.schemas(of: $0), at: scope.rawValue).keys })
            })
    }

    /// The shape of an entry: the host's own keys, which stand first in what is said about them, and the declared ones.
    ///
    /// While a plugin's keys are not known, other keys are taken as they are.
    package func shape(of scope: ConfigurationScope, _ own: [ValueKey]) -> ValueShape {
        .object(own + (keys[scope] ?? []), isOpen: !unknown.isEmpty)
    }

    /// The settings of an entry, which a test host makes without the host's own keys.
    ///
    /// - Returns: the settings with defaults, and what does not fit.
    package func settings(_ scope: ConfigurationScope, _ given: JSON) -> (settings: JSON, problems: [DocumentProblem]) {
        var reader = DocumentReader(source: "settings", form: .document)
        let read = reader.read(DocumentNode(given), as: shape(of: scope, []), at: "")
        return (read, reader.problems)
    }
}
