import GRDB

/// Finds where a comment on lines belongs in the changes of a pull request, and refuses places outside of them.
struct CommentPlacement {
    let git: GitRepository
    let pull: Pull
    /// Comments that come with a review are refused in other words than single ones.
    let inReview: Bool

    /// A comment whose place was found.
    struct Draft: Sendable {
        var body: String
        var path: String
        var commit: String
        var hunk = ""
        var position: Int?
        var line: Int?
        var startLine: Int?
        var side = "RIGHT"
        var startSide: String?
        var subject = "line"

        @discardableResult
        func insert(_ review: Review, _ tx: Transaction) throws -> ReviewComment {
            let comment = ReviewComment(
                id: try tx.db.nextID("reviewComment"), repositoryID: review.repositoryID, issueID: review.issueID, number: review.number,
                reviewID: review.id, userID: review.userID, body: body, path: path, diffHunk: hunk, position: position,
                originalPosition: position, commitSHA: commit, originalCommitSHA: commit, line: line, originalLine: line,
                startLine: startLine, originalStartLine: startLine, side: side, startSide: startSide, inReplyToID: nil,
                subjectType: subject, createdAt: tx.now, updatedAt: tx.now)
            try comment.insert(tx.db)
            return comment
        }
    }

    /// A commit that is commented on must be one of the pull request's.
    func check(_ commit: String) async throws {
        if commit == pull.headSHA { return }
        let base = try git.branch(pull.baseRef) ?? pull.baseSHA
        guard try await git.family.commits(from: [pull.headSHA], excluding: [base]).contains(commit) else {
            if inReview { throw Refusal(status: 422, message: "Unprocessable Entity", errors: ["Commit could not be resolved"]) }
            throw Refusal.field("PullRequestReviewComment", "commit_id", "custom", "commit_id is not part of the pull request")
        }
    }

    /// Places a comment that is described by `line` and `side`, by `position`, or that is about the whole file.
    func place(_ item: ForgeJSON, _ commit: String) async throws -> Draft {
        guard let path = item["path"].string, let body = item["body"].string else { throw Refusal.notSupplied("path", "body") }
        guard !body.trimmingSpaces.isEmpty else { throw refuse("body", "Body can't be blank") }
        guard body.count <= 65_536 else { throw refuse("body", "Body is too long (maximum is 65536 characters)") }
        var draft = Draft(body: body, path: path, commit: commit)
        let base = try await git.family.mergeBase(pull.baseSHA, commit) ?? pull.baseSHA
        let text = try await git.family.diff(from: base, to: commit, path: path)
        guard !text.isEmpty else { throw unplaced("path") }
        let diff = UnifiedDiff(text)
        if item["subject_type"].string == "file" {
            draft.subject = "file"
            draft.hunk = diff?.patch ?? ""
            return draft
        }
        guard let diff else { throw unplaced("line") }
        guard item["line"].int != nil || item["position"].int != nil else { throw unplaced(item.has("line") ? "line" : "position") }
        if let position = item["position"].int, item["line"].int == nil {
            guard let found = diff.lines.first(where: { $0.position == position && $0.position > 0 }) else { throw unplaced("position") }
            draft.take(found, side: found.kind == "-" ? "LEFT" : "RIGHT", diff)
            return draft
        }
        try placeLines(item, &draft, diff)
        return draft
    }

    private func placeLines(_ item: ForgeJSON, _ draft: inout Draft, _ diff: UnifiedDiff) throws {
        let sides = ["LEFT", "RIGHT"]
        let side = item["side"].string ?? "RIGHT"
        let startSide = item["start_side"].string ?? side
        guard sides.contains(side), sides.contains(startSide) else { throw unplaced("side") }
        guard let line = item["line"].int, let found = diff.line(line, side: side) else { throw unplaced("line") }
        draft.take(found, side: side, diff)
        guard let start = item["start_line"].int else { return }
        guard let first = diff.line(start, side: startSide) else { throw unplaced("start_line") }
        guard first.position < found.position else {
            throw custom("start_line", "pull_request_review_thread.start_line must precede the end line.")
        }
        draft.startLine = start
        draft.startSide = startSide
    }

    private func refuse(_ field: String, _ text: String) -> Refusal {
        if inReview { return Refusal(status: 422, message: "Unprocessable Entity", errors: [.string(text)]) }
        return Refusal.field("PullRequestReviewComment", field, "custom", text)
    }

    private func custom(_ field: String, _ text: String) -> Refusal {
        if inReview { return refuse(field, text) }
        return Refusal.field("PullRequestReviewComment", "pull_request_review_thread.\(field)", "custom", text)
    }

    /// The error for a place that the changes do not have.
    private func unplaced(_ field: String) -> Refusal {
        if inReview {
            let texts = ["path": "Path could not be resolved", "position": "Position could not be resolved"]
            return Refusal(status: 422, message: "Unprocessable Entity", errors: [.string(texts[field] ?? "Line could not be resolved")])
        }
        let thread = "pull_request_review_thread"
        var error: ForgeJSON = ["resource": "PullRequestReviewComment", "code": "invalid", "field": .string("\(thread).\(field)")]
        if field == "line" || field == "start_line" {
            error["code"] = "custom"
            error["message"] = .string("\(thread).\(field) must be part of the diff")
        }
        return .invalid(
            error, ["resource": "PullRequestReviewComment", "code": "missing_field", "field": .string("\(thread).diff_hunk")])
    }
}

extension CommentPlacement.Draft {
    fileprivate mutating func take(_ found: UnifiedDiff.Line, side: String, _ diff: UnifiedDiff) {
        position = found.position
        line = side == "LEFT" ? found.old : found.new
        self.side = side
        hunk = diff.hunk(to: found)
    }
}
