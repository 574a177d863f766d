import PluginAPI

/// What operators may ask of the merge queue.
enum Operations {
    static let resources: [ResourceDeclaration] = [
        .operation("POST", "/stagings/{id}/cancel", "cancel_staging", summary: "Cancels a staging that is not landing yet."),
        .operation("PATCH", "/stagings/{id}", "update_staging", summary: "Sets the deadline of a staging."),
        .operation("POST", "/stagings/{id}/statuses", "post_staging_status", summary: "Records a status on a head of a staging."),
        .operation(
            "POST", "/projects/{name}/branches/{branch}/resume", "resume_branch", summary: "Lets a branch be staged again after a refusal."),
    ]
}

extension MergeQueue {
    func operate(_ call: OperationCall) throws -> JSON {
        switch call.name {
        case "update_pull_request": return try update(call)
        case "act_on_pull_request": return try act(call)
        case "cancel_staging":
            let staging = try requested(call)
            guard staging.isActive, staging.state == .pending else {
                throw PluginError(.conflict, "staging \(staging.id.value) is \(staging.state.rawValue) and can not be cancelled")
            }
            let actor = call.actor ?? "an operator"
            let reason = call.parameters["reason"].string.map { "\($0) (\(actor))" } ?? "cancelled by \(actor)"
            try stagings.cancel(staging, reason: reason)
            return try Queries(host).staging(staging.id)
        case "update_staging":
            let staging = try requested(call)
            guard let deadline = call.parameters["deadline"].int64 else {
                throw PluginError(.invalid, "the deadline must be given in milliseconds since 1970")
            }
            try stagings.setDeadline(staging, deadline)
            return try Queries(host).staging(staging.id)
        case "post_staging_status":
            let staging = try requested(call)
            try record(call.parameters, on: staging)
            return try Queries(host).staging(staging.id)
        case "resume_branch":
            let project = try store.projects().first { $0.name == call.parameters["name"].string }
            guard let project, let branch = call.parameters["branch"].string else {
                throw PluginError(.notFound, "there is no such branch")
            }
            try store.resume(project.id, branch)
            try wake(Timer.staging)
            return ["project": .string(project.name), "branch": .string(branch), "suspended": .null]
        default:
            throw PluginError(.notFound, "there is no operation '\(call.name)'")
        }
    }

    private func requested(_ call: OperationCall) throws -> Staging {
        guard let id = call.parameters["id"].identifier, let staging = try store.staging(StagingID(id)) else {
            throw PluginError(.notFound, "there is no such staging")
        }
        return staging
    }

    private func record(_ status: JSON, on staging: Staging) throws {
        guard let sha = status["sha"].string, try store.heads(of: staging.id).contains(where: { $0.head == sha }) else {
            throw PluginError(.notFound, "the commit is not a head of staging \(staging.id.value)")
        }
        guard let context = status["context"].string, !context.isEmpty,
            let state = status["state"].string.flatMap(CommitStatus.State.init(rawValue:))
        else { throw PluginError(.invalid, "context and state (success, pending, failure or error) must be given") }
        // What is decided stays as it was decided.
        guard staging.state == .pending, staging.verdict == .pending else { return }
        try host.execute(
            """
            INSERT OR REPLACE INTO mergebot_staging_statuses(staging, sha, context, state, target_url, description, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, staging.id, sha, context, state.rawValue, status["target_url"].string, status["description"].string, store.now)
        try stagings.judge(staging)
    }

    /// Starts to know what the mirror has and the merge queue has not; after an absence everything is looked at anew.
    func resync() throws {
        let unknown = try host.query(
            """
            SELECT p.id, p.repository, p.number, p.project, p.target, p.label, p.closed FROM pull_requests p
            WHERE p.tracked = 1 AND NOT EXISTS (SELECT 1 FROM mergebot_pull_requests m WHERE m.pull_request = p.id)
            ORDER BY p.id
            """)
        for row in unknown {
            try track(
                try row.id("id"), PullRequestName(repository: try row.string("repository"), number: try row.int("number")),
                project: try row.id("project"), target: try row.string("target"), label: try row.string("label"),
                isClosed: try row.bool("closed"), announcing: false)
        }
        let missed = try host.query(
            """
            SELECT p.repository, p.number, p.closed FROM pull_requests p JOIN mergebot_pull_requests m ON m.pull_request = p.id
            JOIN mergebot_batches b ON b.id = m.batch WHERE b.merge_date IS NULL AND p.closed <> m.closed ORDER BY p.id
            """)
        for row in missed {
            let name = PullRequestName(repository: try row.string("repository"), number: try row.int("number"))
            guard let pullRequest = try store.pullRequest(name) else { continue }
            let kind = try row.bool("closed") ? "closed" : "reopened"
            try handle(Happening(kind: kind, actor: nil, document: [:]), of: pullRequest)
        }
        let pushed = try host.query(
            """
            SELECT p.repository, p.number, p.head FROM pull_requests p JOIN mergebot_pull_requests m ON m.pull_request = p.id
            WHERE m.approved_head IS NOT NULL AND m.approved_head <> p.head AND m.closed = 0 ORDER BY p.id
            """)
        for row in pushed {
            let name = PullRequestName(repository: try row.string("repository"), number: try row.int("number"))
            guard let pullRequest = try store.pullRequest(name), try landing(of: pullRequest.batch) == nil else { continue }
            try handle(Happening(kind: "head_changed", actor: nil, document: ["new": .string(pullRequest.head)]), of: pullRequest)
        }
        try configurationChanged()
        try wake(Timer.landing)
    }
}

extension JSON {
    /// An id that came in a path (a string) or in a document (a number).
    var identifier: Int64? { int64 ?? string.flatMap { Int64($0) } }
}
