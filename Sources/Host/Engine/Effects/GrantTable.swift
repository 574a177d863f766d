/// Which plugin may ask for what under which identity: whatever is not listed is refused.
package struct GrantTable: Sendable, Hashable {
    /// One permission.
    package struct Grant: Sendable, Hashable {
        package var identity: String
        package var effects: Set<String>
        /// Patterns over `owner/name`.
        package var repositories: [String]

        package init(identity: String, effects: Set<String>, repositories: [String]) {
            self.identity = identity
            self.effects = effects
            self.repositories = repositories
        }
    }

    private let grants: [String: [Grant]]

    /// - Parameter grants: by plugin id.
    package init(_ grants: [String: [Grant]]) { self.grants = grants }

    /// Why an effect is refused, or nil when it is granted. The host's own effects need no grant.
    package func refusal(plugin: String, kind: EffectKind, identity: String, repository: String) -> String? {
        guard plugin != "host" else { return nil }
        let matching = (grants[plugin] ?? []).contains { grant in
            grant.identity == identity && grant.effects.contains(kind.grant)
                && grant.repositories.contains { Wildcard.matches($0, repository) }
        }
        guard !matching else { return nil }
        return """
            plugin \(plugin) is not granted \(kind.grant) on \(repository) as \(identity): \
            add it under plugins.load[\(plugin)].grants if it should be
            """
    }
}
