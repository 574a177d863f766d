/// Which pull request: its repository and its number there.
public struct PullRequestKey: Sendable, Hashable, CustomStringConvertible {
    /// The repository that it wants to change.
    public let repository: RepositoryName
    /// Its number, 1 or more.
    public let number: Int

    /// Makes a key.
    public init(_ repository: RepositoryName, _ number: Int) {
        self.repository = repository
        self.number = number
    }

    /// `owner/name#7`.
    public var description: String { "\(repository)#\(number)" }
}
