package import Contract
package import Forge

extension GitHubForge {
    package func comment(_ body: String, on key: PullRequestKey, as caller: ForgeCaller) async throws -> PostedComment {
        let path = GitHubCall.repository(key.repository, "issues", "\(key.number)", "comments")
        let answer = try await change("POST", path, ["body": .string(body)], as: caller)
        return try reading("comment on \(key)") {
            let wire = try WireObject(answer)
            return PostedComment(id: try wire.int("id"), url: try wire.string("html_url"))
        }
    }

    package func react(
        _ content: String, to comment: CommentKey, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws {
        // Reviews take no reactions.
        guard comment.kind == .comment else { return }
        let path = GitHubCall.repository(repository, "issues", "comments", "\(comment.id)", "reactions")
        try await ignoringMissing { _ = try await change("POST", path, ["content": .string(content)], as: caller) }
    }

    package func changeLabels(
        add: [String], remove: [String], on key: PullRequestKey, as caller: ForgeCaller
    ) async throws {
        let path = GitHubCall.repository(key.repository, "issues", "\(key.number)", "labels")
        if !add.isEmpty { _ = try await change("POST", path, ["labels": JSON(add)], as: caller) }
        for label in remove {
            try await ignoringMissing { _ = try await change("DELETE", path + [label], as: caller) }
        }
    }

    package func report(_ status: SetStatus, in repository: RepositoryName, as caller: ForgeCaller) async throws {
        var body: JSON = ["state": .string(status.state.rawValue), "context": .string(status.context)]
        if let text = status.description { body["description"] = .string(Self.line(text)) }
        if let url = status.targetURL { body["target_url"] = .string(url) }
        _ = try await change("POST", GitHubCall.repository(repository, "statuses", status.sha.hex), body, as: caller)
    }

    package func close(_ key: PullRequestKey, as caller: ForgeCaller) async throws {
        try await edit(key, ["state": "closed"], as: caller)
    }

    package func reopen(_ key: PullRequestKey, as caller: ForgeCaller) async throws {
        try await edit(key, ["state": "open"], as: caller)
    }

    package func retarget(_ key: PullRequestKey, to base: String, as caller: ForgeCaller) async throws {
        try await edit(key, ["base": .string(base)], as: caller)
    }

    private func edit(_ key: PullRequestKey, _ body: JSON, as caller: ForgeCaller) async throws {
        _ = try await change("PATCH", GitHubCall.repository(key.repository, "pulls", "\(key.number)"), body, as: caller)
    }

    package func createPullRequest(
        _ new: CreatePullRequest, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws -> PullRequestDocument {
        let body: JSON = [
            "title": .string(new.title), "body": .string(new.body), "head": .string(new.head), "base": .string(new.base),
            "draft": .bool(new.isDraft),
        ]
        let answer = try await change("POST", GitHubCall.repository(repository, "pulls"), body, as: caller)
        return try reading("new pull request in \(repository)") {
            try GitHubDocuments.pullRequest(try WireObject(answer), repository: "\(repository)")
        }
    }

    package func createDeployment(
        _ new: CreateDeployment, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws -> Int64 {
        let body: JSON = [
            "ref": .string(new.sha.hex), "environment": .string(new.environment), "description": .string(Self.line(new.description)),
            "auto_merge": false, "required_contexts": [],
        ]
        let answer = try await change("POST", GitHubCall.repository(repository, "deployments"), body, as: caller)
        return try reading("new deployment in \(repository)") { try WireObject(answer).int("id") }
    }

    package func completeDeployment(
        _ id: Int64, _ new: CreateDeployment, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws {
        let body: JSON = [
            "state": "success", "description": .string(Self.line(new.description)),
            "target_url": .string(new.url ?? endpoints.page(ofCommit: new.sha, in: repository)),
        ]
        _ = try await change("POST", GitHubCall.repository(repository, "deployments", "\(id)", "statuses"), body, as: caller)
    }

    package func deleteReference(
        _ reference: String, expected: String?, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws {
        let parts = reference.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts[0] == "refs", !parts.contains("") else {
            throw ForgeError(.invalidRequest, .permanent, "A ref is refs/heads/NAME.", location: "delete \(reference) in \(repository)")
        }
        let name = Array(parts.dropFirst())
        try await ignoringMissing {
            if let expected {
                // GitHub deletes without condition; between the two calls the ref can still move.
                try await check(name, isAt: expected, in: repository, as: caller)
            }
            do {
                _ = try await change("DELETE", GitHubCall.repository(repository, "git", "refs") + name, as: caller)
            } catch let error as ForgeError where error.status == 422 && error.message.contains("does not exist") {}
        }
    }

    private func check(
        _ name: [String], isAt expected: String, in repository: RepositoryName, as caller: ForgeCaller
    ) async throws {
        let call = GitHubCall.get(GitHubCall.repository(repository, "git", "ref") + name)
        let page = try await connection(caller).ask(call, caller.priority) {
            .string(try WireObject($0).object("object").sha("sha"))
        }
        guard page.document.string == expected else {
            throw ForgeError(
                .stale, .stale, "The ref is not at \(expected.prefix(12)) but at \(page.document.string?.prefix(12) ?? "").",
                location: call.place)
        }
    }

    package func closeIssue(_ number: Int, in repository: RepositoryName, as caller: ForgeCaller) async throws {
        let path = GitHubCall.repository(repository, "issues", "\(number)")
        _ = try await change("PATCH", path, ["state": "closed", "state_reason": "completed"], as: caller)
    }

    // MARK: Help

    private func ignoringMissing(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let error as ForgeError where error.code == .notFound {}
    }

    /// GitHub takes 140 characters of a description.
    private static func line(_ text: String) -> String {
        let line = String(text.map { $0.isNewline ? " " : $0 })
        return line.unicodeScalars.count <= 140 ? line : "\(String(line.unicodeScalars.prefix(139)))…"
    }
}
