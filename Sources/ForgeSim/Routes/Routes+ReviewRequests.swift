import GRDB

/// Requested reviewers.
extension Routes {
    static func reviewRequests(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/pulls/{number}/requested_reviewers"
        routes.get(path) { call in
            let (_, pull) = try findPull(call)
            return try call.read { tx in .json(["users": .array(try tx.requestedReviewers(pull.issueID).map(tx.render)), "teams": []]) }
        }
        routes.post(path) { try request($0) }
        routes.delete(path) { try takeBack($0) }
    }

    private static let notCollaborators =
        "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the "

    private static func request(_ call: Call) throws -> Reply {
        let (repository, pull) = try findPull(call)
        let user = try call.allowed(.triage, on: repository)
        let body = try call.json()
        try RequestShape.check(body, [("reviewers", .list), ("team_reviewers", .list)])
        return try call.change { tx in
            let issue = try tx.issue(of: pull)
            let refusal = Refusal.unprocessable(notCollaborators + "\(try tx.fullName(repository)) repository.")
            guard body["team_reviewers"].array?.isEmpty ?? true else { throw Refusal.notSimulated("reviews requested from teams") }
            let people = try (body["reviewers"].array ?? []).compactMap(\.string).map { login in
                guard let person = try User.find(tx.db, login: login) else { throw refusal }
                if person.id == issue.userID { throw Refusal.unprocessable("Review cannot be requested from pull request author.") }
                guard try Permission.of(person, on: repository, tx.db) > .read else { throw refusal }
                return person
            }
            for person in people {
                try tx.db.execute(sql: "INSERT OR IGNORE INTO reviewRequests VALUES (?, ?)", arguments: [issue.id, person.id])
                if tx.db.changesCount > 0 { try announce("review_requested", person, issue, repository, user, tx) }
            }
            return .created(try tx.render(pull, repository, .list))
        }
    }

    private static func takeBack(_ call: Call) throws -> Reply {
        let (repository, pull) = try findPull(call)
        let user = try call.allowed(.triage, on: repository)
        let body = try call.json()
        try RequestShape.check(body, required: ["reviewers"], [("reviewers", .list), ("team_reviewers", .list)])
        return try call.change { tx in
            let issue = try tx.issue(of: pull)
            for login in (body["reviewers"].array ?? []).compactMap(\.string) {
                guard let person = try User.find(tx.db, login: login) else { continue }
                try tx.db.execute(
                    sql: "DELETE FROM reviewRequests WHERE issueID = ? AND userID = ?", arguments: [issue.id, person.id])
                if tx.db.changesCount > 0 { try announce("review_request_removed", person, issue, repository, user, tx) }
            }
            return .json(try tx.render(pull, repository, .list))
        }
    }

    private static func announce(
        _ action: String, _ person: User, _ issue: Issue, _ repository: Repository, _ user: User, _ tx: Transaction
    ) throws {
        try tx.touch(issue.id)
        try tx.record(action, issue, by: user, ["review_requesterID": .int(user.id), "requested_reviewerID": .int(person.id)])
        try tx.emit(action, issue, repository, sender: user, [("requested_reviewer", tx.render(person))])
    }
}
