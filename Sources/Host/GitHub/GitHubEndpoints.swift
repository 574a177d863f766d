package import Contract
internal import Forge
internal import HTTPClient

/// Where a GitHub is: its addresses for API, GraphQL, git and pages.
package struct GitHubEndpoints: Sendable {
    /// The REST API: `https://api.github.com`, of Enterprise `https://HOST/api/v3`.
    package let api: String
    /// The GraphQL API: `https://api.github.com/graphql`.
    package let graphQL: String
    /// Repositories for git: `https://github.com`.
    package let git: String
    /// Pages for people: `https://github.com`.
    package let web: String

    /// Takes the addresses of the configuration; slashes at the end are dropped.
    ///
    /// Throws `ForgeError` (`invalidRequest`) for one that is not https (or http on loopback), or holds a user or a query.
    package init(
        api: String = "https://api.github.com", graphQL: String? = nil, git: String = "https://github.com",
        web: String = "https://github.com"
    ) throws {
        self.api = try Self.checked(api, "api_url")
        self.graphQL = try Self.checked(graphQL ?? Self.graphQL(for: self.api), "graphql_url")
        self.git = try Self.checked(git, "git_url")
        self.web = try Self.checked(web, "web_url")
    }

    /// The address of a repository for git.
    package func gitURL(of repository: RepositoryName) -> String { "\(git)/\(repository).git" }

    /// The page of a pull request.
    package func page(of key: PullRequestKey) -> String { "\(web)/\(key.repository)/pull/\(key.number)" }

    /// The page of a commit.
    package func page(ofCommit sha: ObjectID, in repository: RepositoryName) -> String { "\(web)/\(repository)/commit/\(sha.hex)" }

    /// The host of the pages, which no-reply addresses are made of: `github.com`, or that of an Enterprise.
    package var webHost: String { HTTPOrigin(of: web)?.host ?? "github.com" }

    /// Enterprise has `/api/v3` and `/api/graphql`; github.com has both at the root.
    private static func graphQL(for api: String) -> String {
        api.hasSuffix("/api/v3") ? "\(api.dropLast("/v3".count))/graphql" : "\(api)/graphql"
    }

    private static func checked(_ text: String, _ key: String) throws -> String {
        let trimmed = String(text.reversed().drop { $0 == "/" }.reversed())
        guard let origin = HTTPOrigin(of: trimmed), !trimmed.contains("?"), !trimmed.contains("#"),
            origin.scheme == "https" || (origin.scheme == "http" && origin.isLoopback)
        else {
            throw ForgeError(
                .invalidRequest, .permanent,
                "\(key) must be an https address without user and query (http only on loopback); correct it in the configuration.",
                location: "forge.\(key)")
        }
        return trimmed
    }
}
