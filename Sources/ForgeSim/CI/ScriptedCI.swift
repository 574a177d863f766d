import GRDB
import Synchronization

/// A CI that follows rules: it watches branches and heads of pull requests and sets statuses.
final class ScriptedCI: Sendable {
    private struct State {
        var rules: [CIRule] = []
        var random: SeededRandom
        var queue: [Job] = []
        var working = false
    }

    private let settings: Settings
    private let state: Mutex<State>

    /// Loads the rules from the tables; new random numbers start from the seed.
    init(seed: UInt64, settings: Settings) throws {
        self.settings = settings
        state = Mutex(State(random: SeededRandom(seed: seed)))
        try load(seed: seed)
    }

    var rules: [CIRule] {
        get { state.withLock { $0.rules } }
        set { changing { $0.rules = newValue } }
    }

    func reseed(_ seed: UInt64) { changing { $0.random = SeededRandom(seed: seed ^ 0xC1) } }

    /// Reloads from the tables after they were replaced.
    func load(seed: UInt64) throws {
        let kept = try settings.load("ci")
        let rules = try (kept["rules"].array ?? []).map { try CIRule(json: $0) }
        let random = kept["random"].string.flatMap { UInt64($0) } ?? seed ^ 0xC1
        state.withLock {
            $0.rules = rules
            $0.random = SeededRandom(seed: random)
        }
    }

    /// Drops the work that has not begun.
    func forgetAll() { state.withLock { $0.queue = [] } }

    /// Changes rules or random state and saves them, in the same order for everybody.
    private func changing<T>(_ change: (inout State) throws -> T) rethrows -> T {
        try state.withLock { state in
            let value = try change(&state)
            settings.save("ci", ["random": .string(String(state.random.state)), "rules": .array(state.rules.map(\.json))])
            return value
        }
    }

    /// A branch moved to a new commit.
    func branchMoved(_ repository: Repository, branch: String, sha: String, call: Call) {
        schedule(repository, sha, call) { rule in rule.branch.map { glob($0, branch) } ?? false }
    }

    /// A pull request has a new head; statuses are set in the repository that it targets.
    func headMoved(_ repository: Repository, pull: Pull, call: Call) {
        schedule(repository, pull.headSHA, call) { $0.pullRequests }
    }

    private func schedule(_ repository: Repository, _ sha: String, _ call: Call, _ applies: (CIRule) -> Bool) {
        let rules = rules
        guard !rules.isEmpty, let name = try? call.read({ try $0.fullName(repository) }) else { return }
        for rule in rules where glob(rule.repository.lowercased(), name.lowercased()) && applies(rule) {
            add(
                Job(
                    world: call.world, rule: rule, repository: repository, sha: sha, pusher: call.user, base: call.base,
                    flaked: roll(rule), epoch: call.world.deliveries.epoch))
        }
    }

    /// The contexts that flake this time. Decided at the push, not when the work is done, so that two runs with one seed agree.
    private func roll(_ rule: CIRule) -> Set<String> {
        guard rule.flaky > 0 else { return [] }
        return changing { state in Set(rule.contexts.filter { _ in state.random.unit() < rule.flaky }) }
    }

    private struct Job: Sendable {
        let world: World
        let rule: CIRule
        let repository: Repository
        let sha: String
        let pusher: User?
        let base: String
        let flaked: Set<String>
        /// The period between two resets in which it was requested.
        let epoch: Int
    }

    /// An undelayed result belongs to the push: the simulator is not idle before it, and they are sent one after another. A delayed one
    /// lies in the future.
    private func add(_ job: Job) {
        let center = job.world.deliveries
        if job.rule.delay > 0 { return center.background(counted: false) { [self] in await run(job) } }
        let start = state.withLock { state in
            state.queue.append(job)
            defer { state.working = true }
            return !state.working
        }
        if start { center.background(counted: true) { [self] in await work() } }
    }

    private func work() async {
        while let job = next() { await run(job) }
    }

    private func next() -> Job? {
        state.withLock { state in
            state.working = !state.queue.isEmpty
            return state.working ? state.queue.removeFirst() : nil
        }
    }

    private func run(_ job: Job) async {
        if job.rule.pending { try? await report(job) { _ in ("pending", "running") } }
        if job.rule.delay > 0 { try? await Task.sleep(for: .milliseconds(job.rule.delay)) }
        guard let verdicts = try? verdicts(job) else { return }
        try? await report(job) { verdicts[$0] ?? ("error", "the scripted CI failed") }
    }

    private func report(_ job: Job, _ verdict: (String) -> (state: String, description: String)) async throws {
        let user = try job.world.read(base: job.base) { tx in
            try job.rule.login.flatMap { try User.find(tx.db, login: $0) } ?? job.pusher
                ?? User.fetchOne(cached: tx.db, sql: "SELECT * FROM users ORDER BY id")
        }
        guard let user else { return }
        let outbox = Outbox()
        let call = Call(
            world: job.world, method: "POST", path: "/_ci", query: [:], headers: [:], body: [], user: user, base: job.base, outbox: outbox)
        try await job.world.lock.with {
            guard job.epoch == job.world.deliveries.epoch else { return }
            for context in job.rule.contexts {
                let (state, description) = verdict(context)
                if job.rule.checks {
                    try CheckChanges(call: call, repository: job.repository, user: user)
                        .report(job.sha, name: context, state: state, summary: description)
                } else {
                    try StatusChanges(call: call, repository: job.repository, user: user).create(
                        job.sha, state: state, context: context, description: description,
                        targetURL: "\(job.base)/_ci/\(job.sha)/\(context.urlEncoded)")
                }
            }
            _ = job.world.deliveries.enqueue(outbox.take(), world: job.world)
        }
    }

    private func verdicts(_ job: Job) throws -> [String: (state: String, description: String)] {
        let family = try job.world.git.repository(job.repository).family
        let files = job.rule.red.isEmpty ? [:] : try redFiles(job.rule, family, job.sha)
        let message = try family.commit(job.sha)?.message ?? ""
        var verdicts: [String: (String, String)] = [:]
        for context in job.rule.contexts {
            if let file = files[context] {
                verdicts[context] = ("failure", "\(file) is red")
            } else if let text = job.rule.redMessage, message.contains(text) {
                verdicts[context] = ("failure", "the commit message asked for it")
            } else if job.flaked.contains(context) {
                verdicts[context] = ("failure", "flaked")
            } else {
                verdicts[context] = (job.rule.state, job.rule.state == "success" ? "all good" : job.rule.state)
            }
        }
        return verdicts
    }

    /// The first red file per context.
    private func redFiles(_ rule: CIRule, _ family: GitFamily, _ sha: String) throws -> [String: String] {
        guard let tree = try family.commit(sha)?.tree else { return [:] }
        var found: [String: String] = [:]
        for red in rule.red {
            for (path, blob) in try files(red.path, family, tree, prefix: "") {
                let text = String(decoding: try family.object(blob)?.data ?? [], as: UTF8.self)
                guard red.contains.map({ text.contains($0) }) ?? true else { continue }
                for context in rule.contexts where red.contexts.isEmpty || red.contexts.contains(context) {
                    found[context] = found[context] ?? path
                }
            }
        }
        return found
    }

    private func files(_ pattern: String, _ family: GitFamily, _ tree: String, prefix: String) throws -> [(path: String, sha: String)] {
        var found: [(String, String)] = []
        for entry in try family.tree(tree) ?? [] {
            let path = prefix + entry.name
            if entry.kind == .blob, glob(pattern, path) { found.append((path, entry.sha)) }
            let below = pattern.contains("*") || pattern.hasPrefix(path + "/")
            if entry.kind == .tree, below { found += try files(pattern, family, entry.sha, prefix: path + "/") }
        }
        return found
    }
}
