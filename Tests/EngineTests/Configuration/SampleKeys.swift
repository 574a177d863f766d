import PluginAPI
import PluginRules
import Testing

@testable import HostConfiguration

/// Keys of a plugin as a manifest declares them, for tests of the configuration.
enum SampleKeys {
    static let batchLimit = ConfigurationKey.integer("batch_limit", atLeast: 1, default: 8, "How many.")
    static let checks = ConfigurationKey<[JSON]>(
        "checks",
        [
            "type": "array", "x-shorthand": "comma", "x-unique": ["context", "branches"],
            "items": [
                "type": "object", "x-shorthand": "context", "required": ["context"], "additionalProperties": false,
                "properties": [
                    "context": ["type": "string", "minLength": 1], "branches": ["type": "array", "default": []],
                ],
            ],
        ], default: [], "Which checks.")

    static let manifest = Manifest(
        id: "queue", version: "1.0.0", identities: ["merge", "port"],
        configurationSchema: [
            "type": "object", "additionalProperties": false,
            "properties": [
                "loud": ["type": "boolean", "default": false],
                "base": ["type": ["string", "null"], "format": "uri", "x-default-from": "public_url"],
            ],
        ],
        configurationKeys: ConfigurationKeys(
            project: [batchLimit], branch: [ConfigurationKey.flag("watched", default: true, "Whether.")], repository: [checks],
            person: [ConfigurationKey.text("nickname", default: "", "What else.")]))

    static let declared = DeclaredKeys([manifest])

    /// Reads text in which the sample's plugin may be loaded.
    static func load(_ yaml: String) throws(ConfigurationError) -> LoadedConfiguration {
        try ConfigurationLoader.load(yaml: yaml, source: "f", declared: declared)
    }
}
