/// Questions about history, answered from commits in memory: starting git for each would cost more than the rest of the call.
///
/// Every method returns `nil` if the history is too long, and git has to be asked.
struct CommitWalk {
    /// What a walk needs to know about a commit.
    struct Link: Sendable {
        let parents: [String]
        let seconds: Int64
    }

    let family: GitFamily
    /// The most commits that a walk visits.
    var limit = 5_000

    /// The commits reachable from `include` and not from `exclude`, oldest first, in the order of `git rev-list --topo-order --reverse`.
    func commits(from include: [String], excluding exclude: [String]) throws -> [String]? {
        if include.count == 1, exclude.count == 1, let chain = try chain(from: include[0], to: exclude[0]) { return chain.reversed() }
        guard let left = try ancestors(of: include), let out = try ancestors(of: exclude) else { return nil }
        return try sorted(left.subtracting(out))?.reversed()
    }

    func isAncestor(_ ancestor: String, of descendant: String) throws -> Bool? {
        if try chain(from: descendant, to: ancestor) != nil { return true }
        return try ancestors(of: [descendant])?.contains(ancestor)
    }

    /// The best common ancestor; `.some(nil)` if there is none, `nil` also if there are several.
    func mergeBase(_ left: String, _ right: String) throws -> String?? {
        if try chain(from: left, to: right) != nil { return right }
        if try chain(from: right, to: left) != nil { return left }
        guard let mine = try ancestors(of: [left]), let yours = try ancestors(of: [right]) else { return nil }
        let common = mine.intersection(yours)
        var best = common
        for sha in common { best.subtract(try family.link(sha)?.parents ?? []) }
        guard best.count <= 1 else { return nil }
        return .some(best.first)
    }

    /// The commits from one down to, but without, another, if each of them has a single parent.
    private func chain(from tip: String, to end: String) throws -> [String]? {
        var chain: [String] = []
        var current = tip
        while current != end {
            guard chain.count < limit, let link = try family.link(current), link.parents.count == 1 else { return nil }
            chain.append(current)
            current = link.parents[0]
        }
        return chain
    }

    /// The commits reachable from `include` down to the stops, and the stops that were reached.
    func commits(from include: [String], stoppingAt isEnd: (String) -> Bool) throws -> (commits: Set<String>, base: Set<String>)? {
        var (seen, base): (Set<String>, Set<String>) = ([], [])
        var waiting = include
        while let sha = waiting.popLast() {
            if isEnd(sha) {
                base.insert(sha)
                continue
            }
            guard seen.insert(sha).inserted else { continue }
            guard seen.count <= limit, let link = try family.link(sha) else { return nil }
            waiting += link.parents
        }
        return (seen, base)
    }

    private func ancestors(of tips: [String]) throws -> Set<String>? { try commits(from: tips, stoppingAt: { _ in false })?.commits }

    /// Children before parents, without interleaving branches: git's own topological order.
    func sorted(_ commits: Set<String>) throws -> [String]? {
        var children: [String: Int] = [:]
        var links: [String: Link] = [:]
        for sha in commits {
            guard let link = try family.link(sha) else { return nil }
            links[sha] = link
            for parent in link.parents where commits.contains(parent) { children[parent, default: 0] += 1 }
        }
        var stack = commits.filter { children[$0] == nil }.sorted {
            let (a, b) = (links[$0]?.seconds ?? 0, links[$1]?.seconds ?? 0)
            return a == b ? $0 < $1 : a < b
        }
        var out: [String] = []
        while let sha = stack.popLast() {
            out.append(sha)
            for parent in links[sha]?.parents ?? [] {
                guard let count = children[parent] else { continue }
                children[parent] = count - 1
                if count == 1 { stack.append(parent) }
            }
        }
        return out
    }
}
