import PluginAPI
import PluginTesting

@testable import MergeBotCore

/// The merge queue on a host in memory, with a forge and a git that answer its effects from plain dictionaries.
///
/// `settle` answers effects in order and fires due timers until nothing is left to do.
final class Story {
    let host: TestHost
    let project: Int64
    /// Where the branches are: "acme/a refs/heads/main" gives a sha.
    var refs: [String: String] = [:]
    /// What the forge has that the mirror has not: overrides of inspected members, by "acme/a#1".
    var inspected: [String: [String: JSON]] = [:]
    /// Numbers of commits, by "acme/a#1"; one where nothing is said.
    var commits: [String: Int] = [:]
    /// Pull requests that cannot be composed, with the failure's code.
    var conflicts: [String: String] = [:]
    /// Pushes to these refs are refused, with that code.
    var refusals: [String: String] = [:]
    /// Called before an effect is answered.
    var beforeEffect: (RequestedEffect) throws -> Void = { _ in }
    /// Kinds that nobody answers for now.
    var paused: Set<String> = []
    private(set) var asked: [RequestedEffect] = []
    private(set) var said: [SentReply] = []
    private var counter = 0

    init(settings: JSON = [:], repositories: [String] = ["acme/a"], branches: [String] = ["main"]) throws {
        host = try TestHost(MergeBotPlugin.self)
        project = try host.addProject("acme", branches: branches, settings: settings)
        for repository in repositories {
            try host.addRepository(repository, project: project, requiredStatuses: ["ci/build"])
            for branch in branches { refs["\(repository) refs/heads/\(branch)"] = sha() }
        }
        try host.addReviewer("rev", of: repositories, selfReview: true)
    }

    func sha() -> String {
        counter += 1
        let digits = String(counter, radix: 16)
        return "c" + String(repeating: "0", count: 39 - digits.count) + digits
    }

    // MARK: What people and the forge do

    @discardableResult
    func open(
        _ number: Int, in repository: String = "acme/a", label: String? = nil, target: String = "main", body: String = "",
        draft: Bool = false,
        commits count: Int = 1
    ) throws -> String {
        let head = sha()
        commits["\(repository)#\(number)"] = count
        try host.addPullRequest(
            TestPullRequest(
                repository: repository, number: number, target: target, head: head, label: label ?? "dev:\(repository)-\(number)",
                title: "Change \(number)", body: body, author: "dev", draft: draft, commitCount: count))
        try happen("opened", number, in: repository)
        return head
    }

    func happen(_ kind: String, _ number: Int, in repository: String = "acme/a", by actor: String = "dev", _ document: JSON = [:]) throws {
        try host.deliver("pull_request.\(kind)", repository: repository, number: number, actor: actor, document: document)
    }

    @discardableResult
    func push(_ number: Int, in repository: String = "acme/a") throws -> String {
        let head = sha()
        try host.updatePullRequest(number, in: repository, ["head": head, "head_changed_at": host.now])
        try happen("head_changed", number, in: repository, ["new": .string(head), "reopened": false])
        return head
    }

    func close(_ number: Int, in repository: String = "acme/a") throws {
        try host.updatePullRequest(number, in: repository, ["closed": true])
        try happen("closed", number, in: repository)
    }

    func reopen(_ number: Int, in repository: String = "acme/a") throws {
        try host.updatePullRequest(number, in: repository, ["closed": false])
        try happen("reopened", number, in: repository)
    }

    func draft(_ number: Int, _ draft: Bool, in repository: String = "acme/a") throws {
        try host.updatePullRequest(number, in: repository, ["draft": draft])
        try happen("draft_changed", number, in: repository)
    }

    func retarget(_ number: Int, to target: String, in repository: String = "acme/a") throws {
        let old = try row(number, in: repository).string("target")
        try host.updatePullRequest(number, in: repository, ["target": target])
        try happen("retargeted", number, in: repository, ["old": .string(old), "new": .string(target)])
    }

    func status(_ sha: String, _ state: String, _ context: String = "ci/build", url: String? = nil) throws {
        try host.setStatus(sha, context, state, targetURL: url)
        try host.deliver("status.changed", sha: sha, document: ["sha": .string(sha), "context": .string(context), "state": .string(state)])
    }

    @discardableResult
    func comment(
        _ command: String, on number: Int, in repository: String = "acme/a", by author: String = "rev", _ arguments: JSON = [:]
    ) throws -> CommandResult {
        try host.command(command, by: author, on: number, in: repository, arguments: arguments)
    }

    /// Opens a pull request, makes it green and approves it.
    @discardableResult
    func ready(_ number: Int, in repository: String = "acme/a", label: String? = nil, target: String = "main") throws -> String {
        let head = try open(number, in: repository, label: label, target: target)
        try status(head, "success")
        try comment("approve", on: number, in: repository)
        try settle()
        return head
    }

    // MARK: Running

    /// Answers effects in order and fires due timers until nothing is left to do.
    func settle() throws {
        for _ in 0..<2000 {
            queue += host.takeEffects()
            if let index = queue.firstIndex(where: { !paused.contains($0.kind) }) {
                let effect = queue.remove(at: index)
                asked.append(effect)
                try beforeEffect(effect)
                try answer(effect)
            } else if host.timers.contains(where: { $0.dueAt <= host.now }) {
                try host.fireTimers()
            } else {
                said += host.takeReplies()
                return
            }
        }
        throw PluginError(.failed, "the story does not settle")
    }

    /// The codes of what was said on a pull request since the last call, without the plugin's prefix.
    func heard(_ number: Int, in repository: String = "acme/a") -> [String] {
        let mine = said.filter { $0.repository == repository && $0.number == number }
        said.removeAll { $0.repository == repository && $0.number == number }
        return mine.map { String($0.code.dropFirst("mergebot.".count)) }
    }

    /// The texts of what was said and not heard yet.
    var texts: [String] { said.map(\.text) }

    // MARK: What is to be seen

    func document(_ number: Int, in repository: String = "acme/a") throws -> JSON {
        let parts = repository.split(separator: "/")
        return try host.query(
            "pull_request", ["owner": .string(String(parts[0])), "name": .string(String(parts[1])), "number": .int(Int64(number))])
    }

    func state(_ number: Int, in repository: String = "acme/a") throws -> String {
        try document(number, in: repository)["state"].string ?? ""
    }

    var stagings: [JSON] { get throws { try host.query("stagings", ["order": "asc"])["items"].array ?? [] } }
    var splits: [JSON] { get throws { try host.query("splits")["items"].array ?? [] } }

    /// The staging that is active on the branch.
    func active(_ target: String = "main") throws -> JSON? {
        try stagings.first { $0["active"].bool == true && $0["target"].string == target }
    }

    /// Lets CI decide on every head of the active staging.
    func decide(_ state: String, _ target: String = "main", in repository: String? = nil) throws {
        guard let staging = try active(target) else { throw PluginError(.notFound, "nothing is staged on \(target)") }
        for (name, head) in (staging["heads"].object ?? [:]).sorted(by: { $0.key < $1.key }) where repository == nil || repository == name {
            try status(head.string ?? "", state, url: "https://ci.test/\(name)")
        }
        try settle()
    }

    func row(_ number: Int, in repository: String = "acme/a") throws -> Row {
        try host.sql("SELECT * FROM pull_requests WHERE repository = ? AND number = ?", repository, number)[0]
    }

    func effects(_ kind: String) -> [RequestedEffect] { asked.filter { $0.kind == kind } }

    /// Takes the effects of a kind that nobody answered yet, for the test to answer.
    func take(_ kind: String) -> [RequestedEffect] {
        let taken = queue.filter { $0.kind == kind }
        queue.removeAll { $0.kind == kind }
        return taken
    }

    // MARK: Answers

    private var queue: [RequestedEffect] = []

    private func answer(_ effect: RequestedEffect) throws {
        switch effect.kind {
        case "inspect": try host.finish(effect, result: inspect(effect))
        case "compose": try host.finish(effect, result: compose(effect))
        case "push": try push(effect)
        case "read_refs":
            var found: [String: JSON] = [:]
            for name in (effect.payload["refs"].array ?? []).compactMap(\.string) {
                found[name] = JSON(refs["\(effect.effect.repository) \(name)"])
            }
            try host.finish(effect, result: ["refs": .object(found)])
        default: try host.finish(effect)
        }
    }

    private func inspect(_ effect: RequestedEffect) throws -> JSON {
        let repository = effect.effect.repository
        let target = effect.payload["target"].string ?? ""
        let found: [JSON] = try (effect.payload["pull_requests"].array ?? []).map { asked in
            let number = asked["number"].int ?? 0
            let name = "\(repository)#\(number)"
            let row = try row(number, in: repository)
            let person: JSON = ["name": "Dev", "email": "dev@example.test"]
            let count = commits[name] ?? 1
            let list: [JSON] = (0..<count).map { index in
                let sha = index == count - 1 ? asked["head"].string ?? "" : "\(asked["head"].string ?? "")-\(index)"
                return [
                    "sha": .string(sha), "tree": "t", "parents": ["p"], "message": .string("commit \(index)"), "author": person,
                    "committer": person,
                ]
            }
            var document: JSON = [
                "number": .int(Int64(number)), "found": true, "head": .string(try row.string("head")),
                "title": .string(try row.string("title")), "body": .string(try row.string("body")),
                "base": .string(try row.string("target")), "draft": .bool(try row.bool("draft")),
                "state": try row.bool("closed") ? "closed" : "open", "merge_base": "p", "commits": .array(list),
            ]
            for (key, value) in inspected[name] ?? [:] { document[key] = value }
            return document
        }
        return ["target_head": JSON(refs["\(repository) refs/heads/\(target)"]), "pull_requests": .array(found)]
    }

    private func compose(_ effect: RequestedEffect) -> JSON {
        var heads: [String: String] = [:]
        for repository in effect.payload["repositories"].array ?? [] {
            heads[repository["repository"].string ?? ""] = repository["base"].string
        }
        let limit = effect.payload["stop_after"].int ?? 1000
        var staged = 0
        let groups: [JSON] = (effect.payload["groups"].array ?? []).map { group in
            let picks = group["picks"].array ?? []
            if staged == limit { return ["id": group["id"], "state": "not_tried"] }
            for pick in picks {
                let name = "\(pick["repository"].string ?? "")#\(pick["number"].int ?? 0)"
                guard let code = conflicts[name] else { continue }
                return [
                    "id": group["id"], "state": "failed", "code": .string(code), "message": .string("there is a \(code)"),
                    "repository": pick["repository"], "number": pick["number"],
                ]
            }
            staged += 1
            var commits: [String: JSON] = [:]
            for pick in picks {
                let new = sha()
                let repository = pick["repository"].string ?? ""
                heads[repository] = new
                commits[repository] = [pick["head"].string ?? "": .string(new), "": .string(new)]
            }
            return ["id": group["id"], "state": "staged", "commits": .object(commits)]
        }
        let trees = heads.mapValues { JSON.string("tree of \($0)") }
        return ["groups": .array(groups), "heads": .object(heads.mapValues { .string($0) }), "trees": .object(trees)]
    }

    private func push(_ effect: RequestedEffect) throws {
        for update in effect.payload["updates"].array ?? [] {
            let ref = "\(effect.effect.repository) \(update["ref"].string ?? "")"
            if let code = refusals[ref] { return try host.fail(effect, code: code, message: "said the forge") }
            if refs[ref] == update["sha"].string { continue }
            if let expected = update["expected"].string, refs[ref] != expected {
                return try host.fail(effect, code: "stale", message: "the ref moved")
            }
            refs[ref] = update["sha"].string
        }
        try host.finish(effect)
    }
}
