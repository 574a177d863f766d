import Contract
import Forge
import GitHub
import HTTPClient
import Logging
import Synchronization
import TestHTTPServer

/// A GitHub client on a server whose answers the test scripts.
struct ScriptedForge {
    static let token = "ghp_tokenThatNobodyMaySee"

    let forge: GitHubForge
    let server: TestHTTPServer
    let clock = ManualClock()
    let key = PullRequestKey(ScriptedForge.repository, 7)
    let repository = ScriptedForge.repository

    private static var repository: RepositoryName {
        guard let name = RepositoryName("acme/server") else { preconditionFailure("acme/server is a name") }
        return name
    }

    init(
        credential: any Credential = TokenCredential(Secret(token)), change: (inout GitHubSettings) -> Void = { _ in },
        _ handler: @escaping TestHTTPServer.Handler
    ) throws {
        var settings = GitHubSettings()
        change(&settings)
        let logger = Logger(label: "test")
        server = try TestHTTPServer(handler)
        forge = GitHubForge(
            endpoints: try GitHubEndpoints(api: server.url),
            identities: ["merge": credential, "forwardport": TokenCredential(Secret("other-token"))],
            http: try HTTPClient(logger: logger), settings: settings, clock: clock, logger: logger)
    }

    /// Answers in order; the last one is repeated for ever.
    static func sequence(_ replies: TestHTTPServer.Reply...) -> TestHTTPServer.Handler {
        let count = Mutex(0)
        return { _ in
            let index = count.withLock { count in
                defer { count += 1 }
                return count
            }
            return replies[min(index, replies.count - 1)]
        }
    }

    /// The object that GitHub sends for a pull request.
    static func pullRequest(number: Int = 7, sha: String = sha("a"), updated: String = "2024-03-01T10:00:00Z", head: String = "bob:fast")
        -> String
    {
        """
        {"number":\(number),"node_id":"n","title":"Title","body":null,"state":"open","draft":false,"merged":false,"commits":1,
        "user":{"login":"bob"},"head":{"ref":"fast","sha":"\(sha)","label":"\(head)","repo":{"full_name":"bob/server"}},
        "base":{"ref":"master","sha":"\(self.sha("b"))","repo":{"full_name":"acme/server"}},
        "created_at":"2024-03-01T09:00:00Z","updated_at":"\(updated)","html_url":"https://forge.example/acme/server/pull/\(number)"}
        """
    }

    static func sha(_ digit: String) -> String { String(repeating: digit, count: 40) }
}
