import PluginAPI

/// What operators may ask of the merge queue.
enum Operations {
    static let resources: [ResourceDeclaration] = [
        .operation(
            "POST", "/stagings/{id}/cancel", "cancel_staging", summary: "Cancels a staging that is not landing yet.",
            schema: body(["reason": ["type": "string", "maxLength": 1000]])),
        .operation(
            "PATCH", "/stagings/{id}", "update_staging", summary: "Sets the deadline of a staging.",
            schema: body(["deadline": ["type": "integer", "description": "Milliseconds since 1970."]], required: ["deadline"])),
        .operation(
            "POST", "/stagings/{id}/statuses", "post_staging_status", summary: "Records a status on a head of a staging.",
            schema: body(
                [
                    "sha": ["type": "string"], "context": ["type": "string", "minLength": 1],
                    "state": ["type": "string", "enum": ["success", "pending", "failure", "error"]],
                    "target_url": ["type": ["string", "null"]], "description": ["type": ["string", "null"]],
                ], required: ["sha", "context", "state"])),
        .operation(
            "POST", "/projects/{name}/branches/{branch}/resume", "resume_branch", summary: "Lets a branch be staged again after a refusal.",
            schema: body([:])),
    ]

    /// The schema of a body with these members and no others.
    static func body(_ properties: JSON, required: [String] = []) -> JSON {
        [
            "type": "object", "additionalProperties": false, "properties": properties,
            "required": .array(required.map { .string($0) }),
        ]
    }
}

/// Carries out what operators ask for.
struct OperationWorkflow {
    let queue: MergeQueue

    private var host: Host { queue.host }
    private var store: Store { queue.store }

    func operate(_ call: OperationCall) throws -> JSON {
        switch call.name {
        case "update_pull_request": return try PullRequestOperations(queue: queue).update(call)
        case "act_on_pull_request": return try PullRequestOperations(queue: queue).act(call)
        case "cancel_staging":
            let staging = try requested(call)
            guard staging.isActive, staging.state == .pending else {
                throw PluginError(.conflict, "staging \(staging.id.value) is \(staging.state.rawValue) and cannot be cancelled")
            }
            let actor = call.actor ?? "an operator"
            let reason = call.parameters["reason"].string.map { "\($0) (\(actor))" } ?? "cancelled by \(actor)"
            try queue.stagings.cancel(staging, reason: reason)
            return try Queries(host).staging(staging.id)
        case "update_staging":
            let staging = try requested(call)
            guard let deadline = call.parameters["deadline"].int64 else {
                throw PluginError(.invalid, "the deadline must be given in milliseconds since 1970")
            }
            try queue.stagings.setDeadline(staging, deadline)
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
            try queue.wake(MergeQueue.Timer.staging)
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
        try store.recordStatus(
            CommitStatus(
                state: state, targetURL: status["target_url"].string, description: status["description"].string, updatedAt: store.now),
            context, on: sha, of: staging.id)
        try queue.stagings.judge(staging)
    }
}

extension JSON {
    /// An id that came in a path (a string) or in a document (a number).
    var identifier: Int64? { int64 ?? string.flatMap { Int64($0) } }
}
