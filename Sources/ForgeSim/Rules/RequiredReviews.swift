import GRDB

/// The verdicts of reviewers who may write: each one's latest counts.
struct RequiredReviews {
    /// How many have approved.
    let approvals: Int
    let areChangesRequested: Bool

    init(_ tx: Transaction, _ pull: Pull, _ repository: Repository) throws {
        let sql = """
            SELECT * FROM reviews WHERE issueID = ? AND state IN ('APPROVED', 'CHANGES_REQUESTED', 'DISMISSED') ORDER BY id
            """
        var last: [Int64: String] = [:]
        for review in try Review.fetchAll(cached: tx.db, sql: sql, arguments: [pull.issueID]) { last[review.userID] = review.state }
        let counting = try last.filter { try Permission.of(try tx.user($0.key), on: repository, tx.db) >= .write }
        approvals = counting.values.count { $0 == "APPROVED" }
        areChangesRequested = counting.values.contains("CHANGES_REQUESTED")
    }

    /// What is missing, in the forge's words.
    func problem(_ needed: Int) -> String? {
        guard approvals < needed else { return nil }
        let reviews = needed == 1 ? "1 approving review is" : "\(needed) approving reviews are"
        return "At least \(reviews) required by reviewers with write access."
    }
}

extension Transaction {
    /// Whether the base of a pull request requires something that it lacks.
    func blocksMerging(_ pull: Pull) throws -> Bool {
        guard let repository = try Repository.fetchOne(cached: db, key: pull.repositoryID) else { return false }
        let checks = RequiredChecks(repository: repository, db: db)
        func lacksReviews(_ needed: Int) throws -> Bool {
            let reviews = try RequiredReviews(self, pull, repository)
            return reviews.problem(needed) != nil || needed > 0 && reviews.areChangesRequested
        }
        if let settings = try Protection.find(db, repository.id, branch: pull.baseRef)?.document {
            let reviews = settings["required_pull_request_reviews"]
            if settings["lock_branch"].bool == true { return true }
            if try checks.problem(RequiredChecks.contexts(settings["required_status_checks"]), sha: pull.headSHA) != nil { return true }
            if !reviews.isNull, try lacksReviews(reviews["required_approving_review_count"].int ?? 1) { return true }
        }
        let active = try Ruleset.all(of: repository.id, db).filter {
            $0.enforcement == "active" && $0.covers("refs/heads/\(pull.baseRef)", defaultBranch: repository.defaultBranch)
        }
        return try active.flatMap { Ruleset.json($0.rules).array ?? [] }.contains { rule in
            let parameters = rule["parameters"]
            switch rule["type"].string {
            case "update": return true
            case "pull_request": return try lacksReviews(parameters["required_approving_review_count"].int ?? 0)
            case "required_status_checks":
                let contexts = (parameters["required_status_checks"].array ?? []).compactMap { $0["context"].string }
                return try checks.problem(contexts, sha: pull.headSHA) != nil
            default: return false
            }
        }
    }
}
