import ForgeSim
import PluginAPI
import StoryKit
import Testing

/// A forge that does the work but never confirms it, for each kind of effect that changes something.
@Suite("What the forge did without saying so is not done twice")
struct DoubleTests {
    /// How the answer is lost after the work.
    static let troubles: [ForgeJSON] = [
        ["effect": "status_after", "value": 500], ["effect": "status_after", "value": 502], ["effect": "cut_after"],
    ]

    /// A kind of effect: the call whose answer is lost, and how often its work can be seen on the forge.
    struct Work: Sendable, CustomTestStringConvertible {
        var kind: String
        var method = "POST"
        var path: String
        /// Creates what the effect needs.
        var effect: @Sendable (EffectBench, Contributor.OpenedPull) async throws -> Effect
        var count: @Sendable (EffectBench, Contributor.OpenedPull) async throws -> Int

        var testDescription: String { "\(kind), \(method) \(path)" }
        /// Whether people would see it being done twice, so that the host looks before it repeats it.
        var isLookedFor: Bool { ["comment", "create_pull_request", "deployment"].contains(kind) }
    }

    private static let repository = EffectBench.repository

    private static func deliveries(_ bench: EffectBench, _ event: String, action: String) async throws -> Int {
        try await bench.forge.idle()
        return try bench.forge.control.deliveries(repository: repository, event: event).count { $0["action"].string == action }
    }

    private static func list(_ bench: EffectBench, _ path: String) async throws -> [ForgeJSON] {
        try await bench.bot.client.get("/repos/\(repository)/\(path)").array ?? []
    }

    static let works: [Work] = [
        Work(kind: "comment", path: "/repos/*/issues/*/comments") { _, pull in
            .comment(repository, pull.number, body: "Hello.")
        } count: { bench, pull in
            try await bench.bot.comments(repository, pull.number).count { $0.author == Stage.bot }
        },
        Work(kind: "reaction", path: "/repos/*/reactions") { bench, pull in
            let comment = try await bench.forge.contributor("bob").comment(repository, pull.number, "Please.")
            return .reaction(repository, pull.number, comment: CommentKey(.comment, Int64(comment)), content: "eyes")
        } count: { bench, pull in
            let comment = try await bench.bot.comments(repository, pull.number).first?.id ?? 0
            return try await list(bench, "issues/comments/\(comment)/reactions").count
        },
        Work(kind: "labels", path: "/repos/*/labels") { _, pull in
            .labels(repository, pull.number, add: ["ready"])
        } count: { bench, pull in
            try await bench.bot.labels(repository, pull.number).count
        },
        Work(kind: "labels, removed", method: "DELETE", path: "/repos/*/labels/*") { bench, pull in
            _ = try await bench.bot.client.post("/repos/\(repository)/issues/\(pull.number)/labels", ["labels": ["old"]])
            return .labels(repository, pull.number, add: [], remove: ["old"])
        } count: { bench, pull in
            1 + (try await bench.bot.labels(repository, pull.number).count)
        },
        Work(kind: "status", path: "/repos/*/statuses/*") { _, pull in
            Effect(SetStatus(sha: try #require(ObjectID(pull.head)), context: "bot", state: .success), repository: repository)
        } count: { bench, pull in
            // People see the combined status, which has the latest of each context.
            try await bench.bot.client.get("/repos/\(repository)/commits/\(pull.head)/status")["statuses"].array?.count ?? 0
        },
        Work(kind: "close", method: "PATCH", path: "/repos/*/pulls/*") { _, pull in
            .close(repository, pull.number)
        } count: { bench, _ in
            try await deliveries(bench, "pull_request", action: "closed")
        },
        Work(kind: "reopen", method: "PATCH", path: "/repos/*/pulls/*") { bench, pull in
            try await bench.bot.editPull(repository, pull.number, ["state": "closed"])
            return .reopen(repository, pull.number)
        } count: { bench, _ in
            try await deliveries(bench, "pull_request", action: "reopened")
        },
        Work(kind: "retarget", method: "PATCH", path: "/repos/*/pulls/*") { bench, pull in
            let main = try await bench.bot.head(repository, "main") ?? ""
            try await bench.bot.point(repository, "next", at: main)
            return .retarget(repository, pull.number, base: "next")
        } count: { bench, _ in
            try await deliveries(bench, "pull_request", action: "edited")
        },
        Work(kind: "create_pull_request", path: "/repos/*/pulls") { bench, _ in
            try await bench.bot.commit(repository, branch: "another", from: "main", message: "Another", files: ["b.txt": "2\n"])
            return Effect(
                CreatePullRequest(title: "Another", body: "Why.", head: "acme:another", base: "main"), repository: repository)
        } count: { bench, _ in
            try await list(bench, "pulls?state=all").count - 1
        },
        Work(kind: "deployment", path: "/repos/*/deployments") { _, pull in
            deployment(pull)
        } count: { bench, _ in
            try await list(bench, "deployments").count
        },
        Work(kind: "deployment, its state", path: "/repos/*/deployments/*/statuses") { _, pull in
            deployment(pull)
        } count: { bench, _ in
            let made = try await list(bench, "deployments")
            guard made.count == 1, let id = made[0]["id"].int else { return made.count }
            return try await list(bench, "deployments/\(id)/statuses").count
        },
        Work(kind: "close_issue", method: "PATCH", path: "/repos/*/issues/*") { bench, _ in
            let made = try await bench.bot.client.post("/repos/\(repository)/issues", ["title": "Too slow"])
            return Effect(CloseIssue(issue: try #require(made["number"].int)), repository: repository)
        } count: { bench, _ in
            try await list(bench, "issues?state=closed").count
        },
        Work(kind: "delete_ref", method: "DELETE", path: "/repos/*/git/refs/*") { bench, _ in
            let main = try await bench.bot.head(repository, "main") ?? ""
            try await bench.bot.point(repository, "old", at: main)
            return Effect(DeleteRef(ref: "refs/heads/old", expected: ObjectID(main)), repository: repository)
        } count: { bench, _ in
            try await bench.bot.head(repository, "old") == nil ? 1 : 0
        },
        Work(kind: "push", path: "/acme/server*/git-receive-pack") { bench, pull in
            let main = try await bench.bot.head(repository, "main") ?? ""
            return try await push(pull.head, over: main, force: false, bench)
        } count: { bench, pull in
            try await pushes(bench, to: "main", at: pull.head)
        },
        Work(kind: "push, forced", path: "/acme/server*/git-receive-pack") { bench, pull in
            try await push(pull.head, over: nil, force: true, bench)
        } count: { bench, pull in
            try await pushes(bench, to: "main", at: pull.head)
        },
    ]

    private static func deployment(_ pull: Contributor.OpenedPull) -> Effect {
        let payload: JSON = ["sha": .string(pull.head), "environment": "merge", "description": "Merged"]
        return Effect("deployment", repository: repository, number: pull.number, payload: payload)
    }

    /// The commit to push must be in the host's own repository first.
    private static func push(_ head: String, over expected: String?, force: Bool, _ bench: EffectBench) async throws -> Effect {
        let inspect: JSON = ["pull_requests": [["number": 1, "head": .string(head)]], "target": "main"]
        _ = try await bench.outcome(of: Effect("inspect", repository: repository, payload: inspect))
        let update: JSON = [
            "ref": "refs/heads/main", "sha": .string(head), "expected": expected.map(JSON.string) ?? .null, "force": .bool(force),
        ]
        return Effect("push", repository: repository, payload: ["updates": [update]])
    }

    private static func pushes(_ bench: EffectBench, to branch: String, at head: String) async throws -> Int {
        try await bench.forge.idle()
        return try bench.forge.control.deliveries(repository: repository, event: "push").count {
            $0["payload"]["ref"].string == "refs/heads/\(branch)" && $0["payload"]["after"].string == head
        }
    }

    @Test("done once, and known to be done", arguments: works, troubles)
    func once(work: Work, trouble: ForgeJSON) async throws {
        try await play(work, trouble, on: try await EffectBench())
    }

    @Test(
        "done once, where the host's clock is ahead of the forge's", arguments: works.filter(\.isLookedFor),
        [90, 3 * 3600, 3 * 24 * 3600] as [Int64])
    func ahead(work: Work, seconds: Int64) async throws {
        try await play(work, Self.troubles[1], on: try await EffectBench(hostIsAhead: seconds))
    }

    private func play(_ work: Work, _ trouble: ForgeJSON, on bench: EffectBench) async throws {
        do {
            _ = try await bench.forge.contributor("owner").addHook(Self.repository, url: "http://127.0.0.1:9/nobody")
            let pull = try await bench.forge.contributor("bob").openPull(
                Self.repository, branch: "change", title: "A change", files: ["a.txt": "1\n"])
            let effect = try await work.effect(bench, pull)
            var rule = trouble
            rule["match"] = ["method": .string(work.method), "path": .string(work.path), "login": .string(Stage.bot)]
            rule["times"] = 1
            let fault = try bench.forge.control.addFault(rule)
            let outcome = try await bench.outcome(of: effect)
            #expect(bench.forge.control.hits(ofFault: fault) == 1, "the trouble must have happened")
            #expect(outcome["state"] == "done", "\(outcome.text)")
            #expect(try await work.count(bench, pull) == 1)
        } catch {
            await bench.close()
            throw error
        }
        await bench.close()
    }
}
