import GRDB

/// Files by path.
extension Routes {
    static func contents(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/contents/{path...}"
        routes.get(path) { call in
            let (repository, git) = try open(call)
            let ref = call.query["ref"] ?? repository.defaultBranch
            guard let commit = try resolve(ref, git) else { throw Refusal(status: 404, message: "No commit found for the ref \(ref)") }
            guard let entry = try git.family.entry(call.parameter("path"), in: commit), entry.kind == .blob else { throw Refusal.notFound }
            return try call.read { .json(try render(entry, call.parameter("path"), ref, withContent: true, repository, git, $0)) }
        }
        routes.put(path) { try await put($0, removing: false) }
        routes.delete(path) { try await put($0, removing: true) }
    }

    private static func render(
        _ entry: GitTreeEntry, _ path: String, _ ref: String, withContent: Bool, _ repository: Repository, _ git: GitRepository,
        _ tx: Transaction
    ) throws -> ForgeJSON {
        let data = try git.family.object(entry.sha)?.data ?? []
        let url = "\(try tx.apiURL(repository))/contents/\(path)?ref=\(ref)"
        let gitURL = "\(try tx.apiURL(repository))/git/blobs/\(entry.sha)"
        let html = "\(try tx.htmlURL(repository))/blob/\(ref)/\(path)"
        var rendered: ForgeJSON = [
            "name": .string(entry.name), "path": .string(path), "sha": .string(entry.sha), "size": ForgeJSON(data.count),
            "url": .string(url),
            "html_url": .string(html), "git_url": .string(gitURL), "download_url": .null, "type": "file",
            "_links": ["self": .string(url), "git": .string(gitURL), "html": .string(html)],
        ]
        if withContent {
            rendered["content"] = .string(base64Lines(data))
            rendered["encoding"] = "base64"
        }
        return rendered
    }

    private static func put(_ call: Call, removing: Bool) async throws -> Reply {
        let repository = try call.repository(.write)
        let user = try call.signedIn()
        let git = try call.git(repository)
        let body = try call.json()
        let path = call.parameter("path")
        guard let message = body["message"].string else { throw Refusal.notSupplied("message") }
        let branch = body["branch"].string.map { $0.hasPrefix("refs/heads/") ? String($0.dropFirst(11)) : $0 } ?? repository.defaultBranch
        let old = try git.branch(branch)
        guard try old != nil || git.refs().isEmpty else { throw Refusal(status: 404, message: "Branch \(branch) not found") }
        let existing = try old.flatMap { try git.family.entry(path, in: $0) }
        if let existing, body["sha"].string != existing.sha {
            let given = body["sha"].string
            throw given == nil ? Refusal.notSupplied("sha") : Refusal(status: 409, message: "\(path) does not match \(given ?? "")")
        }
        if removing, existing == nil { throw Refusal.notFound }
        var entry: GitTreeEntry?
        if !removing {
            guard let content = body["content"].string else { throw Refusal.notSupplied("content") }
            guard let data = unbase64(content) else { throw Refusal.unprocessable("content is not valid Base64") }
            let name = path.split(separator: "/").last.map(String.init) ?? path
            entry = GitTreeEntry(mode: existing?.mode ?? "100644", name: name, sha: try git.family.write(.blob, data))
        }
        let base = try old.flatMap { try git.family.commit($0)?.tree }
        let tree = try git.family.tree(changing: base, [(path.split(separator: "/"), entry)]) ?? git.family.write(.tree, [])
        let own = GitPerson(name: user.name ?? user.login, email: user.commitEmail, seconds: call.now / 1000)
        let committer = try person(body["committer"], default: own)
        let author = try person(body["author"], default: committer)
        let data = GitCommit.encode(tree: tree, parents: old.map { [$0] } ?? [], author: author, committer: committer, message: message)
        let sha = try git.family.write(.commit, data)
        try await RefChanges(call: call, repository: repository, git: git, user: user)
            .apply([.init(ref: "refs/heads/\(branch)", old: old, new: sha)])
        if old == nil { try call.adoptDefaultBranch(branch, repository) }
        guard let commit = try git.family.commit(sha) else { throw Refusal.notFound }
        return try call.read { tx in
            let content = try entry.map { try render($0, path, branch, withContent: false, repository, git, tx) } ?? .null
            return .json(["content": content, "commit": try tx.renderGit(commit, repository)], status: existing == nil ? 201 : 200)
        }
    }
}

extension Call {
    /// The first branch of an empty repository becomes its default branch.
    func adoptDefaultBranch(_ branch: String, _ repository: Repository) throws {
        guard branch != repository.defaultBranch else { return }
        try change { tx in
            try tx.db.execute(sql: "UPDATE repositories SET defaultBranch = ? WHERE id = ?", arguments: [branch, repository.id])
        }
        try git(repository).setHead(branch)
    }
}
