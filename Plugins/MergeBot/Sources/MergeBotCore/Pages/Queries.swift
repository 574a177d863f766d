import PluginAPI

/// Answers of the API and of the pages, from a read-only snapshot.
struct Queries {
    let host: Host
    let queue: MergeQueue
    var store: Store { queue.store }

    init(_ host: Host) {
        self.host = host
        queue = MergeQueue(host)
    }

    static let resources: [ResourceDeclaration] = [
        .query("/pull-requests", "pull_requests", summary: "Pull requests, by repository, number, label, target, state and more."),
        .query("/pull-requests/{owner}/{name}/{number}", "pull_request", summary: "One pull request with its place in the queue."),
        .query("/batches", "batches", summary: "Batches of a project."),
        .query("/batches/{id}", "batch", summary: "One batch."),
        .query("/stagings", "stagings", summary: "Stagings, newest first."),
        .query("/stagings/{id}", "staging", summary: "One staging with heads, commits, statuses and certificate."),
        .query("/splits", "splits", summary: "Halves of failed stagings that wait to be staged."),
        .query("/branches", "branches", summary: "Every branch: active staging, attempt, splits, suspension."),
    ]

    static let pages = [
        PageDeclaration("/", query: "dashboard", template: "dashboard.mustache", title: "Merge queue"),
        PageDeclaration(
            "/{owner}/{name}/pull/{number}", query: "pull_request_page", template: "pull-request.mustache",
            title: "{owner}/{name}#{number}", subject: .pullRequest
        ),
    ]

    func answer(_ call: QueryCall) throws -> JSON {
        let parameters = call.parameters
        switch call.name {
        case "dashboard":
            return try dashboard(call)
        case "pull_request_page":
            return try page(try requestedPullRequest(call), call)
        case "pull_requests":
            return try pullRequests(call)
        case "pull_request":
            return try document(try requestedPullRequest(call))
        case "batches":
            return try batches(parameters)
        case "batch":
            guard let id = parameters["id"].identifier, let batch = try store.batch(BatchID(id)) else { throw Self.missing("batch") }
            return try document(batch)
        case "stagings":
            return try stagings(parameters)
        case "staging":
            guard let id = parameters["id"].identifier else { throw Self.missing("staging") }
            return try staging(StagingID(id))
        case "splits":
            return try splits(parameters)
        case "branches":
            return try branches()
        default:
            throw PluginError(.notFound, "there is no query '\(call.name)'")
        }
    }

    static func missing(_ what: String) -> PluginError {
        PluginError(.notFound, "there is no such \(what)")
    }

    private func requestedPullRequest(_ call: QueryCall) throws -> PullRequest {
        let parameters = call.parameters
        guard let owner = parameters["owner"].string, let name = parameters["name"].string, let number = parameters["number"].identifier,
            let pullRequest = try store.pullRequest(PullRequestName(repository: "\(owner)/\(name)", number: Int(number))),
            try isVisible(pullRequest.name.repository, call)
        else { throw Self.missing("pull request") }
        return pullRequest
    }

    /// Visitors who are not logged in see public repositories only.
    func isVisible(_ repository: String, _ call: QueryCall) throws -> Bool {
        if call.role != "public" { return true }
        return try store.isPublic(repository)
    }

    /// Whether somebody may read sentences about a project as they are: each may name any of its repositories.
    func maySeeAll(of project: ProjectID, _ call: QueryCall) throws -> Bool {
        if call.role != "public" { return true }
        return try store.isPublic(project)
    }

    /// At most so many entries of a list.
    func limit(_ parameters: JSON) -> Int {
        min(max(Int(parameters["limit"].identifier ?? 100), 1), 500)
    }

    static func list(_ items: [JSON]) -> JSON {
        ["items": .array(items), "next": .null]
    }

    /// RFC 3339 in UTC with milliseconds.
    static func time(_ milliseconds: Int64?) -> JSON {
        guard let milliseconds else { return .null }
        let fraction = ((milliseconds % 1000) + 1000) % 1000
        let digits = String(fraction + 1000).dropFirst()
        return .string("\(Timestamp(milliseconds: milliseconds).description.dropLast()).\(digits)Z")
    }

    static func reference(_ name: PullRequestName) -> JSON {
        ["repository": .string(name.repository), "number": .int(Int64(name.number))]
    }

    func pageURL(_ name: PullRequestName) -> String {
        "\(host.configuration["public_url"].string ?? "")/\(name.repository)/pull/\(name.number)"
    }
}
