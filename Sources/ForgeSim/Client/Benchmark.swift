/// Measures how fast a simulator answers; client and server share the process and the machine.
public struct Benchmark: Sendable {
    /// One measured figure.
    public struct Figure: Sendable {
        /// What was done.
        public let name: String
        /// Milliseconds of one call, or of the whole, on average.
        public let milliseconds: Double
        /// Calls per second, with several connections at once; `nil` if calls were measured one after another.
        public let perSecond: Double?
    }

    private let seconds: Double
    private let pulls: Int
    private let connections = 8

    /// Makes a measurement.
    ///
    /// - Parameters:
    ///   - seconds: How long each kind of call is measured.
    ///   - pulls: How many pull requests the crowded repository gets.
    public init(seconds: Double = 2, pulls: Int = 10_000) {
        self.seconds = seconds
        self.pulls = pulls
    }

    /// Starts a simulator, measures it and reports each figure as soon as it is known.
    public func run(_ report: @Sendable (Figure) -> Void) async throws {
        let users = [SimUser("ann", role: "user"), SimUser("acme", type: "Organization"), SimUser("bob")]
        let sim = try await ForgeSimulator.start(users: users)
        let ann = try sim.contributor("ann")
        try await ann.createRepository("acme/app")
        let pull = try await ann.openPull("acme/app", branch: "topic", title: "Topic", files: ["a.txt": "1\n"])
        for number in 0..<10 { try await ann.comment("acme/app", pull.number, "comment \(number)") }
        report(try await baseline(try await ann.client.get("/repos/acme/app").bytes))
        for call in Self.calls("acme/app", pull.number, pull.head) { report(try await throughput(call, ann.client)) }
        report(try await story(sim))
        let before = try await latencies(ann, "acme/app", pull.number, pull.head, "with 1 pull request")
        try await crowd(sim)
        let after = try await latencies(ann, "acme/app", pull.number, pull.head, "with \(pulls) pull requests")
        for (few, many) in zip(before, after) { for figure in [few, many] { report(figure) } }
        await sim.stop()
    }

    /// The same client and web framework doing nothing: the upper bound.
    private func baseline(_ document: [UInt8]) async throws -> Figure {
        try await EchoServer(document: document).run { baseURL in
            let call = Measured(name: "a server that only answers \(document.count) bytes", method: "GET", path: "/")
            return try await throughput(call, SimClient(baseURL: baseURL, token: "none"))
        }
    }

    private struct Measured: Sendable {
        let name: String
        let method: String
        let path: String
        /// The body of the n-th call.
        let body: (@Sendable (Int) -> ForgeJSON)?

        init(name: String, method: String, path: String, body: (@Sendable (Int) -> ForgeJSON)? = nil) {
            self.name = name
            self.method = method
            self.path = path
            self.body = body
        }
    }

    private static func calls(_ repository: String, _ number: Int, _ sha: String) -> [Measured] {
        let path = "/repos/\(repository)"
        return [
            Measured(name: "GET repository", method: "GET", path: path),
            Measured(name: "GET pull request", method: "GET", path: "\(path)/pulls/\(number)"),
            Measured(name: "GET pull requests", method: "GET", path: "\(path)/pulls"),
            Measured(name: "GET comments", method: "GET", path: "\(path)/issues/\(number)/comments"),
            Measured(name: "GET ref", method: "GET", path: "\(path)/git/ref/heads/main"),
            Measured(name: "GET combined status", method: "GET", path: "\(path)/commits/\(sha)/status"),
            Measured(name: "POST status", method: "POST", path: "\(path)/statuses/\(sha)") {
                // A commit accepts 1,000 statuses of one context.
                ["state": "success", "context": .string("ci-\($0 / 500)")]
            },
            Measured(name: "POST comment", method: "POST", path: "\(path)/issues/\(number)/comments") { _ in ["body": "hello"] },
        ]
    }

    private func throughput(_ call: Measured, _ client: SimClient) async throws -> Figure {
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for connection in 0..<connections {
                group.addTask {
                    var count = 0
                    while clock.now < end {
                        try await client.expect(call.method, call.path, call.body?(connection * 1_000_000 + count))
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        let rate = Double(count) / (clock.now - start).seconds
        return Figure(name: call.name, milliseconds: 1000 / rate, perSecond: rate)
    }

    /// A repository, its fork and a pull request between them, with the commit in it.
    private func story(_ sim: ForgeSimulator) async throws -> Figure {
        let (ann, bob) = (try sim.contributor("ann"), try sim.contributor("bob"))
        let rounds = 20
        let start = ContinuousClock.now
        for round in 0..<rounds {
            try await ann.client.post("/orgs/acme/repos", ["name": .string("app-\(round)"), "auto_init": true])
            let fork = try await bob.fork("acme/app-\(round)")
            let sha = try await bob.commit(fork, branch: "topic", from: "main", message: "Topic", files: ["b.txt": "1\n"])
            try await bob.openPull("acme/app-\(round)", base: "main", head: "bob:topic", title: "Topic \(sha.prefix(7))")
        }
        let time = (ContinuousClock.now - start).seconds * 1000 / Double(rounds)
        return Figure(name: "repository, fork, commit and pull request", milliseconds: time, perSecond: nil)
    }

    private func crowd(_ sim: ForgeSimulator) async throws {
        let ann = try sim.contributor("ann")
        let tip = try await ann.commit("acme/app", branch: "crowd", from: "main", message: "Crowd", files: ["c.txt": "1\n"])
        for number in 0..<pulls {
            try await ann.point("acme/app", "crowd-\(number)", at: tip, exists: false)
            try await ann.openPull("acme/app", base: "main", head: "acme:crowd-\(number)", title: "Pull request \(number)")
        }
    }

    /// One call after another, 50 of each kind.
    private func latencies(_ ann: Contributor, _ repository: String, _ number: Int, _ sha: String, _ when: String) async throws -> [Figure]
    {
        var figures: [Figure] = []
        func measure(_ name: String, _ body: (Int) async throws -> Void) async throws {
            let start = ContinuousClock.now
            for round in 0..<50 { try await body(round) }
            figures.append(
                Figure(name: "\(name), \(when)", milliseconds: (ContinuousClock.now - start).seconds * 20, perSecond: nil))
        }
        for call in Self.calls(repository, number, sha) {
            try await measure(call.name) { try await ann.client.expect(call.method, call.path, call.body?(100_000 + $0)) }
        }
        try await measure("PATCH pull request") { round in try await ann.editPull(repository, number, ["title": .string("Title \(round)")])
        }
        let tip = try await ann.commit(repository, branch: "late", from: "main", message: "Late \(when)", files: ["d.txt": .some(when)])
        try await measure("POST branch and pull request") { round in
            let branch = "late-\(when.count)-\(round)"
            try await ann.point(repository, branch, at: tip, exists: false)
            try await ann.openPull(repository, base: "main", head: "acme:\(branch)", title: "Late \(round)")
        }
        return figures
    }
}

extension SimClient {
    /// Sends a request that must succeed and discards the answer.
    fileprivate func expect(_ method: String, _ path: String, _ body: ForgeJSON?) async throws {
        let status = try await status(method, path, body)
        guard (200..<300).contains(status) else { throw ForgeSimError("\(method) \(path) answered \(status)", status: status) }
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
