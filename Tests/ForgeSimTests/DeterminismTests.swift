import ForgeSim
import Synchronization
import Testing

@Suite("Determinism")
struct DeterminismTests {
    /// A clock that moves only when told to.
    private final class Clock: Sendable {
        private let time = Mutex<Int64>(1_700_000_000_000)
        var now: Int64 { time.withLock { $0 } }
        func advance() { time.withLock { $0 += 1_500 } }
    }

    private static let users = [
        SimUser("owner", role: "user", email: "owner@example.com"), SimUser("org", type: "Organization"), SimUser("other"), SimUser("ci"),
    ]

    private func start(_ clock: Clock, seed: UInt64 = 42, data: String? = nil) async throws -> ForgeSimulator {
        try await ForgeSimulator.start(users: Self.users, dataDirectory: data, seed: seed, clock: { clock.now })
    }

    /// The first half of a story; every step waits for its deliveries, since scripted CI runs beside the calls.
    private func open(_ sim: ForgeSimulator, _ clock: Clock) async throws {
        let owner = try sim.contributor("owner")
        let other = try sim.contributor("other")
        try await owner.createRepository("org/app")
        try await owner.addHook("org/app", url: "http://127.0.0.1:1/a")
        try await owner.addHook("org/app", url: "http://127.0.0.1:1/b", events: ["pull_request", "status"])
        sim.control.setCI([
            CIRule(pullRequests: true, contexts: ["ci", "lint"], login: "ci", flaky: 0.5),
            CIRule(branch: "*", contexts: ["build"], pending: true, login: "ci", flaky: 0.3, checks: true),
        ])
        try sim.control.addFault(["match": ["event": "issue_comment"], "effect": "drop", "probability": 0.5])
        try sim.control.addFault(["match": ["method": "POST", "path": "*/labels"], "effect": "status", "value": 502, "probability": 0.4])
        try await other.fork("org/app")
        try await sim.idle()
        for name in ["one", "two"] {
            clock.advance()
            try await other.openPull("org/app", branch: name, title: "Add \(name)", files: ["\(name).txt": "1\n"], from: "other/app")
            try await sim.idle()
        }
    }

    /// The second half.
    private func finish(_ sim: ForgeSimulator, _ clock: Clock) async throws {
        let owner = try sim.contributor("owner")
        for round in 0..<8 {
            clock.advance()
            try await owner.comment("org/app", 1, "comment \(round)")
            _ = try await owner.client.send("POST", "/repos/org/app/issues/2/labels", ["labels": [.string("label-\(round)")]])
            try await sim.idle()
        }
        clock.advance()
        try await owner.review("org/app", 2, "APPROVE", body: "fine")
        try await owner.commit("org/app", branch: "main", message: "Close nothing", files: ["x.txt": "2\n"])
        try await sim.idle()
        let head = try await owner.pull("org/app", 1)["head"]["sha"]
        try await owner.client.post("/repos/org/app/merges", ["base": "main", "head": head])
        try await sim.idle()
    }

    /// Everything observable, without the port.
    private func picture(_ sim: ForgeSimulator) async throws -> [String] {
        let client = try sim.client("owner")
        var texts = try sim.control.deliveries().map(\.text)
        for path in [
            "", "/pulls?state=all", "/pulls/1", "/pulls/2", "/pulls/1/commits", "/pulls/2/reviews", "/issues?state=all",
            "/issues/1/comments",
            "/labels", "/hooks", "/branches", "/git/refs", "/commits", "/commits/main/status", "/forks",
        ] {
            texts.append("\(path) \(try await client.get("/repos/org/app\(path)").text)")
        }
        let head = try await client.get("/repos/org/app/pulls/2")["head"]["sha"].string ?? ""
        texts.append(try await client.get("/repos/org/app/commits/\(head)/statuses").text)
        texts.append(try await sim.client(nil).get("/_sim/faults").text)
        return texts.map { $0.replacing(":\(sim.port)", with: "") }
    }

    private func play(seed: UInt64 = 42) async throws -> [String] {
        let clock = Clock()
        let sim = try await start(clock, seed: seed)
        try await open(sim, clock)
        try await finish(sim, clock)
        let seen = try await picture(sim)
        await sim.stop()
        return seen
    }

    @Test("the same calls give the same journal and the same documents, byte for byte")
    func twice() async throws {
        let first = try await play()
        let second = try await play()
        #expect(first.count > 40)
        for (left, right) in zip(first, second) { #expect(left == right) }
        #expect(first.count == second.count)
    }

    @Test("another seed gives other ids")
    func otherSeed() async throws {
        let first = try await play()
        let second = try await play(seed: 43)
        #expect(first != second)
    }

    @Test("an export in the middle changes nothing of what follows")
    func carriedOver() async throws {
        let reference = try await play()
        let clock = Clock()
        let first = try await start(clock)
        try await open(first, clock)
        let archive = try await first.control.exportState()
        await first.stop()
        let second = try await start(clock, seed: 1)
        try await second.control.importState(archive)
        try await finish(second, clock)
        let seen = try await picture(second)
        // Whatever was sent before the export carries the address of the first instance.
        let texts = seen.map { $0.replacing(":\(first.port)", with: "") }
        for (left, right) in zip(reference, texts) { #expect(left == right) }
        #expect(reference.count == texts.count)
        await second.stop()
    }

    @Test("a restart in the middle changes nothing of what follows, whatever seed it is given")
    func restarted() async throws {
        let reference = try await play()
        let tree = try WorkTree()
        let clock = Clock()
        let first = try await start(clock, data: tree.path + "/data")
        try await open(first, clock)
        await first.stop()
        let second = try await start(clock, seed: 7, data: tree.path + "/data")
        try await finish(second, clock)
        let texts = try await picture(second).map { $0.replacing(":\(first.port)", with: "") }
        for (left, right) in zip(reference, texts) { #expect(left == right) }
        #expect(reference.count == texts.count)
        await second.stop()
    }

    @Test("a reset begins anew, with the same ids")
    func reset() async throws {
        let clock = Clock()
        let sim = try await start(clock)
        try await open(sim, clock)
        let before = try await sim.client("owner").get("/repos/org/app")
        try await sim.client(nil).post("/_sim/reset", [:])
        #expect(try sim.control.deliveries().isEmpty)
        try await open(sim, clock)
        let after = try await sim.client("owner").get("/repos/org/app")
        #expect(before["id"] == after["id"] && before["node_id"] == after["node_id"])
        await sim.stop()
    }
}
