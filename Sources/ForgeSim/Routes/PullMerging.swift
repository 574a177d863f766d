/// `PUT …/pulls/{n}/merge` and `PUT …/pulls/{n}/update-branch`.
struct PullMerging {
    let call: Call

    private struct Job {
        let repository: Repository
        let git: GitRepository
        let pull: Pull
        let user: User
        let base: String
        let commits: [GitCommit]
        let title: String
        let body: ForgeJSON
        /// `owner:branch` with a slash, as merge messages name the head.
        let head: String
        let opener: User

        func person(_ user: User, _ seconds: Int64) -> GitPerson {
            GitPerson(name: user.name ?? user.login, email: user.commitEmail, seconds: seconds)
        }
    }

    // MARK: Merging

    func merge() async throws -> Reply {
        let (repository, pull) = try Routes.findPull(call)
        let user = try call.allowed(.write, on: repository)
        let body = try call.json()
        try RequestShape.check(body, [("commit_title", .string), ("commit_message", .string), ("sha", .string)])
        let method = body["merge_method"].string ?? "merge"
        if body.has("merge_method") { try RequestShape.check(body, [("merge_method", .oneOf(["merge", "squash", "rebase"]))]) }
        let notMergeable = Refusal(status: 405, message: "Pull Request is not mergeable")
        guard pull.open else { throw notMergeable }
        if pull.draft { throw Refusal(status: 405, message: "Pull Request is still a draft") }
        try checkMethod(method, repository)
        if let sha = body["sha"].string, sha != pull.headSHA {
            throw Refusal(status: 409, message: "Head branch was modified. Review and try the merge again.")
        }
        let git = try call.git(repository)
        guard let base = try git.branch(pull.baseRef) else { throw notMergeable }
        let job = try await job(repository, git, pull, user, base, body)
        guard let sha = try await compose(method, job) else { throw notMergeable }
        let change = GitRepository.Change(ref: "refs/heads/\(pull.baseRef)", old: base, new: sha)
        try await RefRules(call: call, repository: repository, git: git, user: user, pull: pull).check(change, status: 405)
        try await RefChanges(call: call, repository: repository, git: git, user: user).apply([change], merging: pull)
        try await deleteHead(job)
        return .json(["sha": .string(sha), "merged": true, "message": "Pull Request successfully merged"])
    }

    /// Repositories can be set to drop merged branches.
    private func deleteHead(_ job: Job) async throws {
        let settings = (try? ForgeJSON(parsing: job.repository.settings)) ?? [:]
        guard settings["delete_branch_on_merge"].bool == true, job.pull.headRepositoryID == job.repository.id,
            job.pull.headRef != job.repository.defaultBranch, try job.git.branch(job.pull.headRef) == job.pull.headSHA
        else { return }
        try await RefChanges(call: call, repository: job.repository, git: job.git, user: job.user)
            .apply([.init(ref: "refs/heads/\(job.pull.headRef)", old: job.pull.headSHA, new: nil)])
    }

    private func job(
        _ repository: Repository, _ git: GitRepository, _ pull: Pull, _ user: User, _ base: String, _ body: ForgeJSON
    ) async throws -> Job {
        let shas = try await git.family.commits(from: [pull.headSHA], excluding: [base])
        return try call.read { tx in
            let issue = try tx.issue(of: pull)
            return Job(
                repository: repository, git: git, pull: pull, user: user, base: base,
                commits: try shas.compactMap { try git.family.commit($0) }, title: issue.title, body: body,
                head: "\(try tx.user(pull.headOwnerID).login)/\(pull.headRef)", opener: try tx.user(issue.userID))
        }
    }

    private func checkMethod(_ method: String, _ repository: Repository) throws {
        let settings = (try? ForgeJSON(parsing: repository.settings)) ?? [:]
        let (key, name) =
            switch method {
            case "squash": ("allow_squash_merge", "Squash merges")
            case "rebase": ("allow_rebase_merge", "Rebase merges")
            default: ("allow_merge_commit", "Merge commits")
            }
        if settings[key].bool == false { throw Refusal(status: 405, message: "\(name) are not allowed on this repository.") }
    }

    /// The new commit of the base; `nil` if there are conflicts.
    private func compose(_ method: String, _ job: Job) async throws -> String? {
        switch method {
        case "rebase": try await rebase(job)
        case "squash": try await squash(job)
        default: try await mergeCommit(job)
        }
    }

    private func mergeCommit(_ job: Job) async throws -> String? {
        guard let tree = try await job.git.family.mergeTree(job.base, job.pull.headSHA) else { return nil }
        let title = job.body["commit_title"].string ?? "Merge pull request #\(job.pull.number) from \(job.head)"
        let text = job.body["commit_message"].string ?? job.title
        let seconds = call.now / 1000
        return try job.git.family.write(
            .commit,
            GitCommit.encode(
                tree: tree, parents: [job.base, job.pull.headSHA], author: job.person(job.user, seconds), committer: .forge(seconds),
                message: Self.message(title, text)))
    }

    private func squash(_ job: Job) async throws -> String? {
        guard let tree = try await job.git.family.mergeTree(job.base, job.pull.headSHA) else { return nil }
        let single = job.commits.count == 1 ? job.commits.first?.message.trimmingNewlines : nil
        let lines = single?.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let title = job.body["commit_title"].string ?? "\(lines?.first ?? job.title) (#\(job.pull.number))"
        let list = job.commits.map { "* \($0.message.trimmingNewlines)" }.joined(separator: "\n\n")
        let text = job.body["commit_message"].string ?? lines.map { $0.count > 1 ? $0[1].trimmingNewlines : "" } ?? list
        let seconds = call.now / 1000
        return try job.git.family.write(
            .commit,
            GitCommit.encode(
                tree: tree, parents: [job.base], author: job.person(job.opener, seconds), committer: .forge(seconds),
                message: Self.message(title, text)))
    }

    private func rebase(_ job: Job) async throws -> String? {
        var tip = job.base
        let seconds = call.now / 1000
        for commit in job.commits where commit.parents.count == 1 {
            guard let tree = try await job.git.family.pickTree(commit, onto: tip) else { return nil }
            let data = GitCommit.encode(
                tree: tree, parents: [tip], author: commit.author, committer: job.person(job.user, seconds), message: commit.message)
            tip = try job.git.family.write(.commit, data)
        }
        return tip == job.base ? nil : tip
    }

    private static func message(_ title: String, _ text: String) -> String {
        let body = text.trimmingSpaces
        return body.isEmpty ? title : "\(title)\n\n\(body)"
    }

    // MARK: Updating the head

    func updateBranch() async throws -> Reply {
        let (repository, pull) = try Routes.findPull(call)
        let user = try call.signedIn()
        let body = try call.json()
        try RequestShape.check(body, [("expected_head_sha", .string)])
        let head = try call.read { tx in try pull.headRepositoryID.flatMap { try Repository.fetchOne(cached: tx.db, key: $0) } }
        guard pull.open, let head else { throw Refusal.unprocessable("Pull request is closed.") }
        guard try mayPush(user, head, pull, repository) else { throw Refusal.forbidden("Must have admin rights to Repository.") }
        if let expected = body["expected_head_sha"].string, expected != pull.headSHA {
            throw Refusal.unprocessable("expected head sha didn’t match current head ref.")
        }
        let git = try call.git(head)
        guard let base = try call.git(repository).branch(pull.baseRef) else { throw Refusal.notFound }
        if try await git.family.isAncestor(base, of: pull.headSHA) {
            throw Refusal.unprocessable("There are no new commits on the base branch.")
        }
        guard let tree = try await git.family.mergeTree(pull.headSHA, base) else {
            throw Refusal.unprocessable("merge conflict between base and head")
        }
        let seconds = call.now / 1000
        let person = GitPerson(name: user.name ?? user.login, email: user.commitEmail, seconds: seconds)
        let data = GitCommit.encode(
            tree: tree, parents: [pull.headSHA, base], author: person, committer: .forge(seconds),
            message: "Merge branch '\(pull.baseRef)' into \(pull.headRef)")
        let sha = try git.family.write(.commit, data)
        try await RefChanges(call: call, repository: head, git: git, user: user)
            .apply([.init(ref: "refs/heads/\(pull.headRef)", old: pull.headSHA, new: sha)])
        let url = try call.read { "\(try $0.htmlURL(repository))/pull/\(pull.number)" }
        return .json(["message": "Updating pull request branch.", "url": .string(url)], status: 202)
    }

    /// People who may write to the fork, or to the target if maintainers may modify it.
    private func mayPush(_ user: User, _ head: Repository, _ pull: Pull, _ target: Repository) throws -> Bool {
        if try call.permission(on: head) >= .write { return true }
        return try pull.maintainerCanModify && call.permission(on: target) >= .write
    }
}
