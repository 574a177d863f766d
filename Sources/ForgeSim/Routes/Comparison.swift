import GRDB

/// `GET …/compare/{base}...{head}`: from the merge base to the head.
struct Comparison {
    let call: Call
    private static let mostFiles = 300

    private struct Sides {
        let names: [String]
        let base: String
        let head: String
    }

    func run() async throws -> Reply {
        let (repository, git) = try Routes.open(call)
        let sides = try sides(repository, git)
        let family = git.family
        guard let fork = try await family.mergeBase(sides.base, sides.head), let forkCommit = try family.commit(fork),
            let baseCommit = try family.commit(sides.base)
        else { throw Refusal(status: 404, message: "No common ancestor between \(sides.names[0]) and \(sides.names[1]).") }
        switch call.mediaType {
        case "diff": return text(try await family.diffText(from: fork, to: sides.head), "diff")
        case "patch": return text(try await family.patchText("\(sides.base)..\(sides.head)"), "patch")
        default: break
        }
        let ahead = try await family.commits(from: [sides.head], excluding: [sides.base])
        let behind = try await family.commits(from: [sides.base], excluding: [sides.head])
        let files = call.page == 1 ? try await family.fileDiffs(from: fork, to: sides.head) : []
        let isPaged = call.query["page"] != nil || call.query["per_page"] != nil
        return try call.read { tx in
            let paged = try call.list(ahead) { sha in try family.commit(sha).map { try tx.render($0, repository) } ?? .null }
            let shown = isPaged ? Array(ahead.dropFirst((call.page - 1) * call.perPage).prefix(call.perPage)) : Array(ahead.prefix(250))
            var rendered = try links(sides, repository, tx)
            rendered["base_commit"] = try tx.render(baseCommit, repository)
            rendered["merge_base_commit"] = try tx.render(forkCommit, repository)
            rendered["status"] = status(ahead.count, behind.count)
            rendered["ahead_by"] = ForgeJSON(ahead.count)
            rendered["behind_by"] = ForgeJSON(behind.count)
            rendered["total_commits"] = ForgeJSON(ahead.count)
            rendered["commits"] = .array(try shown.compactMap { try family.commit($0) }.map { try tx.render($0, repository) })
            rendered["files"] = .array(
                try files.prefix(Self.mostFiles).map { try tx.render($0, repository, at: sides.head, before: fork) })
            var reply = Reply.json(rendered)
            if isPaged { reply.headers = paged.headers }
            return reply
        }
    }

    private func status(_ ahead: Int, _ behind: Int) -> ForgeJSON {
        if behind == 0 { return ahead == 0 ? "identical" : "ahead" }
        return ahead == 0 ? "behind" : "diverged"
    }

    private func text(_ bytes: [UInt8], _ kind: String) -> Reply {
        Reply(status: 200, body: .bytes(bytes, type: "application/vnd.github.\(kind); charset=utf-8"))
    }

    private func links(_ sides: Sides, _ repository: Repository, _ tx: Transaction) throws -> ForgeJSON {
        let range = call.parameter("range")
        let html = "\(try tx.htmlURL(repository))/compare/\(range)"
        let owner = try tx.user(repository.ownerID).login
        let permanent = "\(owner):\(sides.base.prefix(7))...\(owner):\(sides.head.prefix(7))"
        return [
            "url": .string("\(try tx.apiURL(repository))/compare/\(range)"), "html_url": .string(html),
            "permalink_url": .string("\(try tx.htmlURL(repository))/compare/\(permanent)"), "diff_url": .string("\(html).diff"),
            "patch_url": .string("\(html).patch"),
        ]
    }

    // MARK: Both sides

    private func sides(_ repository: Repository, _ git: GitRepository) throws -> Sides {
        let range = call.parameter("range")
        let names: [String]
        if let dots = range.firstRange(of: "...") {
            names = [String(range[..<dots.lowerBound]), String(range[dots.upperBound...])]
        } else if range.contains("..") {
            throw Refusal.notSimulated("comparing with two dots")
        } else {
            names = [repository.defaultBranch, range]
        }
        guard let base = try side(names[0], repository, git), let head = try side(names[1], repository, git) else { throw Refusal.notFound }
        return Sides(names: names, base: base, head: head)
    }

    /// One side of a comparison: a ref of this repository, `owner:branch` or `owner:repository:branch` of the fork family.
    private func side(_ name: String, _ repository: Repository, _ git: GitRepository) throws -> String? {
        let parts = name.split(separator: ":", maxSplits: 2).map(String.init)
        guard parts.count > 1 else { return try Routes.resolve(name, git) }
        let other = try call.read { tx -> Repository? in
            if parts.count == 3 {
                let found = try Repository.find(tx.db, owner: parts[0], name: parts[1])
                return found?.familyID == repository.familyID ? found : nil
            }
            let sql = """
                SELECT r.* FROM repositories r JOIN users u ON u.id = r.ownerID WHERE u.login = ? AND r.familyID = ? ORDER BY r.id = ? DESC
                """
            return try Repository.fetchOne(cached: tx.db, sql: sql, arguments: [parts[0], repository.familyID, repository.id])
        }
        guard let other, try call.permission(on: other) >= .read else { return nil }
        return try Routes.resolve(parts[parts.count - 1], call.git(other))
    }
}
