import Engine
import PluginAPI

/// The pages about a thing. The host has none of its own: plugins declare them.
struct PageLinks: Sendable {
    private let pullRequests: PathPattern?

    /// If several plugins declare pages about the same thing, links lead to the first one's.
    init(plugins: [PluginSummary]) {
        let pages = plugins.flatMap(\.manifest.pages)
        pullRequests = pages.first { $0.subject == .pullRequest }.map { PathPattern($0.path) }
    }

    /// The path of a pull request's page.
    /// - Parameter repository: `owner/name`.
    /// - Returns: nil if no plugin has such a page.
    func pullRequest(_ number: Int, of repository: String) -> String? {
        let parts = repository.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        return pullRequests?.path(with: ["owner": parts[0], "name": parts[1], "number": "\(number)"])
    }
}
