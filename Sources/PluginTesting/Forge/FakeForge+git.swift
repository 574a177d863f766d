public import PluginAPI

/// Git in memory: what is on branches, and commits that are known by their ids alone.
extension FakeForge {
    /// What an inspection finds, by the mirror: each pull request with its one commit, or as many as the mirror counts.
    ///
    /// - Throws: ``PluginError`` with code `notFound` for a pull request that the mirror does not have.
    public func inspect(_ request: Inspect, in repository: String) throws -> Inspect.Result {
        let found = try request.pullRequests.map { asked in
            guard let row = try row(asked.number, in: repository), let head = ObjectID(try row.string("head")) else {
                throw PluginError(.notFound, "the mirror of the test has no pull request \(repository)#\(asked.number) with a commit")
            }
            var found = Inspect.Found(number: asked.number, head: head, found: true)
            found.title = try row.string("title")
            found.body = try row.string("body")
            found.base = try row.string("target")
            found.isDraft = try row.bool("draft")
            found.state = try row.bool("closed") ? .closed : .open
            found.mergeBase = .zero
            found.commits = commits(endingAt: asked.head, count: max(1, row.optionalInt("commit_count") ?? 1))
            return found
        }
        return Inspect.Result(targetHead: refs[repository, "refs/heads/\(request.target)"], pullRequests: found)
    }

    /// Made-up commits of a pull request, the last of which is its head.
    public func commits(endingAt head: ObjectID, count: Int) -> [Inspect.Commit] {
        let author = CommitSignature(author: CommitAuthor(name: "Dev", email: "dev@example.test"), seconds: 0)
        return (0..<count).map { index in
            let digits = String(index, radix: 16)
            let earlier = ObjectID("d" + String(repeating: "0", count: 3 - digits.count) + digits + head.hex.suffix(36)) ?? .zero
            return Inspect.Commit(
                id: index == count - 1 ? head : earlier, tree: .emptyTree, parents: [.zero], message: "commit \(index)", author: author,
                committer: author)
        }
    }

    /// Builds groups one on another until enough have succeeded.
    ///
    /// - Parameter failure: why a pick cannot be done; its group has failed then.
    public func compose(
        _ request: Compose, failure: (Compose.Pick) -> Compose.PickFailureCode? = { _ in nil }
    ) throws -> Compose.Result {
        var heads = Dictionary(request.repositories.map { ($0.repository, $0.base) }, uniquingKeysWith: { first, _ in first })
        var staged = 0
        let groups = try request.groups.map { group in
            if staged == request.stopAfter { return Compose.GroupResult(id: group.id, state: .notTried) }
            for pick in group.picks {
                guard let code = failure(pick) else { continue }
                var failed = Compose.GroupResult(id: group.id, state: .failed)
                failed.code = code
                failed.message = "there is a \(code.rawValue)"
                failed.repository = pick.repository
                failed.number = pick.number
                return failed
            }
            staged += 1
            var done = Compose.GroupResult(id: group.id, state: .staged)
            for pick in group.picks {
                let second = (request.time ?? host.now).milliseconds / 1000
                let new = commit(of: "\(heads[pick.repository]?.hex ?? "") \(second) \(try JSON(encoding: pick).text)")
                heads[pick.repository] = new
                done.commits[pick.repository] = [pick.head.hex: new, "": new]
            }
            return done
        }
        return Compose.Result(groups: groups, heads: heads, trees: heads)
    }

    func push(_ request: Push, in repository: String) throws -> Answer<JSON> {
        for update in request.updates {
            let present = refs[repository, update.reference]
            if let expected = update.expected, present != expected, present != update.id {
                return .failed("stale", "\(update.reference) is at \(present?.hex ?? "nothing")")
            }
        }
        for update in request.updates { refs[repository, update.reference] = update.id }
        return .done(
            try JSON(encoding: Push.Result(updates: request.updates.map { Push.Result.Moved(reference: $0.reference, id: $0.id) })))
    }
}
