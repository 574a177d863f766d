/// What people call a pull request: `owner/name#7`.
struct PullRequestName: Hashable, Comparable, Sendable, CustomStringConvertible {
    let repository: String
    let number: Int

    var description: String { "\(repository)#\(number)" }

    static func < (left: Self, right: Self) -> Bool {
        (left.repository, left.number) < (right.repository, right.number)
    }
}
