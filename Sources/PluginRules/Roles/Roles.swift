/// What a person is on a pull request: roles that the host knows, and roles that plugins give.
///
/// A role of a plugin counts for the commands of that plugin alone. Otherwise a plugin without any grant could make a stranger the
/// reviewer of another one.
package struct Roles: Sendable, Hashable {
    /// Roles that only the host gives: an operator by the configuration, the author of the pull request, somebody who may push to its
    /// repository.
    package static let host: Set<String> = ["operator", "author", "writer"]

    /// Full names: `operator`, `queue.reviewer`.
    package private(set) var names: Set<String>

    /// Makes a set of roles of the host.
    ///
    /// - Parameters:
    ///   - isOperator: the configuration makes the person an operator.
    ///   - isAuthor: the person wrote the pull request.
    package init(isOperator: Bool, isAuthor: Bool) {
        names = []
        if isOperator { names.insert("operator") }
        if isAuthor { names.insert("author") }
    }

    /// Adds what a plugin answered to `authorize`.
    ///
    /// - Returns: the answers that do not count, in alphabetic order: roles of the host or of another plugin.
    package mutating func add(_ answered: Set<String>, of plugin: String) -> [String] {
        var refused: [String] = []
        for role in answered.sorted() {
            let name = ScopedName.bare(role, of: plugin) ?? role
            if name.isEmpty || name.contains(".") || Self.host.contains(name) {
                refused.append(role)
            } else {
                names.insert(ScopedName.full(name, of: plugin))
            }
        }
        return refused
    }

    /// Whether somebody with these roles may use a command: it needs none, or one of those that it names.
    ///
    /// - Parameters:
    ///   - needed: roles as the manifest names them: the host's, or the plugin's own with or without its id.
    ///   - plugin: the plugin whose command it is.
    package func allows(_ needed: [String], of plugin: String) -> Bool {
        needed.isEmpty || needed.contains { names.contains(Self.host.contains($0) ? $0 : ScopedName.full($0, of: plugin)) }
    }

    /// The roles as a plugin knows them: its own without its id, and the host's.
    package func seen(by plugin: String) -> Set<String> {
        Set(names.compactMap { Self.host.contains($0) ? $0 : ScopedName.bare($0, of: plugin) })
    }
}
