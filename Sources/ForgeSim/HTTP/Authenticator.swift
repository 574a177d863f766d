import GRDB

/// Finds the user for the `Authorization` header.
struct Authenticator {
    let world: World

    func identify(_ incoming: Incoming) throws -> Identity {
        guard let header = incoming.headers["authorization"] else { return Identity() }
        let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return Identity(rejected: true) }
        switch parts[0].lowercased() {
        case "token", "bearer": return try identity([parts[1].trimmingSpaces])
        case "basic": return try identity(Self.basic(parts[1]))
        default: return Identity(rejected: true)
        }
    }

    /// Password and user name of Basic authentication: either may be the token.
    private static func basic(_ text: String) -> [String] {
        let pair = String(decoding: unbase64(text) ?? [], as: UTF8.self)
        return pair.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).reversed().map(String.init).filter { !$0.isEmpty }
    }

    private func identity(_ tokens: [String]) throws -> Identity {
        try world.read(base: "") { tx in
            for token in tokens {
                if AppToken.looksRight(token) { return Identity(app: try AppToken(text: token, now: world.now).app(tx.db)) }
                if let found = try Identity.installation(token, world.now, tx) { return found }
                guard let user = try User.find(tx.db, token: token) else { continue }
                let scopes = try String.fetchOne(cached: tx.db, sql: "SELECT scopes FROM tokens WHERE token = ?", arguments: [token])
                return Identity(user: user, scopes: scopes)
            }
            return Identity(rejected: true)
        }
    }
}

/// OAuth scopes in headers.
enum Scopes {
    /// The scopes of tokens in the users file.
    static let all = "admin:repo_hook, delete_repo, public_repo, repo, user:email, workflow"

    /// The scopes, one of which a token needs for an operation.
    static func accepted(_ method: String, _ segments: [String]) -> String {
        switch segments.first {
        case "user" where segments.count > 1 && segments[1] == "emails": "user, user:email"
        case "repos" where method == "DELETE" && segments.count == 3: "delete_repo"
        case "repos" where segments.count > 3 && segments[3] == "hooks":
            method == "GET"
                ? "admin:repo_hook, public_repo, read:repo_hook, repo, write:repo_hook"
                : "admin:repo_hook, public_repo, repo\(method == "DELETE" ? "" : ", write:repo_hook")"
        case "repos" where segments.count > 3 && segments[3] == "statuses": "repo, repo:status"
        case "repos" where segments.count > 3 && segments[3] == "deployments": "repo, repo_deployment"
        case "repos": "repo"
        default: ""
        }
    }
}
