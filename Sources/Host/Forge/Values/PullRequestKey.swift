/// Which pull request: its repository and its number there.
package struct PullRequestKey: Sendable, Hashable, CustomStringConvertible {
    /// The repository that it wants to change.
    package let repository: RepositoryName
    /// Its number, 1 or more.
    package let number: Int

    /// Makes a key.
    package init(_ repository: RepositoryName, _ number: Int) {
        self.repository = repository
        self.number = number
    }

    package var description: String { "\(repository)#\(number)" }
}
