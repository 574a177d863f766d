import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

/// The merge queue on a host in memory, with a forge and a git that answer its effects from plain dictionaries.
///
/// `settle` answers effects in order and fires due timers until nothing is left to do.
final class Story {
    let host: TestHost
    let project: Int64
    /// Where the branches are: "acme/a refs/heads/main" gives a sha.
    var refs: [String: String] = [:]
    /// What the forge has that the mirror has not: changes to what an inspection finds, by "acme/a#1".
    var inspected: [String: (inout Inspect.Found) -> Void] = [:]
    /// Numbers of commits, by "acme/a#1"; one where nothing is said.
    var commits: [String: Int] = [:]
    /// Pull requests that cannot be composed, with the failure's code.
    var conflicts: [String: Compose.PickFailureCode] = [:]
    /// Pushes to these refs are refused, with that code.
    var refusals: [String: String] = [:]
    /// Called before an effect is answered.
    var beforeEffect: (RequestedEffect) throws -> Void = { _ in }
    /// Kinds that nobody answers for now.
    var paused: Set<String> = []
    private(set) var asked: [RequestedEffect] = []
    private(set) var said: [SentReply] = []
    /// What was composed, by everything that git makes a commit's id of.
    private var made: [String: String] = [:]
    private var counter = 0

    init(settings: JSON = [:], repositories: [String] = ["acme/a"], branches: [String] = ["main"]) throws {
        host = try TestHost(MergeBotPlugin.self)
        project = try host.addProject("acme", branches: branches, settings: settings)
        for repository in repositories {
            try host.addRepository(repository, project: project, settings: ["required_statuses": "ci/build"])
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

    /// How many effects were asked for.
    var effectCount: Int { asked.count }

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
        if let request = effect.effect.request(Inspect.self) {
            try host.finish(effect, result: JSON(encoding: inspect(request, in: effect.effect.repository)))
        } else if let request = effect.effect.request(Compose.self) {
            try host.finish(effect, result: JSON(encoding: compose(request)))
        } else if let request = effect.effect.request(Push.self) {
            try push(request, effect)
        } else if let request = effect.effect.request(ReadRefs.self) {
            var found: [String: ObjectID?] = [:]
            for name in request.refs { found.updateValue(id(refs["\(effect.effect.repository) \(name)"]), forKey: name) }
            try host.finish(effect, result: JSON(encoding: ReadRefs.Result(refs: found)))
        } else {
            try host.finish(effect)
        }
    }

    private func id(_ sha: String?) -> ObjectID? { sha.flatMap { ObjectID($0) } }

    private func inspect(_ request: Inspect, in repository: String) throws -> Inspect.Result {
        let found = try request.pullRequests.map { asked in
            let name = "\(repository)#\(asked.number)"
            let row = try row(asked.number, in: repository)
            var found = Inspect.Found(number: asked.number, head: try #require(id(row.string("head"))), found: true)
            found.title = try row.string("title")
            found.body = try row.string("body")
            found.base = try row.string("target")
            found.isDraft = try row.bool("draft")
            found.state = try row.bool("closed") ? .closed : .open
            found.mergeBase = .zero
            found.commits = try commits(of: asked.head, count: commits[name] ?? 1)
            inspected[name]?(&found)
            return found
        }
        return Inspect.Result(targetHead: id(refs["\(repository) refs/heads/\(request.target)"]), pullRequests: found)
    }

    private func commits(of head: ObjectID, count: Int) throws -> [Inspect.Commit] {
        let dev = CommitSignature(author: CommitAuthor(name: "Dev", email: "dev@example.test"), seconds: 0)
        return try (0..<count).map { index in
            let digits = String(index, radix: 16)
            let earlier = "d" + String(repeating: "0", count: 3 - digits.count) + digits + head.hex.suffix(36)
            return Inspect.Commit(
                id: index == count - 1 ? head : try #require(ObjectID(earlier)), tree: .emptyTree, parents: [.zero],
                message: "commit \(index)", author: dev, committer: dev)
        }
    }

    private func compose(_ request: Compose) throws -> Compose.Result {
        var heads = Dictionary(uniqueKeysWithValues: request.repositories.map { ($0.repository, $0.base) })
        var staged = 0
        let groups = try request.groups.map { group in
            if staged == request.stopAfter { return Compose.GroupResult(id: group.id, state: .notTried) }
            for pick in group.picks {
                guard let code = conflicts["\(pick.repository)#\(pick.number ?? 0)"] else { continue }
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
                let new = try #require(id(commit(of: pick, on: heads[pick.repository], at: request.time ?? host.now)))
                heads[pick.repository] = new
                done.commits[pick.repository] = [pick.head.hex: new, "": new]
            }
            return done
        }
        return Compose.Result(groups: groups, heads: heads, trees: heads)
    }

    /// As in git, the same contents at the same second are the same commit.
    private func commit(of pick: Compose.Pick, on head: ObjectID?, at time: Timestamp) throws -> String {
        let contents = "\(head?.hex ?? "") \(time.milliseconds / 1000) \(try JSON(encoding: pick).text)"
        let commit = made[contents] ?? sha()
        made[contents] = commit
        return commit
    }

    private func push(_ request: Push, _ effect: RequestedEffect) throws {
        for update in request.updates {
            let ref = "\(effect.effect.repository) \(update.reference)"
            if let code = refusals[ref] { return try host.fail(effect, code: code, message: "said the forge") }
            if refs[ref] == update.id?.hex { continue }
            if let expected = update.expected?.hex, refs[ref] != expected {
                return try host.fail(effect, code: "stale", message: "the ref moved")
            }
            refs[ref] = update.id?.hex
        }
        try host.finish(effect)
    }
}
