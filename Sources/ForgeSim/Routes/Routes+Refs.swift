/// git references.
extension Routes {
    static func refs(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/git"
        routes.get("\(path)/ref/{ref...}") { call in
            let (repository, git) = try open(call)
            let name = fullName(call.parameter("ref"))
            guard let sha = try git.refs(seenBy: .api, now: call.now)[name] else { throw Refusal.notFound }
            return try render(call, repository, git, name, sha)
        }
        for prefix in ["refs", "matching-refs"] {
            routes.get("\(path)/\(prefix)") { try list($0, prefix: "") }
            routes.get("\(path)/\(prefix)/{ref...}") { call in
                let (repository, git) = try open(call)
                let name = fullName(call.parameter("ref"))
                if prefix == "refs", let sha = try git.refs(seenBy: .api, now: call.now)[name] {
                    return try render(call, repository, git, name, sha)
                }
                return try list(call, prefix: name)
            }
        }
        routes.post("\(path)/refs") { try await createRef($0) }
        routes.patch("\(path)/refs/{ref...}") { try await updateRef($0) }
        routes.delete("\(path)/refs/{ref...}") { call in
            let repository = try call.repository(.write)
            let git = try call.git(repository)
            let name = fullName(call.parameter("ref"))
            guard let old = try git.ref(name) else { throw Refusal.unprocessable("Reference does not exist") }
            guard !name.hasPrefix("refs/pull/") else { throw Refusal.unprocessable("Reference cannot be updated") }
            guard name != "refs/heads/\(repository.defaultBranch)" else { throw Refusal.unprocessable("Cannot delete the default branch") }
            let user = try call.signedIn()
            let change = GitRepository.Change(ref: name, old: old, new: nil)
            try await RefRules(call: call, repository: repository, git: git, user: user).check(change, status: 422)
            try await RefChanges(call: call, repository: repository, git: git, user: user).apply([change])
            return .noContent
        }
    }

    static func fullName(_ ref: String) -> String { ref.hasPrefix("refs/") ? ref : "refs/" + ref }

    /// The repository of a git data call, which must not be empty.
    static func open(_ call: Call) throws -> (Repository, GitRepository) {
        let repository = try call.repository()
        let git = try call.git(repository)
        guard try !git.refs().isEmpty else { throw Refusal.emptyRepository }
        return (repository, git)
    }

    private static func render(_ call: Call, _ repository: Repository, _ git: GitRepository, _ name: String, _ sha: String) throws -> Reply
    {
        let kind = try git.family.object(sha)?.kind ?? .commit
        return try call.read { .json(try $0.render(ref: name, sha: sha, kind: kind, repository)) }
    }

    private static func list(_ call: Call, prefix: String) throws -> Reply {
        let (repository, git) = try open(call)
        let found = try git.refs(seenBy: .api, now: call.now).filter { prefix.isEmpty || $0.key.hasPrefix(prefix) }.sorted {
            $0.key < $1.key
        }
        if found.isEmpty, !call.path.contains("matching-refs") { throw Refusal.notFound }
        return try call.read { tx in
            try call.list(found) {
                try tx.render(ref: $0.key, sha: $0.value, kind: git.family.object($0.value)?.kind ?? .commit, repository)
            }
        }
    }

    private static func createRef(_ call: Call) async throws -> Reply {
        let repository = try call.repository(.write)
        let git = try call.git(repository)
        guard try !git.refs().isEmpty else { throw Refusal.emptyRepository }
        let body = try call.json()
        guard let name = body["ref"].string else {
            throw body.has("ref") ? Refusal.wrongType("ref", body["ref"], "string") : Refusal.notSupplied("ref")
        }
        guard let sha = body["sha"].string else {
            throw body.has("sha") ? Refusal.wrongType("sha", body["sha"], "string") : Refusal.notSupplied("sha")
        }
        guard name.hasPrefix("refs/"), name.split(separator: "/").count >= 3 else {
            throw Refusal.unprocessable("Reference name must start with 'refs' and have at least two slashes.")
        }
        guard isValidRefName(name) else { throw Refusal.unprocessable("\(name) is not a valid ref name.") }
        guard !name.hasPrefix("refs/pull/") else { throw Refusal.unprocessable("Reference cannot be updated") }
        guard try git.ref(name) == nil else { throw Refusal.unprocessable("Reference already exists") }
        try check(sha, for: name, git)
        if try git.collision(creating: name) != nil { throw Refusal.unprocessable("Reference update failed") }
        try await move(call, repository, git, name, from: nil, to: sha)
        return try render(call, repository, git, name, sha).created(location: "\(call.base)\(call.path)/\(name.dropFirst(5))")
    }

    private static func updateRef(_ call: Call) async throws -> Reply {
        let repository = try call.repository(.write)
        let git = try call.git(repository)
        guard try !git.refs().isEmpty else { throw Refusal.emptyRepository }
        let body = try call.json()
        let name = fullName(call.parameter("ref"))
        guard let sha = body["sha"].string else {
            throw body.has("sha") ? Refusal.wrongType("sha", body["sha"], "string") : Refusal.notSupplied("sha")
        }
        guard let old = try git.ref(name) else { throw Refusal.unprocessable("Reference does not exist") }
        guard !name.hasPrefix("refs/pull/") else { throw Refusal.unprocessable("Reference cannot be updated") }
        try check(sha, for: name, git)
        if body["force"].bool != true, name.hasPrefix("refs/heads/"), !(try await git.family.isAncestor(old, of: sha)) {
            throw Refusal.unprocessable("Update is not a fast forward")
        }
        try await move(call, repository, git, name, from: old, to: sha)
        return try render(call, repository, git, name, sha)
    }

    private static func move(
        _ call: Call, _ repository: Repository, _ git: GitRepository, _ name: String, from old: String?, to new: String
    ) async throws {
        let user = try call.signedIn()
        let change = GitRepository.Change(ref: name, old: old, new: new)
        try await RefRules(call: call, repository: repository, git: git, user: user).check(change, status: 422)
        try await RefChanges(call: call, repository: repository, git: git, user: user).apply([change])
    }

    private static func check(_ sha: String, for name: String, _ git: GitRepository) throws {
        guard sha.isSHA else { throw Refusal.unprocessable("The sha parameter must be exactly 40 characters and contain only [0-9a-f].") }
        guard let object = try git.family.object(sha) else { throw Refusal.unprocessable("Object does not exist") }
        if name.hasPrefix("refs/heads/"), object.kind != .commit {
            throw Refusal.unprocessable("Reference cannot be updated: object is not a commit")
        }
    }
}

extension Reply {
    func created(location: String) -> Reply {
        var reply = header("Location", location)
        reply.status = 201
        return reply
    }
}
