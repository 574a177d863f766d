import GRDB

/// `PUT` and `DELETE …/contents/{path}`: one commit for one file.
struct ContentsWriting {
    let call: Call

    private struct Place {
        let repository: Repository
        let git: GitRepository
        let user: User
        let path: String
        let branch: String
        /// The branch's commit; `nil` in an empty repository.
        let tip: String?
        /// What is at the path now.
        let existing: GitTreeEntry?
    }

    func put() async throws -> Reply {
        let body = try call.json()
        try needs(["message", "content"], body)
        let place = try place(body)
        guard let data = unbase64(body["content"].string ?? "") else { throw Refusal.unprocessable("content is not valid Base64") }
        try checkSHA(body["sha"].string, place)
        let name = place.path.split(separator: "/").last.map(String.init) ?? place.path
        let mode = place.existing?.mode ?? "100644"
        let entry = GitTreeEntry(mode: mode, name: name, sha: try place.git.family.write(.blob, data))
        let commit = try await write(entry, place, body)
        let content = Content(call, place.repository, place.git, ref: place.branch, commit: commit.sha)
        return try call.read { tx in
            let rendered = try content.render(entry, place.path, tx, listed: false)
            let status = place.existing == nil ? 201 : 200
            return .json(["content": rendered, "commit": try tx.renderGit(commit, place.repository)], status: status)
        }
    }

    func remove() async throws -> Reply {
        var body = try call.json()
        for key in ["message", "sha", "branch"] where !body.has(key) { if let text = call.query[key] { body[key] = .string(text) } }
        try needs(["message", "sha"], body)
        let place = try place(body)
        guard place.existing != nil else { throw Refusal.notFound }
        try checkSHA(body["sha"].string, place)
        let commit = try await write(nil, place, body)
        return try call.read { .json(["content": .null, "commit": try $0.renderGit(commit, place.repository)]) }
    }

    // MARK: Checks

    private func needs(_ names: [String], _ body: ForgeJSON) throws {
        _ = try call.repository(.write)
        let absent = names.filter { !body.has($0) }
        if !absent.isEmpty {
            let list = absent.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Refusal.unprocessable("Invalid request.\n\n\(list) \(absent.count == 1 ? "wasn't" : "weren't") supplied.")
        }
        for name in names where body[name].string == nil { throw Refusal.wrongType(name, body[name], "string") }
    }

    private func place(_ body: ForgeJSON) throws -> Place {
        let repository = try call.repository(.write)
        let git = try call.git(repository)
        let path = call.parameter("path")
        if path.hasPrefix("/") { throw Refusal.unprocessable("path cannot start with a slash") }
        guard let parts = treePath(path) else { throw Refusal.unprocessable("path contains a malformed path component") }
        let branch = body["branch"].string.map { $0.hasPrefix("refs/heads/") ? String($0.dropFirst(11)) : $0 } ?? repository.defaultBranch
        let tip = try git.branch(branch)
        guard try isValidRefName("refs/heads/\(branch)") && (tip != nil || git.refs().isEmpty) else {
            throw Refusal(status: 404, message: "Branch \(branch) not found")
        }
        if let tip {
            for count in 1..<max(1, parts.count) {
                let above = try git.family.entry(parts.prefix(count).joined(separator: "/"), in: tip)
                if let above, above.kind != .tree { throw Refusal.notSimulated("a path below the file \(above.name)") }
            }
        }
        let existing = try tip.flatMap { try git.family.entry(path, in: $0) }
        if existing?.kind == .tree { throw Refusal.notSimulated("a file in the place of the folder \(path)") }
        return Place(
            repository: repository, git: git, user: try call.signedIn(), path: path, branch: branch, tip: tip, existing: existing)
    }

    private func checkSHA(_ given: String?, _ place: Place) throws {
        guard let existing = place.existing, given != existing.sha else { return }
        guard let given else { throw Refusal.notSupplied("sha") }
        throw Refusal(status: 409, message: "\(place.path) does not match \(given)")
    }

    // MARK: Committing

    private func write(_ entry: GitTreeEntry?, _ place: Place, _ body: ForgeJSON) async throws -> GitCommit {
        let family = place.git.family
        let base = try place.tip.flatMap { try family.commit($0)?.tree }
        let tree = try family.tree(changing: base, [(treePath(place.path) ?? [], entry)]) ?? family.write(.tree, [])
        let own = GitPerson(name: place.user.name ?? place.user.login, email: place.user.commitEmail, seconds: call.now / 1000)
        let committer = try Routes.person(body["committer"], default: own)
        let author = try Routes.person(body["author"], default: committer)
        let parents = place.tip.map { [$0] } ?? []
        let message = body["message"].string ?? ""
        let data = GitCommit.encode(tree: tree, parents: parents, author: author, committer: committer, message: message)
        let sha = try family.write(.commit, data)
        let change = GitRepository.Change(ref: "refs/heads/\(place.branch)", old: place.tip, new: sha)
        let (repository, git, user) = (place.repository, place.git, place.user)
        try await RefRules(call: call, repository: repository, git: git, user: user).check(change, status: 409)
        try await RefChanges(call: call, repository: repository, git: git, user: user).apply([change])
        if place.tip == nil { try call.adoptDefaultBranch(place.branch, repository) }
        guard let commit = try family.commit(sha) else { throw Refusal.notFound }
        return commit
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
