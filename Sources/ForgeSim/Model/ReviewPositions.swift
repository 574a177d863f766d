import GRDB

/// Moves comments on lines along when a pull request gets a new head; those whose line changed become outdated.
struct ReviewPositions {
    let git: GitRepository
    let pull: Pull
    let oldHead: String

    func follow(_ call: Call) async throws {
        let comments = try call.read { try ReviewComment.of(issue: pull.issueID, $0.db) }
            .filter { $0.position != nil || $0.subjectType == "file" }
        guard !comments.isEmpty, let fork = try await git.family.mergeBase(pull.baseSHA, pull.headSHA) else { return }
        var moved: [ReviewComment] = []
        for comment in comments { moved.append(try await follow(comment, fork)) }
        let updated = moved
        try call.change { tx in
            for comment in updated { try comment.update(tx.db) }
        }
    }

    private func follow(_ comment: ReviewComment, _ fork: String) async throws -> ReviewComment {
        var moved = comment
        let shown = UnifiedDiff(try await git.family.diff(from: fork, to: pull.headSHA, path: comment.path))
        if comment.subjectType == "file" {
            if shown != nil { moved.commitSHA = pull.headSHA }
            return moved
        }
        guard let line = comment.line, let number = try await new(line, comment), let found = shown?.line(number, side: comment.side) else {
            moved.position = nil
            moved.line = nil
            moved.startLine = nil
            return moved
        }
        if let start = comment.startLine { moved.startLine = try await new(start, comment) }
        moved.line = number
        moved.position = found.position
        moved.commitSHA = pull.headSHA
        return moved
    }

    /// The number that an unchanged line has in the new head; `nil` if the line was changed.
    private func new(_ line: Int, _ comment: ReviewComment) async throws -> Int? {
        guard comment.side == "RIGHT" else { return line }
        guard let change = UnifiedDiff(try await git.family.diff(from: oldHead, to: pull.headSHA, path: comment.path, context: 0)) else {
            return line
        }
        if change.line(line, side: "LEFT") != nil { return nil }
        let before = change.lines.filter { $0.kind != "@" }
        let removed = before.count { ($0.old ?? .max) < line }
        var shift = -removed
        for added in before where added.kind == "+" {
            if let position = added.new, position <= line + shift { shift += 1 }
        }
        return line + shift
    }
}
