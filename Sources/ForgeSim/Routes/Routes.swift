/// All endpoints; one file per resource adds its own.
enum Routes {
    static func forge() -> RouteTable {
        var routes = RouteTable()
        people(&routes)
        repositories(&routes)
        branches(&routes)
        rulesets(&routes)
        apps(&routes)
        organizations(&routes)
        teams(&routes)
        search(&routes)
        collaborators(&routes)
        hooks(&routes)
        refs(&routes)
        objects(&routes)
        contents(&routes)
        merges(&routes)
        commits(&routes)
        statuses(&routes)
        checks(&routes)
        pulls(&routes)
        reviews(&routes)
        reviewComments(&routes)
        reviewRequests(&routes)
        issues(&routes)
        issueEvents(&routes)
        comments(&routes)
        reactions(&routes)
        labels(&routes)
        assignees(&routes)
        milestones(&routes)
        deployments(&routes)
        graphQL(&routes)
        git(&routes)
        return routes
    }

    /// The commit for a name: an id, an abbreviated one, a branch, a tag or a full ref.
    static func resolve(_ name: String, _ git: GitRepository) throws -> String? {
        let refs = try git.refs()
        if name == "HEAD" { return try git.branch(git.head()) }
        for candidate in [name, "refs/" + name, "refs/heads/" + name, "refs/tags/" + name] {
            if let sha = refs[candidate] { return try commitBehind(sha, git) }
        }
        guard let sha = try git.family.expand(name) else { return nil }
        return try commitBehind(sha, git)
    }

    /// Follows an annotated tag to its commit.
    static func commitBehind(_ sha: String, _ git: GitRepository) throws -> String? {
        guard let object = try git.family.object(sha) else { return nil }
        switch object.kind {
        case .commit: return sha
        case .tag: return try commitBehind(String(String(decoding: object.data, as: UTF8.self).dropFirst(7).prefix(40)), git)
        default: return nil
        }
    }
}
