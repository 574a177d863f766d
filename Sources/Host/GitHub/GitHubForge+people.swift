package import Contract
package import Forge

extension GitHubForge {
    package func user(_ login: String, as caller: ForgeCaller) async throws -> ForgeUser? {
        do {
            let page = try await connection(caller).ask(.get(["users", login]), caller.priority, Self.personDocument)
            return try Self.person(page.document)
        } catch let error as ForgeError where error.code == .notFound {
            return nil
        }
    }

    package func viewer(as caller: ForgeCaller) async throws -> ForgeUser {
        let page = try await connection(caller).ask(.get(["user"]), caller.priority, Self.personDocument)
        let viewer = try Self.person(page.document)
        guard viewer.email == nil, let email = try await primaryEmail(as: caller) else { return viewer }
        return ForgeUser(login: viewer.login, name: viewer.name, email: email, kind: viewer.kind)
    }

    /// The address that the user hides from the profile; nil where the token may not see it.
    private func primaryEmail(as caller: ForgeCaller) async throws -> String? {
        do {
            let page = try await connection(caller).ask(.get(["user", "emails"]), caller.priority) { page in
                JSON(try Self.elements(page).first { $0.optionalBool("primary") == true }?.optionalString("email"))
            }
            return page.document.string
        } catch let error as ForgeError where error.code == .notFound || error.code == .permission {
            return nil
        }
    }

    /// What is kept of a user.
    private static func personDocument(_ json: JSON) throws -> JSON {
        let wire = try WireObject(json)
        return [
            "login": .string(try wire.string("login")), "name": JSON(wire.optionalString("name")),
            "email": JSON(wire.optionalString("email")), "type": .string(wire.optionalString("type") ?? "User"),
        ]
    }

    private static func person(_ document: JSON) throws -> ForgeUser {
        ForgeUser(
            login: document["login"].string ?? "", name: document["name"].string, email: document["email"].string,
            kind: document["type"].string ?? "User")
    }

    package func rateLimit(as caller: ForgeCaller) async throws -> RateLimit {
        let page = try await connection(caller).ask(.get(["rate_limit"]), caller.priority) { json in
            let core = try WireObject(json).object("resources").object("core")
            return [
                "limit": .int(try core.int("limit")), "remaining": .int(try core.int("remaining")), "reset": .int(try core.int("reset")),
            ]
        }
        return RateLimit(
            limit: page.document["limit"].int ?? 0, remaining: page.document["remaining"].int ?? 0,
            resetsAt: Timestamp(seconds: page.document["reset"].int64 ?? 0))
    }

    package func linkedIssues(of key: PullRequestKey, as caller: ForgeCaller) async throws -> [PullRequestKey] {
        let query = """
            query($owner: String!, $name: String!, $number: Int!) { repository(owner: $owner, name: $name) { \
            pullRequest(number: $number) { closingIssuesReferences(last: 100) { nodes { number repository { nameWithOwner } } } } } }
            """
        let variables: JSON = [
            "owner": .string(key.repository.owner), "name": .string(key.repository.name), "number": .int(Int64(key.number)),
        ]
        let answer = try await connection(caller).change(.query(endpoints.graphQL, query, variables), caller.priority)
        if let problem = answer["errors"][0]["message"].string {
            throw ForgeError(
                .validation, .permanent, "GitHub answered: \(problem) Check what the token of identity \"\(caller.identity)\" may see.",
                location: "POST /graphql")
        }
        let nodes = answer["data"]["repository"]["pullRequest"]["closingIssuesReferences"]["nodes"].array ?? []
        return nodes.compactMap { node in
            let repository = node["repository"]["nameWithOwner"].string.flatMap { RepositoryName($0) } ?? key.repository
            return node["number"].int.map { PullRequestKey(repository, $0) }
        }
    }
}
