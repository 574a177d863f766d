import GRDB

extension Transaction {
    private func person(_ person: GitPerson) -> ForgeJSON {
        ["name": .string(person.name), "email": .string(person.email), "date": Times.json(person.seconds * 1000)]
    }

    private func account(_ person: GitPerson) throws -> ForgeJSON {
        let sql = "SELECT * FROM users WHERE email = ? COLLATE NOCASE OR id || '+' || login || '@users.noreply.github.com' = ? LIMIT 1"
        return try User.fetchOne(cached: db, sql: sql, arguments: [person.email, person.email]).map { render($0) } ?? .null
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

    func render(_ status: CommitStatus, _ repository: Repository, withCreator: Bool = true) throws -> ForgeJSON {
        var rendered: ForgeJSON = [
            "url": .string("\(try apiURL(repository))/statuses/\(status.sha)"),
            "avatar_url": .string("\(base)/avatars/u/\(status.userID)?v=4"),
            "id": .int(status.id), "node_id": .string(nodeID("StatusContext", status.id)), "state": .string(status.state),
            "description": ForgeJSON(status.description), "target_url": ForgeJSON(status.targetURL), "context": .string(status.context),
            "created_at": Times.json(status.createdAt), "updated_at": Times.json(status.createdAt),
        ]
        if withCreator { rendered["creator"] = try renderUser(status.userID) }
        return rendered
    }

    func render(_ run: CheckRun, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let url = "\(api)/check-runs/\(run.id)"
        let html = "\(try htmlURL(repository))/runs/\(run.id)"
        return [
            "id": .int(run.id), "name": .string(run.name), "node_id": .string(nodeID("CheckRun", run.id)), "head_sha": .string(run.sha),
            "external_id": .string(run.externalID), "url": .string(url), "html_url": .string(html),
            "details_url": .string(run.detailsURL ?? html), "status": .string(run.status), "conclusion": ForgeJSON(run.conclusion),
            "started_at": Times.json(run.startedAt), "completed_at": Times.json(run.completedAt),
            "output": [
                "title": ForgeJSON(run.title), "summary": ForgeJSON(run.summary), "text": ForgeJSON(run.text), "annotations_count": 0,
                "annotations_url": .string("\(url)/annotations"),
            ],
            "check_suite": [
                "id": .int(run.suiteID), "head_sha": .string(run.sha), "status": .string(run.status),
                "conclusion": ForgeJSON(run.conclusion),
            ],
            "app": try app(run.userID), "pull_requests": .array(try pullReferences(run.sha, repository)),
        ]
    }

    private func app(_ userID: Int64) throws -> ForgeJSON {
        let owner = try user(userID)
        return [
            "id": .int(owner.id), "slug": .string(owner.login), "node_id": .string(nodeID("App", owner.id)), "owner": render(owner),
            "name": .string(owner.login), "description": "", "external_url": .string(base),
            "html_url": .string("\(base)/apps/\(owner.login)"),
            "created_at": Times.json(owner.createdAt), "updated_at": Times.json(owner.createdAt), "permissions": ["checks": "write"],
            "events": [],
        ]
    }

    private func pullReferences(_ sha: String, _ repository: Repository) throws -> [ForgeJSON] {
        let sql = "SELECT * FROM pulls WHERE repositoryID = ? AND headSHA = ? AND open"
        return try Pull.fetchAll(cached: db, sql: sql, arguments: [repository.id, sha]).map { pull in
            func side(_ ref: String, _ sha: String, _ repository: Repository?) throws -> ForgeJSON {
                let url = try repository.map { try apiURL($0) }
                return [
                    "ref": .string(ref), "sha": .string(sha),
                    "repo": ["id": ForgeJSON(repository?.id), "url": ForgeJSON(url), "name": ForgeJSON(repository?.name)],
                ]
            }
            let head = try pull.headRepositoryID.flatMap { try Repository.fetchOne(cached: db, key: $0) }
            return [
                "url": .string("\(try apiURL(repository))/pulls/\(pull.number)"), "id": .int(pull.id), "number": ForgeJSON(pull.number),
                "head": try side(pull.headRef, pull.headSHA, head), "base": try side(pull.baseRef, pull.baseSHA, repository),
            ]
        }
    }

    func render(_ deployment: Deployment, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let url = "\(api)/deployments/\(deployment.id)"
        return [
            "url": .string(url), "id": .int(deployment.id), "node_id": .string(nodeID("Deployment", deployment.id)),
            "sha": .string(deployment.sha), "ref": .string(deployment.ref), "task": .string(deployment.task),
            "payload": (try? ForgeJSON(parsing: deployment.payload)) ?? [:], "original_environment": .string(deployment.environment),
            "environment": .string(deployment.environment), "description": ForgeJSON(deployment.description),
            "creator": try renderUser(deployment.userID), "created_at": Times.json(deployment.createdAt),
            "updated_at": Times.json(deployment.updatedAt), "statuses_url": .string("\(url)/statuses"), "repository_url": .string(api),
            "transient_environment": false, "production_environment": .bool(deployment.environment == "production"),
        ]
    }

    func render(_ status: DeploymentStatus, _ deployment: Deployment, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let url = "\(api)/deployments/\(deployment.id)"
        return [
            "url": .string("\(url)/statuses/\(status.id)"), "id": .int(status.id),
            "node_id": .string(nodeID("DeploymentStatus", status.id)), "state": .string(status.state),
            "creator": try renderUser(status.userID),
            "description": .string(status.description ?? ""), "environment": .string(deployment.environment),
            "target_url": .string(status.targetURL ?? ""), "created_at": Times.json(status.createdAt),
            "updated_at": Times.json(status.createdAt), "deployment_url": .string(url), "repository_url": .string(api),
            "environment_url": .string(status.environmentURL ?? ""), "log_url": .string(status.targetURL ?? ""),
        ]
    }
}

extension String {
    /// The text without trailing line breaks: the forge shows commit messages so.
    var trimmingNewlines: String {
        var text = Substring(self)
        while text.last == "\n" || text.last == "\r\n" { text.removeLast() }
        return String(text)
    }
}
