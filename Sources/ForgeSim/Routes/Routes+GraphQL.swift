import GRDB

/// The GraphQL mutations that have no REST counterpart.
extension Routes {
    static func graphQL(_ routes: inout RouteTable) {
        routes.post("/graphql") { call in
            let user = try call.signedIn()
            let body = try call.json()
            guard let query = body["query"].string else { return errors("A query attribute must be specified and must be a string.") }
            let mutations = [("markPullRequestReadyForReview", false), ("convertPullRequestToDraft", true)]
            guard let (name, draft) = mutations.first(where: { query.contains($0.0) }) else {
                return errors("the simulator knows only markPullRequestReadyForReview and convertPullRequestToDraft")
            }
            guard let node = pullRequestID(query, body["variables"]), let id = rowID("PullRequest", node: node) else {
                return errors("Could not resolve to a node with the global id of '\(pullRequestID(query, body["variables"]) ?? "")'.")
            }
            return try setDraft(call, user, name, id, draft, node)
        }
    }

    private static func errors(_ message: String) -> Reply {
        .json(["data": .null, "errors": [["type": "UNPROCESSABLE", "message": .string(message)]]])
    }

    /// The id, from the variables or written into the query.
    private static func pullRequestID(_ query: String, _ variables: ForgeJSON) -> String? {
        if let id = variables["input"]["pullRequestId"].string ?? variables["pullRequestId"].string { return id }
        if let match = query.firstMatch(of: /pullRequestId:\s*"([^"]+)"/) { return String(match.output.1) }
        return variables.object?.members.lazy.compactMap(\.value.string).first
    }

    private static func setDraft(_ call: Call, _ user: User, _ name: String, _ id: Int64, _ draft: Bool, _ node: String) throws -> Reply {
        try call.change { tx in
            guard var pull = try Pull.fetchOne(cached: tx.db, key: id),
                let repository = try Repository.fetchOne(cached: tx.db, key: pull.repositoryID),
                let issue = try Issue.fetchOne(cached: tx.db, key: pull.issueID)
            else { return errors("Could not resolve to a node with the global id of '\(node)'.") }
            guard try issue.userID == user.id || Permission.of(user, on: repository, tx.db) >= .write else {
                return errors("\(user.login) does not have the correct permissions to execute `\(name)`")
            }
            if pull.draft != draft {
                pull.draft = draft
                try pull.update(tx.db)
                try tx.touch(issue.id)
                try PullChanges(call: call, repository: repository, user: user).emit(
                    draft ? "converted_to_draft" : "ready_for_review", pull, tx)
            }
            let rendered: ForgeJSON = ["id": .string(node), "number": ForgeJSON(pull.number), "isDraft": .bool(draft)]
            return .json(["data": [name: ["clientMutationId": .null, "pullRequest": rendered]]])
        }
    }
}
