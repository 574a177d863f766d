import GRDB

extension Transaction {
    private func person(_ person: GitPerson) -> ForgeJSON {
        ["name": .string(person.name), "email": .string(person.email), "date": Times.json(person.seconds * 1000)]
    }

    private func account(_ person: GitPerson) throws -> ForgeJSON {
        try user(behind: person).map { render($0) } ?? .null
    }

    /// The account to which the e-mail address of a commit belongs.
    func user(behind person: GitPerson) throws -> User? {
        let email = person.email
        if let known = usersByEmail[email] { return known }
        let sql = "SELECT * FROM users WHERE email = ? COLLATE NOCASE OR id || '+' || login || '@users.noreply.github.com' = ? LIMIT 1"
        let found = try User.fetchOne(cached: db, sql: sql, arguments: [email, email])
        usersByEmail[email] = .some(found)
        return found
    }

    private static let unverified: ForgeJSON = [
        "verified": false, "reason": "unsigned", "signature": .null, "payload": .null, "verified_at": .null,
    ]

    /// The document of `…/commits/{ref}` and of lists.
    func render(_ commit: GitCommit, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let html = try htmlURL(repository)
        let url = "\(api)/commits/\(commit.sha)"
        return [
            "sha": .string(commit.sha), "node_id": .string(nodeID("Commit", repository.id) + commit.sha),
            "commit": [
                "author": person(commit.author), "committer": person(commit.committer), "message": .string(commit.message.trimmingNewlines),
                "tree": ["sha": .string(commit.tree), "url": .string("\(api)/git/trees/\(commit.tree)")],
                "url": .string("\(api)/git/commits/\(commit.sha)"), "comment_count": 0, "verification": Self.unverified,
            ],
            "url": .string(url), "html_url": .string("\(html)/commit/\(commit.sha)"), "comments_url": .string("\(url)/comments"),
            "author": try account(commit.author), "committer": try account(commit.committer),
            "parents": .array(
                commit.parents.map { parent in
                    ["sha": .string(parent), "url": .string("\(api)/commits/\(parent)"), "html_url": .string("\(html)/commit/\(parent)")]
                }),
        ]
    }

    /// The document of `…/git/commits/{sha}`.
    func renderGit(_ commit: GitCommit, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let html = try htmlURL(repository)
        return [
            "sha": .string(commit.sha), "node_id": .string(nodeID("Commit", repository.id) + commit.sha),
            "url": .string("\(api)/git/commits/\(commit.sha)"), "html_url": .string("\(html)/commit/\(commit.sha)"),
            "author": person(commit.author), "committer": person(commit.committer),
            "tree": ["sha": .string(commit.tree), "url": .string("\(api)/git/trees/\(commit.tree)")],
            "message": .string(commit.message.trimmingNewlines),
            "parents": .array(
                commit.parents.map { parent in
                    [
                        "sha": .string(parent), "url": .string("\(api)/git/commits/\(parent)"),
                        "html_url": .string("\(html)/commit/\(parent)"),
                    ]
                }),
            "verification": Self.unverified,
        ]
    }

    func render(_ tag: GitTag, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        return [
            "node_id": .string(nodeID("Tag", repository.id) + tag.sha), "tag": .string(tag.name), "sha": .string(tag.sha),
            "url": .string("\(api)/git/tags/\(tag.sha)"), "message": .string(tag.message), "tagger": person(tag.tagger),
            "object": ["sha": .string(tag.object), "type": .string(tag.type), "url": .string("\(api)/git/\(tag.type)s/\(tag.object)")],
            "verification": Self.unverified,
        ]
    }

    /// A commit in a push event.
    func renderPushed(_ commit: GitCommit, _ repository: Repository, _ changes: [FileChange]) throws -> ForgeJSON {
        func person(_ person: GitPerson) throws -> ForgeJSON {
            var rendered: ForgeJSON = ["name": .string(person.name), "email": .string(person.email)]
            if let login = try account(person)["login"].string { rendered["username"] = .string(login) }
            return rendered
        }
        func paths(_ statuses: String) -> ForgeJSON { .array(changes.filter { statuses.contains($0.status) }.map { .string($0.path) }) }
        return [
            "id": .string(commit.sha), "tree_id": .string(commit.tree), "distinct": true,
            "message": .string(commit.message.trimmingNewlines),
            "timestamp": Times.json(commit.committer.seconds * 1000),
            "url": .string("\(try htmlURL(repository))/commit/\(commit.sha)"), "author": try person(commit.author),
            "committer": try person(commit.committer), "added": paths("A"), "removed": paths("D"), "modified": paths("MT"),
        ]
    }

    func render(ref: String, sha: String, kind: GitKind, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        return [
            "ref": .string(ref), "node_id": .string(nodeID("Ref", repository.id) + ref), "url": .string("\(api)/git/\(ref)"),
            "object": ["sha": .string(sha), "type": .string(kind.rawValue), "url": .string("\(api)/git/\(kind.rawValue)s/\(sha)")],
        ]
    }
}

extension String {
    /// The text without trailing line breaks, as the forge shows commit messages.
    var trimmingNewlines: String {
        var text = Substring(self)
        while text.last == "\n" || text.last == "\r\n" { text.removeLast() }
        return String(text)
    }
}
