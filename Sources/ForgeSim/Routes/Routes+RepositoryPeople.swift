import GRDB

/// Who contributed to a repository.
extension Routes {
    private struct Contribution {
        var user: User?
        var person: GitPerson
        var count = 0
    }

    static func repositoryPeople(_ routes: inout RouteTable) {
        routes.get("/repos/{owner}/{repo}/contributors") { call in
            let repository = try call.repository()
            let git = try call.git(repository)
            guard let tip = try git.branch(repository.defaultBranch) else { return .noContent }
            let commits = try await git.family.commits(from: [tip], excluding: [])
            let anonymous = call.query["anon"] == "1" || call.query["anon"] == "true"
            return try call.read { tx in
                let all = try contributions(commits, git.family, tx).filter { anonymous || $0.user != nil }
                return try call.list(all) { item in
                    guard let user = item.user else {
                        return [
                            "email": .string(item.person.email), "name": .string(item.person.name), "type": "Anonymous",
                            "contributions": ForgeJSON(item.count),
                        ]
                    }
                    var rendered = tx.render(user)
                    rendered["contributions"] = ForgeJSON(item.count)
                    return rendered
                }
            }
        }
    }

    /// By number of commits, the most first; merges are not counted, as on the forge.
    private static func contributions(_ commits: [String], _ family: GitFamily, _ tx: Transaction) throws -> [Contribution] {
        var found: [String: Contribution] = [:]
        var order: [String] = []
        for sha in commits {
            guard let commit = try family.commit(sha), commit.parents.count < 2 else { continue }
            let user = try tx.user(behind: commit.author)
            let key = user.map { "#\($0.id)" } ?? commit.author.email.lowercased()
            if found[key] == nil { order.append(key) }
            found[key, default: Contribution(user: user, person: commit.author)].count += 1
        }
        let ranked = order.enumerated().sorted { left, right in
            let (a, b) = (found[left.element]?.count ?? 0, found[right.element]?.count ?? 0)
            return a == b ? left.offset < right.offset : a > b
        }
        return ranked.compactMap { found[$0.element] }
    }
}
