/// `GET …/pulls/{n}/files`.
struct PullFiles {
    let call: Call

    func run() async throws -> Reply {
        let (repository, pull) = try Routes.findPull(call)
        let git = try call.git(repository)
        guard let fork = try await git.family.mergeBase(pull.baseSHA, pull.headSHA) else { return .json([]) }
        let files = try await git.family.fileDiffs(from: fork, to: pull.headSHA)
        return try call.read { tx in
            try call.list(files) { try tx.render($0, repository, at: pull.headSHA, before: fork) }
        }
    }
}
