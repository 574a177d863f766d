import Crypto
import ForgeSim
import Testing

@Suite("Webhooks")
struct HookTests {
    @Test("a new hook is pinged, signed, and remembers the answer")
    func ping() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let id = try await s.hook(repository, sink, secret: "s3cret")
                try await s.sim.idle()
                let ping = try #require(sink.received.first)
                #expect(ping.event == "ping")
                #expect(ping.headers["x-github-hook-id"] == String(id))
                #expect(ping.headers["user-agent"]?.hasPrefix("GitHub-Hookshot/") == true)
                #expect(ping.headers["content-type"] == "application/json")
                let code = HMAC<SHA256>.authenticationCode(for: Array(ping.body.utf8), using: SymmetricKey(data: Array("s3cret".utf8)))
                let signature = "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                #expect(ping.headers["x-hub-signature-256"] == signature)
                #expect(ping.headers["x-hub-signature"]?.hasPrefix("sha1=") == true)
                #expect(try ForgeJSON(parsing: ping.body)["hook"]["config"]["secret"].string == "********")
                let hook = try await s.owner.client.get("/repos/\(repository)/hooks/\(id)")
                #expect(hook["last_response"]["code"].int == 200)
            }
        }
    }

    @Test("deliveries keep their order, and each has an id")
    func order() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink, events: ["issue_comment", "pull_request", "push", "create"])
                let pull = try await s.owner.openPull(repository, branch: "a", title: "A", files: ["a": "1"])
                for index in 0..<20 { try await s.owner.comment(repository, pull.number, "c\(index)") }
                try await s.sim.idle()
                #expect(sink.received.map(\.event).prefix(4) == ["ping", "create", "push", "pull_request"])
                let bodies = try sink.received.filter { $0.event == "issue_comment" }.map {
                    try ForgeJSON(parsing: $0.body)["comment"]["body"].string
                }
                #expect(bodies == (0..<20).map { "c\($0)" })
                #expect(Set(sink.received.compactMap { $0.headers["x-github-delivery"] }).count == sink.received.count)
            }
        }
    }

    @Test("a push says what came")
    func push() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink, events: ["push", "create", "delete"])
                let before = try #require(try await s.owner.head(repository, "main"))
                let sha = try await s.owner.commit(
                    repository, branch: "main", message: "Two files", files: ["x": "1", "README.md": "new\n"])
                try await s.owner.commit(repository, branch: "b", from: before, message: "Other", files: ["y": "1"])
                try await s.owner.commit(repository, branch: "b", from: sha, message: "Anew", files: ["y": "1"], force: true)
                try await s.owner.deleteBranch(repository, "b")
                try await s.sim.idle()
                let events = try sink.received.dropFirst().map { ($0.event, try ForgeJSON(parsing: $0.body)) }
                #expect(events.map(\.0) == ["push", "create", "push", "push", "delete", "push"])
                let first = events[0].1
                #expect(first["before"].string == before && first["after"].string == sha)
                #expect(first["head_commit"]["added"][0].string == "x")
                #expect(first["head_commit"]["modified"][0].string == "README.md")
                #expect(first["forced"].bool == false && first["pusher"]["name"].string == "owner")
                #expect(events[3].1["forced"].bool == true)
                #expect(events[5].1["deleted"].bool == true)
                #expect(events[5].1["after"].string == String(repeating: "0", count: 40))
            }
        }
    }

    @Test("a failure is recorded, and the delivery can be sent again")
    func failures() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let id = try await s.hook(repository, sink, events: ["issues"])
                try await s.sim.idle()
                sink.answer(503)
                try await s.owner.client.post("/repos/\(repository)/issues", ["title": "One"])
                try await s.sim.idle()
                let failed = try #require(try s.sim.control.deliveries(event: "issues").first)
                #expect(failed["state"].string == "failed" && failed["status"].int == 503)
                #expect(try await s.owner.client.get("/repos/\(repository)/hooks/\(id)")["last_response"]["code"].int == 503)
                sink.answer(202)
                try s.sim.control.redeliver(Int64(failed["seq"].int ?? 0))
                try await s.sim.idle()
                #expect(try s.sim.control.deliveries(event: "issues").first?["state"].string == "delivered")
                #expect(sink.received[1].headers["x-github-delivery"] == sink.received[2].headers["x-github-delivery"])
                let dead = try await s.owner.addHook(repository, url: "http://127.0.0.1:1/none", events: ["issues"])
                try await s.sim.idle()
                #expect(try await s.owner.client.get("/repos/\(repository)/hooks/\(dead)")["last_response"]["code"].int == 502)
            }
        }
    }

    @Test("a paused hook queues and then sends all")
    func pause() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let id = try await s.hook(repository, sink, events: ["issues"])
                try await s.sim.idle()
                try s.sim.control.pauseHook(id)
                for title in ["One", "Two"] { try await s.owner.client.post("/repos/\(repository)/issues", ["title": .string(title)]) }
                try await s.sim.idle()
                #expect(sink.received.count == 1)
                #expect(try s.sim.control.deliveries(event: "issues").allSatisfy { $0["state"].string == "queued" })
                try s.sim.control.pauseHook(id, false)
                try await s.sim.idle()
                #expect(sink.received.map(\.event) == ["ping", "issues", "issues"])
            }
        }
    }

    @Test("hooks are listed, changed, switched off and removed")
    func manage() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let path = "/repos/\(repository)/hooks"
                let id = try await s.hook(repository, sink, events: ["issues"])
                let double = try await refused(s.owner.client, "POST", path, ["config": ["url": .string(sink.url)], "events": ["issues"]])
                #expect(double.json["errors"][0]["message"].string == "Hook already exists on this repository")
                let overlapping: ForgeJSON = ["config": ["url": .string(sink.url)], "events": ["push", "issues"]]
                #expect(try await refused(s.owner.client, "POST", path, overlapping).status == 422)
                #expect(try await refused(s.owner.client, "POST", path, ["name": "email", "config": ["url": "http://x"]]).status == 422)
                #expect(try await refused(s.owner.client, "POST", path, ["config": [:]]).status == 422)
                #expect(try await refused(s.other.client, "GET", path).status == 404)
                let changed = try await s.owner.client.patch("\(path)/\(id)", ["add_events": ["push"], "active": false])
                #expect(changed["events"].array?.compactMap(\.string) == ["issues", "push"])
                try await s.owner.client.post("/repos/\(repository)/issues", ["title": "Silent"])
                try await s.sim.idle()
                #expect(sink.received.map(\.event) == ["ping"])
                try await s.owner.client.delete("\(path)/\(id)")
                #expect(try await s.owner.client.get(path).array?.isEmpty == true)
            }
        }
    }

    @Test("targets with TLS are reached, certificates are checked unless the hook says otherwise", .enabled(if: SecureSink.isAvailable))
    func secure() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            for (insecure, status, code, text) in [
                ("1", "202 Accepted", 202, "OK"), ("0", "202 Accepted", 502, "failed to connect to host"),
            ] {
                let sink = try await SecureSink(status: status)
                let config: ForgeJSON = ["url": .string(sink.url), "content_type": "json", "insecure_ssl": .string(insecure)]
                let hook = try await s.owner.client.post("/repos/\(repository)/hooks", ["config": config, "events": ["issues"]])
                try await s.sim.idle()
                let answer = try await s.owner.client.get("/repos/\(repository)/hooks/\(hook["id"].text)")["last_response"]
                #expect(answer["code"].int == code && answer["message"].string == text)
                sink.stop()
            }
        }
    }

    @Test("a redirect is a failure, and is not followed")
    func redirects() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                sink.answer(302)
                let hook = try await s.hook(repository, sink)
                try await s.sim.idle()
                let answer = try await s.owner.client.get("/repos/\(repository)/hooks/\(hook)")["last_response"]
                #expect(answer["code"].int == 302 && answer["message"].string == "Invalid HTTP Response: 302")
                #expect(sink.received.count == 1)
            }
        }
    }
}
