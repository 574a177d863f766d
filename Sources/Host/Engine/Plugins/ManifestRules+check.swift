package import PluginAPI
package import PluginRules

extension ManifestRules {
    /// Checks all manifests.
    ///
    /// - Throws: ``PluginLoadError`` `manifestInvalid` or `clash` with every problem, one line each.
    package static func check(_ manifests: [Manifest]) throws {
        let single = manifests.flatMap(problems)
        guard single.isEmpty else { throw PluginLoadError(.manifestInvalid, single.joined(separator: "\n")) }
        let together = clashes(manifests)
        guard together.isEmpty else { throw PluginLoadError(.clash, together.joined(separator: "\n")) }
    }
}
