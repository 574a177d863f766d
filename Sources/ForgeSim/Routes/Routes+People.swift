/// Users, organisations, the rate limit.
extension Routes {
    static func people(_ routes: inout RouteTable) {
        routes.get("/user") { call in
            let user = try call.signedIn()
            return try call.read { .json(try $0.renderProfile(user, emailVisible: true)) }
        }
        routes.get("/user/emails") { call in
            let user = try call.signedIn()
            return .json([["email": .string(user.commitEmail), "primary": true, "verified": true, "visibility": "public"]])
        }
        routes.get("/users/{login}") { call in
            try call.read { tx in
                guard let user = try User.find(tx.db, login: call.parameter("login")) else { throw Refusal.notFound }
                return .json(try tx.renderProfile(user, emailVisible: true))
            }
        }
        routes.get("/orgs/{org}") { call in
            try call.read { tx in
                guard let user = try User.find(tx.db, login: call.parameter("org")), user.isOrganization else { throw Refusal.notFound }
                return .json(try tx.renderOrganizationFull(user, for: call.user))
            }
        }
        routes.get("/rate_limit") { call in
            let caller = call.user.map { "user:\($0.id)" }
            let standings = RateResource.allCases.map { call.world.rates.standing(of: caller, $0, now: call.now) }
            let resources = ForgeObject(standings.map { ($0.resource.rawValue, $0.json) })
            return .json(["resources": .object(resources), "rate": resources["core"] ?? .null])
        }
        routes.get("/") { call in .json(.object(ForgeObject(rootTemplates.map { ($0.0, .string(call.base + $0.1)) }))) }
        routes.get("/versions") { _ in .json([.string(Reference.version)]) }
        routes.get("/zen") { _ in
            Reply(status: 200, body: .bytes(Array("Anything added dilutes everything else.".utf8), type: "text/plain"))
        }
    }

    /// The entry document's names and what follows the base URL.
    private static let rootTemplates: [(String, String)] = [
        ("current_user_url", "/user"), ("current_user_authorizations_html_url", "/settings/connections/applications{/client_id}"),
        ("authorizations_url", "/authorizations"), ("code_search_url", "/search/code?q={query}{&page,per_page,sort,order}"),
        ("commit_search_url", "/search/commits?q={query}{&page,per_page,sort,order}"), ("emails_url", "/user/emails"),
        ("emojis_url", "/emojis"), ("events_url", "/events"), ("feeds_url", "/feeds"), ("followers_url", "/user/followers"),
        ("following_url", "/user/following{/target}"), ("gists_url", "/gists{/gist_id}"), ("hub_url", "/hub"),
        ("issue_search_url", "/search/issues?q={query}{&page,per_page,sort,order}"), ("issues_url", "/issues"), ("keys_url", "/user/keys"),
        ("label_search_url", "/search/labels?q={query}&repository_id={repository_id}{&page,per_page}"),
        ("notifications_url", "/notifications"), ("organization_url", "/orgs/{org}"),
        ("organization_repositories_url", "/orgs/{org}/repos{?type,page,per_page,sort}"),
        ("organization_teams_url", "/orgs/{org}/teams"), ("public_gists_url", "/gists/public"), ("rate_limit_url", "/rate_limit"),
        ("repository_url", "/repos/{owner}/{repo}"),
        ("repository_search_url", "/search/repositories?q={query}{&page,per_page,sort,order}"),
        ("current_user_repositories_url", "/user/repos{?type,page,per_page,sort}"), ("starred_url", "/user/starred{/owner}{/repo}"),
        ("starred_gists_url", "/gists/starred"), ("topic_search_url", "/search/topics?q={query}{&page,per_page}"),
        ("user_url", "/users/{user}"), ("user_organizations_url", "/user/orgs"),
        ("user_repositories_url", "/users/{user}/repos{?type,page,per_page,sort}"),
        ("user_search_url", "/search/users?q={query}{&page,per_page,sort,order}"),
    ]
}
