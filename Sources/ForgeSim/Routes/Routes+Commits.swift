import GRDB

/// Commits as the pages show them.
extension Routes {
    static func commits(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/commits"
        routes.get(path) { try await CommitListing(call: $0).run() }
        routes.get("\(path)/{ref...}") { try await show($0) }
        routes.get("/repos/{owner}/{repo}/compare/{range...}") { try await Comparison(call: $0).run() }
    }

    /// `…/commits/{ref}`, where the ref may contain slashes; a path that ends in a known word is one of a commit's lists.
    private static func show(_ call: Call) async throws -> Reply {
        let (repository, git) = try open(call)
        let name = call.parameter("ref")
        let lists: [(String, (Call, Repository, String) throws -> Reply)] = [
            ("/status", combinedStatus), ("/statuses", listStatuses), ("/check-runs", listCheckRuns), ("/check-suites", listCheckSuites),
            ("/branches-where-head", listBranchesWhereHead), ("/comments", listCommitComments),
        ]
        for (suffix, handler) in lists where name.hasSuffix(suffix) {
            return try handler(call, repository, try found(String(name.dropLast(suffix.count)), git))
        }
        if name.hasSuffix("/pulls") {
            return try await pullsOfCommit(call, String(name.dropLast(6)))
        }
        let sha = try found(name, git)
        guard let commit = try git.family.commit(sha) else { throw noCommit(name) }
        switch call.mediaType {
        case "sha": return Reply(status: 200, body: .bytes(Array(sha.utf8), type: "application/vnd.github.sha; charset=utf-8"))
        case "diff":
            let text = try await git.family.diffText(from: commit.parents.first, to: sha)
            return Reply(status: 200, body: .bytes(text, type: "application/vnd.github.diff; charset=utf-8"))
        case "patch":
            let text = try await git.family.patchText("-1", sha)
            return Reply(status: 200, body: .bytes(text, type: "application/vnd.github.patch; charset=utf-8"))
        default: break
        }
        let files = try await git.family.fileDiffs(from: commit.parents.first, to: sha)
        return try call.read { tx in
            var rendered = try tx.render(commit, repository)
            rendered["stats"] = stats(files)
            let shown = files.dropFirst((call.page - 1) * 300).prefix(300)
            rendered["files"] = .array(try shown.map { try tx.render($0, repository, at: sha, before: commit.parents.first) })
            return .json(rendered)
        }
    }

    private static func found(_ name: String, _ git: GitRepository) throws -> String {
        guard let sha = try resolve(name, git) else { throw noCommit(name) }
        return sha
    }

    private static func noCommit(_ name: String) -> Refusal { .unprocessable("No commit found for SHA: \(name)") }

    private static func stats(_ files: [FileDiff]) -> ForgeJSON {
        let additions = files.reduce(0) { $0 + $1.additions }
        let deletions = files.reduce(0) { $0 + $1.deletions }
        return ["total": ForgeJSON(additions + deletions), "additions": ForgeJSON(additions), "deletions": ForgeJSON(deletions)]
    }

    // MARK: Lists of a commit

    private static func listBranchesWhereHead(_ call: Call, _ repository: Repository, _ sha: String) throws -> Reply {
        let branches = try call.git(repository).branches(at: sha)
        return try call.read { tx in
            try call.list(branches) { name in
                let rendered = try tx.renderBranch(name, sha, repository)
                return ["name": rendered["name"], "commit": rendered["commit"], "protected": rendered["protected"]]
            }
        }
    }

    private static func listCommitComments(_ call: Call, _ repository: Repository, _ sha: String) throws -> Reply {
        throw Refusal.notSimulated("comments on commits")
    }
}

extension Call {
    /// What the `Accept` header asks for beyond JSON: `diff`, `patch`, `sha`, `raw`, `html`, `object`; `nil` for JSON.
    var mediaType: String? {
        guard let accept = headers["accept"] else { return nil }
        let prefix = "application/vnd.github."
        for part in accept.split(separator: ",") {
            let type = part.prefix { $0 != ";" }.trimmingSpaces
            guard type.hasPrefix(prefix) else { continue }
            let words = type.dropFirst(prefix.count).split(whereSeparator: { $0 == "." || $0 == "+" }).map(String.init)
            if let word = words.first(where: { ["diff", "patch", "sha", "raw", "html", "object"].contains($0) }) { return word }
        }
        return nil
    }
}
