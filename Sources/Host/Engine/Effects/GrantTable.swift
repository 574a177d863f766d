package import Contract
import PluginRules

/// Which plugin may request what under which identity: whatever is not listed is refused.
package struct GrantTable: Sendable, Hashable {
    /// One permission.
    package struct Grant: Sendable, Hashable {
        package var identity: String
        package var effects: Set<String>
        /// Patterns that match `owner/name`.
        package var repositories: [String]

        package init(identity: String, effects: Set<String>, repositories: [String]) {
            self.identity = identity
            self.effects = effects
            self.repositories = repositories
        }
    }

    private let grants: [String: [Grant]]
    private let declared: [String: Set<String>]

    /// - Parameters:
    ///   - grants: by plugin id.
    ///   - declared: the kinds of effects that each plugin's manifest names; what is not listed is refused even if it is granted.
    package init(_ grants: [String: [Grant]], declared: [String: Set<String>]) {
        self.grants = grants
        self.declared = declared
    }

    /// Why an effect is refused, or nil if it is granted. What the runner requests as `host` needs a grant, too: an attacker who controls
    /// the runner can use that name.
    package func refusal(plugin: String, kind: EffectKind, identity: String, repository: String) -> String? {
        guard plugin == HostPlugin.id || declared[plugin]?.contains(kind.name) == true else {
            return
                "the manifest of \(plugin) does not name the effect \(kind.name), asked for on \(repository); its author has to add it to effects"
        }
        let matching = (grants[plugin] ?? []).contains { grant in
            grant.identity == identity && grant.effects.contains(kind.grant)
                // Forges ignore the case of names.
                && grant.repositories.contains { Wildcard.matches($0.lowercased(), repository.lowercased()) }
        }
        guard !matching else { return nil }
        guard plugin != HostPlugin.id else {
            return "the host itself asks for no \(kind.grant) on \(repository) as \(identity): a plugin may have asked in its name"
        }
        return """
            plugin \(plugin) is not granted \(kind.grant) on \(repository) as \(identity): \
            add it under plugins.load[\(plugin)].grants if it should be
            """
    }
}
