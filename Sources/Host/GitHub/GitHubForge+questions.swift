package import Contract
package import Forge

extension GitHubForge {
    package func pullRequest(_ key: PullRequestKey, as caller: ForgeCaller) async throws -> Fetched<PullRequestDocument> {
        let call = GitHubCall.get(GitHubCall.repository(key.repository, "pulls", "\(key.number)"))
        let page = try await connection(caller).ask(call, caller.priority) {
            try GitHubDocuments.pullRequest(try WireObject($0), repository: "\(key.repository)").json
        }
        return Fetched(try PullRequestDocument(json: page.document), isUnchanged: page.isUnchanged)
    }

    package func comments(on key: PullRequestKey, since: Timestamp?, as caller: ForgeCaller) async throws -> [CommentDocument] {
        let connection = try connection(caller)
        let number = "\(key.number)"
        let query = [("per_page", "100")] + (since.map { [("since", "\($0)")] } ?? [])
        let comments = try await connection.askAll(
            .get(GitHubCall.repository(key.repository, "issues", number, "comments"), query: query), caller.priority
        ) { try Self.elements($0).map { try GitHubDocuments.comment($0).json } }
        let reviews = try await connection.askAll(
            .get(GitHubCall.repository(key.repository, "pulls", number, "reviews"), query: [("per_page", "100")]), caller.priority
        ) { page in
            // One that is being written has no time yet, and only its author sees it.
            try Self.elements(page).filter { $0.optionalString("submitted_at") != nil }.map { try GitHubDocuments.review($0).json }
        }
        // GitHub's `since` is about the last change, and reviews have none.
        return try (comments + reviews).map { try CommentDocument(json: $0) }
            .filter { comment in since.map { comment.createdAt >= $0 } ?? true }.sorted(by: Self.isOlder)
    }

    package func statuses(of sha: String, in repository: RepositoryName, as caller: ForgeCaller) async throws
        -> [StatusDocument]
    {
        try Self.checkCommit(sha, "statuses in \(repository)")
        let connection = try connection(caller)
        let query = [("per_page", "100")]
        let statuses = try await connection.askAll(
            .get(GitHubCall.repository(repository, "commits", sha, "status"), query: query), caller.priority
        ) { try WireObject($0).list("statuses").map { try GitHubDocuments.status($0, sha: sha).json } }
        return try Self.latest(of: statuses + (try await checkRuns(of: sha, in: repository, query, as: caller)))
    }

    /// None where the token may not see them: tokens of people can lack the right that Apps have.
    private func checkRuns(
        of sha: String, in repository: RepositoryName, _ query: [(String, String)], as caller: ForgeCaller
    ) async throws -> [JSON] {
        let connection = try connection(caller)
        let now = connection.clock.now
        let path = GitHubCall.repository(repository, "commits", sha, "check-runs")
        do {
            return try await connection.askAll(.get(path, query: query + [("filter", "latest")]), caller.priority) {
                try WireObject($0).list("check_runs").map { try GitHubDocuments.checkRun($0, now: now).json }
            }
        } catch let error as ForgeError where error.code == .permission || error.code == .notFound {
            return []
        }
    }

    /// One verdict per context: the latest.
    private static func latest(of statuses: [JSON]) throws -> [StatusDocument] {
        var latest: [String: StatusDocument] = [:]
        for status in try statuses.map({ try StatusDocument(json: $0) }) {
            if let known = latest[status.context], known.updatedAt >= status.updatedAt { continue }
            latest[status.context] = status
        }
        return latest.sorted { $0.key < $1.key }.map(\.value)
    }

    package func pullRequests(
        withHead head: String, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws -> [PullRequestDocument] {
        let query = [("state", "all"), ("head", head), ("sort", "created"), ("direction", "desc"), ("per_page", "100")]
        let documents = try await listPullRequests(query, repository, as: caller)
        // A head that GitHub cannot read as `owner:branch` is not a filter for it.
        return documents.filter { $0.head.label.lowercased() == head.lowercased() }
    }

    package func pullRequests(
        changedSince moment: Timestamp?, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws -> [PullRequestDocument] {
        let query = [
            ("state", moment == nil ? "open" : "all"), ("sort", "updated"), ("direction", "desc"), ("per_page", "100"),
        ]
        let earliest = moment?.milliseconds ?? .min
        let isRecent = { (document: JSON) in (document["updated_at"].int64 ?? 0) >= earliest }
        return try await listPullRequests(query, repository, as: caller) { $0.last.map(isRecent) ?? true }
            .filter { $0.updatedAt.milliseconds >= earliest }
    }

    private func listPullRequests(
        _ query: [(String, String)], _ repository: RepositoryName, as caller: ForgeCaller, while more: ([JSON]) -> Bool = { _ in true }
    ) async throws -> [PullRequestDocument] {
        try await connection(caller).askAll(
            .get(GitHubCall.repository(repository, "pulls"), query: query), caller.priority, while: more
        ) { try Self.elements($0).map { try GitHubDocuments.pullRequest($0, repository: "\(repository)").json } }
        .map { try PullRequestDocument(json: $0) }
    }

    package func deployment(
        of sha: String, to environment: String, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws -> Int64? {
        try Self.checkCommit(sha, "deployments in \(repository)")
        let query = [("sha", sha), ("environment", environment)]
        let page = try await connection(caller).ask(
            .get(GitHubCall.repository(repository, "deployments"), query: query), caller.priority
        ) { page in
            JSON.array(
                try Self.elements(page).filter { $0.optionalString("sha") == sha && $0.optionalString("environment") == environment }
                    .map { .int(try $0.int("id")) })
        }
        return page.document.array?.compactMap(\.int64).max()
    }

    package func isDeploymentComplete(_ id: Int64, in repository: RepositoryName, as caller: ForgeCaller) async throws -> Bool {
        let path = GitHubCall.repository(repository, "deployments", "\(id)", "statuses")
        let page = try await connection(caller).ask(.get(path, query: [("per_page", "100")]), caller.priority) { page in
            JSON.array(try Self.elements(page).map { .string($0.optionalString("state") ?? "") })
        }
        return page.document.array?.contains("success") ?? false
    }

    package func wasReopened(_ key: PullRequestKey, since moment: Timestamp, as caller: ForgeCaller) async throws -> Bool {
        let path = GitHubCall.repository(key.repository, "issues", "\(key.number)", "events")
        // Oldest first.
        let events = try await connection(caller).askAll(.get(path, query: [("per_page", "100")]), caller.priority) { page in
            try Self.elements(page).compactMap(Self.opennessChange)
        }
        guard events.last?["event"] == "reopened" else { return false }
        // The forge's clock has seconds.
        let earliest = moment.seconds * 1000
        return events.contains { $0["event"] == "closed" && ($0["time"].int64 ?? 0) >= earliest }
    }

    /// An event of an issue that opened or closed it, `{event, time}`; nil for any other.
    private static func opennessChange(_ event: WireObject) throws -> JSON? {
        guard let name = event.optionalString("event"), name == "reopened" || name == "closed" else { return nil }
        return ["event": .string(name), "time": .int(try event.time("created_at"))]
    }

    static func elements(_ page: JSON) throws -> [WireObject] {
        guard let elements = page.array else { throw WireObject.Mismatch(path: "the document", expected: "a list") }
        return try WireObject.list(elements, path: "an element")
    }

    private static func isOlder(_ first: CommentDocument, _ second: CommentDocument) -> Bool {
        let key = { (comment: CommentDocument) in (comment.createdAt, comment.key.kind.rawValue, comment.key.id) }
        return key(first) < key(second)
    }
}
