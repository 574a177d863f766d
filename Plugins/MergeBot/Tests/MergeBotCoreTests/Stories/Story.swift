import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

/// The merge queue on a host in memory, with a fake forge that answers its effects.
final class Story {
    let host: TestHost
    let forge: FakeForge
    let project: Int64
    /// What the forge has that the mirror has not: changes to what an inspection finds, by "acme/a#1".
    var inspected: [String: (inout Inspect.Found) -> Void] = [:]
    /// Numbers of commits that an inspection finds, by "acme/a#1", where they are not what the mirror counts.
    var commits: [String: Int] = [:]
    /// Pull requests that cannot be composed, with the failure's code.
    var conflicts: [String: Compose.PickFailureCode] = [:]
    /// Pushes to these refs ("acme/a refs/heads/main") are refused, with that code.
    var refusals: [String: String] = [:]
    private(set) var said: [SentReply] = []

    init(settings: JSON = [:], repositories: [String] = ["acme/a"], branches: [String] = ["main"]) throws {
        host = try TestHost(MergeBotPlugin.self)
        forge = FakeForge(host)
        project = try host.addProject("acme", branches: branches, settings: settings)
        for repository in repositories {
            try host.addRepository(repository, project: project, settings: ["required_statuses": "ci/build"])
            for branch in branches { forge.refs[repository, "refs/heads/\(branch)"] = forge.newCommit() }
        }
        try host.addReviewer("rev", of: repositories, selfReview: true)
        overrideAnswers()
    }

    private func overrideAnswers() {
        forge.override(Inspect.self) { [unowned self] request, effect in
            var result = try forge.inspect(request, in: effect.effect.repository)
            for index in result.pullRequests.indices {
                let name = "\(effect.effect.repository)#\(result.pullRequests[index].number)"
                if let count = commits[name] {
                    result.pullRequests[index].commits = forge.commits(endingAt: result.pullRequests[index].head, count: count)
                }
                inspected[name]?(&result.pullRequests[index])
            }
            return .done(result)
        }
        forge.override(Compose.self) { [unowned self] request, _ in
            .done(try forge.compose(request) { [unowned self] pick in conflicts["\(pick.repository)#\(pick.number ?? 0)"] })
        }
        forge.override(Push.self) { [unowned self] request, effect in
            let code = request.updates.lazy.compactMap { [unowned self] in refusals["\(effect.effect.repository) \($0.reference)"] }.first
            return code.map { .failed($0, "said the forge") }
        }
    }

    func sha() -> String { forge.newCommit().hex }

    /// Where the branches are: "acme/a refs/heads/main" gives a commit's id.
    var refs: Refs { Refs(forge: forge) }

    struct Refs {
        let forge: FakeForge

        subscript(_ text: String) -> String? {
            get {
                let (repository, name) = Self.parts(text)
                return forge.refs[repository, name]?.hex
            }
            nonmutating set {
                let (repository, name) = Self.parts(text)
                forge.refs[repository, name] = newValue.flatMap { ObjectID($0) }
            }
        }

        private static func parts(_ text: String) -> (String, String) {
            let parts = text.split(separator: " ").map(String.init)
            return (parts[0], parts[1])
        }
    }

    /// Called before an effect is answered.
    var beforeEffect: (RequestedEffect) throws -> Void {
        get { forge.beforeAnswer }
        set { forge.beforeAnswer = newValue }
    }

    /// Kinds that nobody answers for now.
    var paused: Set<String> {
        get { forge.paused }
        set { forge.paused = newValue }
    }

    // MARK: What people and the forge do

    @discardableResult
    func open(
        _ number: Int, in repository: String = "acme/a", label: String? = nil, target: String = "main", body: String = "",
        draft: Bool = false,
        commits count: Int = 1
    ) throws -> String {
        let head = sha()
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
        try forge.settle()
        said += host.takeReplies()
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
    var effectCount: Int { forge.answered.count }

    func effects(_ kind: String) -> [RequestedEffect] { forge.answered.filter { $0.kind == kind } }

    /// Takes the effects of a kind that nobody answered yet, for the test to answer.
    func take(_ kind: String) -> [RequestedEffect] { forge.takeWaiting(kind) }
}
