import GRDB

extension Transaction {
    /// A review; webhooks write the state in lower case, and a pending one has no time.
    func render(_ review: Review, _ repository: Repository, webhook: Bool = false) throws -> ForgeJSON {
        let pull = "\(try apiURL(repository))/pulls/\(review.number)"
        let html = "\(try htmlURL(repository))/pull/\(review.number)#pullrequestreview-\(review.id)"
        var rendered: ForgeJSON = [
            "id": .int(review.id), "node_id": .string(nodeID("PullRequestReview", review.id)), "user": try renderUser(review.userID),
            "body": webhook && review.body.isEmpty ? .null : .string(review.body), "commit_id": .string(review.commitSHA),
            "submitted_at": Times.json(review.submittedAt), "state": .string(webhook ? review.state.lowercased() : review.state),
            "html_url": .string(html), "pull_request_url": .string(pull),
            "author_association": try association(review.userID, repository),
            "_links": ["html": ["href": .string(html)], "pull_request": ["href": .string(pull)]],
        ]
        if review.isPending, var object = rendered.object {
            object["submitted_at"] = nil
            rendered = .object(object)
        }
        return rendered
    }

    /// A comment on lines of the changes.
    func render(_ comment: ReviewComment, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let url = "\(api)/pulls/comments/\(comment.id)"
        let pull = "\(api)/pulls/\(comment.number)"
        let html = "\(try htmlURL(repository))/pull/\(comment.number)#discussion_r\(comment.id)"
        var members: [(key: String, value: ForgeJSON)] = [
            ("url", .string(url)), ("pull_request_review_id", .int(comment.reviewID)), ("id", .int(comment.id)),
            ("node_id", .string(nodeID("PullRequestReviewComment", comment.id))), ("diff_hunk", .string(comment.diffHunk)),
            ("path", .string(comment.path)), ("commit_id", .string(comment.commitSHA)),
            ("original_commit_id", .string(comment.originalCommitSHA)), ("user", try renderUser(comment.userID)),
            ("body", .string(comment.body)), ("created_at", Times.json(comment.createdAt)), ("updated_at", Times.json(comment.updatedAt)),
            ("html_url", .string(html)), ("pull_request_url", .string(pull)),
            ("author_association", try association(comment.userID, repository)),
            (
                "_links",
                [
                    "self": ["href": .string(url)], "html": ["href": .string(html)], "pull_request": ["href": .string(pull)],
                ]
            ),
            ("reactions", try reactions("reviewComment", comment.id, url: url)), ("start_line", ForgeJSON(comment.startLine)),
            ("original_start_line", ForgeJSON(comment.originalStartLine)), ("start_side", ForgeJSON(comment.startSide)),
            ("line", ForgeJSON(comment.line)), ("original_line", ForgeJSON(comment.originalLine)), ("side", .string(comment.side)),
        ]
        if let replied = comment.inReplyToID { members.append(("in_reply_to_id", .int(replied))) }
        members += [
            ("original_position", ForgeJSON(comment.originalPosition)), ("position", ForgeJSON(comment.position)),
            ("subject_type", .string(comment.subjectType)),
        ]
        return .object(ForgeObject(members))
    }
}
