/// Merging one branch into another.
extension Routes {
    static func merges(_ routes: inout RouteTable) {
        routes.post("/repos/{owner}/{repo}/merges") { call in
            let repository = try call.repository(.write)
            let user = try call.signedIn()
            let git = try call.git(repository)
            let body = try call.json()
            guard let base = body["base"].string else { throw Refusal.notSupplied("base") }
            guard let name = body["head"].string else { throw Refusal.notSupplied("head") }
            guard let tip = try git.branch(base) else { throw Refusal(status: 404, message: "Base does not exist") }
            guard let head = try resolve(name, git) else { throw Refusal(status: 404, message: "Head does not exist") }
            if try await git.family.isAncestor(head, of: tip) { return .noContent }
            guard let tree = try await git.family.mergeTree(tip, head) else { throw Refusal(status: 409, message: "Merge conflict") }
            let person = GitPerson(name: user.name ?? user.login, email: user.commitEmail, seconds: call.now / 1000)
            let message = body["commit_message"].string ?? "Merge \(name) into \(base)"
            let data = GitCommit.encode(tree: tree, parents: [tip, head], author: person, committer: person, message: message)
            let sha = try git.family.write(.commit, data)
            let change = GitRepository.Change(ref: "refs/heads/\(base)", old: tip, new: sha)
            try RefRules(call: call, repository: repository, git: git, user: user).refuseByFault(change, status: 409)
            try await RefChanges(call: call, repository: repository, git: git, user: user).apply([change])
            guard let commit = try git.family.commit(sha) else { throw Refusal.notFound }
            return try call.read { .created(try $0.render(commit, repository)) }
        }
    }
}
