import GRDB

/// Commits as the pages show them.
extension Routes {
    static func commits(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/commits"
        routes.get(path) { call in
            let (repository, git) = try open(call)
            let name = call.query["sha"] ?? repository.defaultBranch
            guard let start = try resolve(name, git) else { throw Refusal.notFound }
            let all = try await Array(git.family.commits(from: [start], excluding: []).reversed())
            return try call.read { tx in
                try call.list(all) { sha in
                    guard let commit = try git.family.commit(sha) else { throw Refusal.notFound }
                    return try tx.render(commit, repository)
                }
            }
        }
        routes.get("\(path)/{ref...}") { try await show($0) }
        routes.get("/repos/{owner}/{repo}/compare/{range...}") { try await compare($0) }
    }

    /// `…/commits/{ref}` where the ref may hold slashes; what ends in a known word is one of the lists of a commit.
    private static func show(_ call: Call) async throws -> Reply {
        let (repository, git) = try open(call)
        let name = call.parameter("ref")
        for (suffix, handler) in [
            ("/status", combinedStatus), ("/statuses", listStatuses), ("/check-runs", listCheckRuns), ("/check-suites", listCheckSuites),
        ]
        where name.hasSuffix(suffix) {
            let ref = String(name.dropLast(suffix.count))
            guard let sha = try resolve(ref, git) else { throw Refusal.unprocessable("No commit found for SHA: \(ref)") }
            return try handler(call, repository, sha)
        }
        guard let sha = try resolve(name, git), let commit = try git.family.commit(sha) else {
            throw Refusal.unprocessable("No commit found for SHA: \(name)")
        }
        if call.headers["accept"]?.contains(".sha") == true {
            return Reply(status: 200, body: .bytes(Array(sha.utf8), type: "application/vnd.github.sha; charset=utf-8"))
        }
        let changes = try await commit.parents.first.asyncMap { try await git.family.changes(from: $0, to: sha) } ?? []
        return try call.read { tx in
            var rendered = try tx.render(commit, repository)
            rendered["stats"] = stats(changes)
            rendered["files"] = .array(changes.map(file))
            return .json(rendered)
        }
    }

    static func stats(_ changes: [FileChange]) -> ForgeJSON {
        let additions = changes.reduce(0) { $0 + $1.additions }
        let deletions = changes.reduce(0) { $0 + $1.deletions }
        return ["total": ForgeJSON(additions + deletions), "additions": ForgeJSON(additions), "deletions": ForgeJSON(deletions)]
    }

    static func file(_ change: FileChange) -> ForgeJSON {
        let status = change.status == "A" ? "added" : change.status == "D" ? "removed" : "modified"
        return [
            "sha": .string(change.sha), "filename": .string(change.path), "status": .string(status),
            "additions": ForgeJSON(change.additions),
            "deletions": ForgeJSON(change.deletions), "changes": ForgeJSON(change.additions + change.deletions),
        ]
    }

    private static func compare(_ call: Call) async throws -> Reply {
        let (repository, git) = try open(call)
        let sides = call.parameter("range").split(separator: "...", maxSplits: 1).map(String.init)
        guard sides.count == 2, let base = try side(sides[0], repository, git, call), let head = try side(sides[1], repository, git, call),
            let baseCommit = try git.family.commit(base)
        else { throw Refusal.notFound }
        let ahead = try await git.family.commits(from: [head], excluding: [base])
        let behind = try await git.family.commits(from: [base], excluding: [head])
        guard let fork = try await git.family.mergeBase(base, head), let forkCommit = try git.family.commit(fork) else {
            throw Refusal(status: 404, message: "No common ancestor between \(sides[0]) and \(sides[1]).")
        }
        let changes = try await git.family.changes(from: fork, to: head)
        let status = behind.isEmpty ? (ahead.isEmpty ? "identical" : "ahead") : (ahead.isEmpty ? "behind" : "diverged")
        return try call.read { tx in
            .json([
                "url": .string("\(try tx.apiURL(repository))/compare/\(call.parameter("range"))"),
                "base_commit": try tx.render(baseCommit, repository),
                "merge_base_commit": try tx.render(forkCommit, repository), "status": .string(status), "ahead_by": ForgeJSON(ahead.count),
                "behind_by": ForgeJSON(behind.count), "total_commits": ForgeJSON(ahead.count),
                "commits": .array(try ahead.prefix(250).compactMap { try git.family.commit($0) }.map { try tx.render($0, repository) }),
                "files": .array(changes.map(file)),
            ])
        }
    }

    /// One side of a comparison: a ref of this repository or `owner:branch` of the fork family.
    private static func side(_ name: String, _ repository: Repository, _ git: GitRepository, _ call: Call) throws -> String? {
        guard let colon = name.firstIndex(of: ":") else { return try resolve(name, git) }
        let owner = String(name[..<colon])
        let other = try call.read { tx in
            try Repository.fetchOne(
                cached: tx.db, sql: "SELECT r.* FROM repositories r JOIN users u ON u.id = r.ownerID WHERE u.login = ? AND r.familyID = ?",
                arguments: [owner, repository.familyID])
        }
        return try other.flatMap { try resolve(String(name[name.index(after: colon)...]), try call.git($0)) }
    }
}
