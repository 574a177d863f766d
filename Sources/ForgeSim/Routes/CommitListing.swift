/// `GET …/commits`: the history of a ref, by path, people and time.
struct CommitListing {
    let call: Call

    func run() async throws -> Reply {
        let (repository, git) = try Routes.open(call)
        let name = call.query["sha"].flatMap { $0.isEmpty ? nil : $0 } ?? repository.defaultBranch
        guard let start = try Routes.resolve(name, git) else { throw Refusal.notFound }
        var shas = try await history(start, git.family)
        let since = try time("since")
        let until = try time("until")
        let author = try people("author")
        let committer = try people("committer")
        if since != nil || until != nil || author != nil || committer != nil {
            shas = try shas.filter { sha in
                guard let commit = try git.family.commit(sha) else { return false }
                if let since, commit.committer.seconds * 1000 < since { return false }
                if let until, commit.committer.seconds * 1000 > until { return false }
                return author?(commit.author) ?? true && committer?(commit.committer) ?? true
            }
        }
        return try call.read { tx in
            try call.list(shas) { sha in
                guard let commit = try git.family.commit(sha) else { throw Refusal.notFound }
                return try tx.render(commit, repository)
            }
        }
    }

    /// The newest first.
    private func history(_ start: String, _ family: GitFamily) async throws -> [String] {
        guard let path = call.query["path"], !path.isEmpty, path != "/" else {
            return try await Array(family.commits(from: [start], excluding: []).reversed())
        }
        guard !path.contains("\0") else { return [] }
        let inside = path.hasPrefix("/") ? String(path.dropFirst()) : path
        return try await GitCommand.check(["rev-list", "--topo-order", start, "--", ":(literal)\(inside)"], in: family.folder).lines
    }

    private func time(_ key: String) throws -> Int64? {
        guard let text = call.query[key], !text.isEmpty else { return nil }
        guard let time = Times.parse(text) else {
            throw Refusal.notSimulated("the time '\(text)' in \(key): only ISO 8601 is read")
        }
        return time
    }

    /// Whether a person of a commit is the requested one, by login or e-mail address.
    private func people(_ key: String) throws -> ((GitPerson) -> Bool)? {
        guard let wanted = call.query[key], !wanted.isEmpty else { return nil }
        if wanted.contains("@") { return { $0.email.lowercased() == wanted.lowercased() } }
        let user = try call.read { try User.find($0.db, login: wanted) }
        guard let user else { return { _ in false } }
        let emails = [user.email?.lowercased(), "\(user.id)+\(user.login)@users.noreply.github.com".lowercased()]
        return { emails.contains($0.email.lowercased()) }
    }
}
