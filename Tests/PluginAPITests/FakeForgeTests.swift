import PluginAPI
import PluginTesting
import Testing

/// Asks for what its event says, and keeps the outcomes.
private struct AskingPlugin: Plugin {
    static var manifest: Manifest {
        Manifest(id: "asking", version: "1", events: ["test.*", "effect.outcome"], effects: EffectKind.all.map(\.name))
    }

    func start(_ host: Host) throws {
        try host.migrate([
            Migration("0001_create_outcomes", "CREATE TABLE asking_outcomes (id INTEGER PRIMARY KEY, document TEXT NOT NULL)")
        ])
    }

    func event(_ event: Event, _ host: Host) throws {
        if event.kind == "effect.outcome" {
            try host.execute("INSERT INTO asking_outcomes (document) VALUES (?)", event.document)
        } else {
            try host.effect(
                Effect(
                    event.document["kind"].string ?? "", repository: "acme/web", number: 1, payload: event.document["payload"]))
        }
    }
}

@Suite("The fake forge")
struct FakeForgeTests {
    private static let sha = JSON.string(String(repeating: "a", count: 40))

    /// One request of each kind.
    private static let payloads: [String: JSON] = [
        "comment": ["body": "b"], "reaction": ["comment_key": "comment:1", "content": "eyes"], "labels": ["add": ["a"], "remove": []],
        "status": ["sha": sha, "context": "ci", "state": "success"], "close": [:], "reopen": [:], "retarget": ["base": "main"],
        "create_pull_request": ["title": "t", "body": "b", "head": "bob:x", "base": "main", "draft": false],
        "deployment": ["sha": sha, "environment": "merge", "description": "d"], "close_issue": ["issue": 3],
        "delete_ref": ["ref": "refs/heads/x"], "fetch": ["comments": true],
        "inspect": ["target": "main", "pull_requests": [["number": 1, "head": sha]]],
        "compose": [
            "repositories": [["repository": "acme/web", "base": sha]],
            "groups": [
                ["id": 1, "picks": [["repository": "acme/web", "number": 1, "method": "squash", "head": sha, "commits": [["sha": sha]]]]]
            ],
        ],
        "push": ["updates": [["ref": "refs/heads/main", "sha": sha, "force": false]]], "read_refs": ["refs": ["refs/heads/main"]],
    ]

    private func started() throws -> (TestHost, FakeForge) {
        let host = try TestHost(AskingPlugin.self)
        try host.addPullRequest(TestPullRequest(repository: "acme/web", number: 1, head: String(repeating: "a", count: 40)))
        return (host, FakeForge(host))
    }

    private func ask(_ kind: String, _ host: TestHost) throws {
        try host.deliver("test.ask", document: ["kind": .string(kind), "payload": Self.payloads[kind] ?? [:]])
    }

    private func outcomes(_ host: TestHost) throws -> [JSON] {
        try host.sql("SELECT document FROM asking_outcomes ORDER BY id").map { try $0.json("document") }
    }

    @Test("answers every kind of the registry, and its answer is that kind's result", arguments: EffectKind.all)
    func kinds(kind: EffectKind) throws {
        let (host, forge) = try started()
        try ask(kind.name, host)
        try forge.settle()
        let outcome = try #require(try outcomes(host).first)
        #expect(outcome["state"] == "done")
        func reads<Request: EffectRequest>(_ type: Request.Type) throws { _ = try outcome["result"].decode(as: Request.Result.self) }
        try reads(kind.request)
        #expect(forge.answered.map(\.kind) == [kind.name])
    }

    @Test("an answer can be overridden, for all effects of a kind or for some")
    func overriding() throws {
        let (host, forge) = try started()
        var asked = 0
        forge.override(PostComment.self) { request, _ in
            asked += 1
            return asked == 1 ? .failed("forbidden", "not \(request.body)") : asked == 2 ? .done(.init(id: 77, url: "u")) : nil
        }
        for _ in 1...3 { try ask("comment", host) }
        try forge.settle()
        let found = try outcomes(host)
        #expect(found.map { $0["state"] } == ["failed", "done", "done"])
        #expect(found[0]["code"] == "forbidden" && found[0]["message"] == "not b")
        #expect(found[1]["result"]["id"] == 77)
        #expect(found[2]["result"]["id"] != 77)
    }

    @Test("a push moves a ref, and one with a stale lease does not")
    func pushing() throws {
        let (host, forge) = try started()
        let (old, new) = (forge.newCommit(), forge.newCommit())
        forge.refs["acme/web", "refs/heads/main"] = old
        func push(expecting lease: ObjectID) throws {
            let update: JSON = ["ref": "refs/heads/main", "sha": .string(new.hex), "expected": .string(lease.hex), "force": false]
            try host.deliver("test.ask", document: ["kind": "push", "payload": ["updates": [update]]])
            try forge.settle()
        }
        try push(expecting: new)
        #expect(forge.refs["acme/web", "refs/heads/main"] == old)
        try push(expecting: old)
        #expect(forge.refs["acme/web", "refs/heads/main"] == new)
        // What arrived before and is pushed again is done.
        try push(expecting: old)
        #expect(try outcomes(host).map { $0["state"] } == ["failed", "done", "done"])
        #expect(try outcomes(host)[0]["code"] == "stale")
    }

    @Test("what is paused waits, and can be answered by the test")
    func pausing() throws {
        let (host, forge) = try started()
        forge.paused = ["comment"]
        try ask("comment", host)
        try ask("labels", host)
        try forge.settle()
        #expect(forge.answered.map(\.kind) == ["labels"])
        #expect(forge.takeWaiting("comment").count == 1)
        forge.paused = []
        try forge.settle()
        #expect(forge.answered.count == 1)
    }
}
