import ForgeSim
import Testing

@Suite("Hooks and their deliveries")
struct HookDeliveryTests {
    @Test("a delivery keeps what was sent and what came back")
    func exchange() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let id = try await s.hook(repository, sink, secret: "s3cret", events: ["issues"])
                try await s.sim.idle()
                sink.answer(503)
                try await s.owner.client.post("/repos/\(repository)/issues", ["title": "One"])
                try await s.sim.idle()
                let path = "/repos/\(repository)/hooks/\(id)/deliveries"
                let list = try await s.owner.client.get(path)
                #expect(list.array?.compactMap { $0["event"].string } == ["issues", "ping"])
                #expect(list[0]["status"].string == "Invalid HTTP Response: 503" && list[0]["status_code"].int == 503)
                #expect(list[1]["status"].string == "OK" && list[1]["redelivery"].bool == false)
                #expect(list[0]["throttled_at"] == .null && list[0]["duration"].double != nil)
                let shown = try await s.owner.client.get("\(path)/\(list[0]["id"].text)")
                #expect(shown["url"].string == sink.url)
                #expect(shown["request"]["headers"]["X-GitHub-Event"].string == "issues")
                #expect(shown["request"]["headers"]["X-Hub-Signature-256"].string?.hasPrefix("sha256=") == true)
                #expect(shown["request"]["payload"]["issue"]["title"].string == "One")
                #expect(shown["response"]["headers"].object != nil)
            }
        }
    }

    @Test("a new attempt is an item of its own with the same id")
    func attempts() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let id = try await s.hook(repository, sink, events: ["issues"])
                try await s.sim.idle()
                let path = "/repos/\(repository)/hooks/\(id)/deliveries"
                let first = try await s.owner.client.get(path)[0]
                let answer = try await s.owner.client.send("POST", "\(path)/\(first["id"].text)/attempts")
                #expect(answer.status == 202)
                try await s.sim.idle()
                let list = try await s.owner.client.get(path)
                #expect(list.array?.compactMap { $0["redelivery"].bool } == [true, false])
                #expect(list[0]["guid"] == list[1]["guid"] && list[0]["id"] != list[1]["id"])
                #expect(sink.received.map(\.event) == ["ping", "ping"])
                #expect(try await refused(s.owner.client, "POST", "\(path)/99/attempts").status == 404)
            }
        }
    }

    @Test("deliveries are paged by a cursor and filtered by what came of them")
    func pages() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let id = try await s.hook(repository, sink, events: ["issues"])
                for title in ["One", "Two"] { try await s.owner.client.post("/repos/\(repository)/issues", ["title": .string(title)]) }
                try await s.sim.idle()
                let path = "/repos/\(repository)/hooks/\(id)/deliveries"
                let page = try await s.owner.client.send("GET", "\(path)?per_page=2")
                #expect(page.json.array?.count == 2)
                let link = try #require(page.header("Link"))
                let next = link.prefix { $0 != ">" }.dropFirst(1 + s.sim.baseURL.count)
                #expect(next.contains("per_page=2&cursor=v1_") && link.hasSuffix("rel=\"next\""))
                let rest = try await s.owner.client.send("GET", String(next))
                #expect(rest.json.array?.compactMap { $0["event"].string } == ["ping"] && rest.header("Link") == nil)
                #expect(try await s.owner.client.get("\(path)?status=failure").array?.isEmpty == true)
                #expect(try await s.owner.client.get("\(path)?status=success").array?.count == 3)
            }
        }
    }

    @Test("the settings of a hook are read and changed on their own; a secret is never shown")
    func config() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let id = try await s.hook(repository, sink, secret: "one", events: ["issues"])
                let path = "/repos/\(repository)/hooks/\(id)"
                let before = try await s.owner.client.get("\(path)/config")
                #expect(
                    before["url"].string == sink.url && before["secret"].string == "********" && before["content_type"].string == "json")
                let changed = try await s.owner.client.patch("\(path)/config", ["content_type": "form", "insecure_ssl": "1"])
                #expect(changed["content_type"].string == "form" && changed["insecure_ssl"].string == "1")
                #expect(changed["secret"].string == "********")
                // Changing the settings through the hook requires sending the secret again.
                let whole = try await s.owner.client.patch(path, ["config": ["url": .string(sink.url), "content_type": "json"]])
                #expect(whole["config"]["secret"] == .null && whole["config"]["content_type"].string == "json")
            }
        }
    }

    @Test("what the forge would refuse is refused, and what nobody knows says so")
    func refusals() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let path = "/repos/\(repository)/hooks"
            func answer(_ config: ForgeJSON, _ events: ForgeJSON = ["push"]) async throws -> (status: Int, json: ForgeJSON) {
                try await refused(s.owner.client, "POST", path, ["config": config, "events": events])
            }
            #expect(try await answer(["url": "example.com/x"]).json["errors"][0]["message"].string == "url is missing a scheme")
            #expect(try await answer(["url": "http://127.0.0.1:1/x"], ["nonsense"]).status == 501)
            #expect(try await answer(["url": "http://127.0.0.1:1/x", "content_type": "xml"]).status == 501)
            for number in 0..<20 { try await s.owner.addHook(repository, url: "http://127.0.0.1:1/\(number)", events: ["push"]) }
            let crowd = try await answer(["url": "http://127.0.0.1:1/more"])
            #expect(crowd.json["errors"][0]["message"].string == "The \"push\" event cannot have more than 20 hooks")
        }
    }

    @Test("a test sends the newest push again")
    func pushTest() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let id = try await s.hook(repository, sink, events: ["push"])
                let head = try await s.owner.head(repository, "main")
                #expect(try await s.owner.client.send("POST", "/repos/\(repository)/hooks/\(id)/tests").status == 204)
                try await s.sim.idle()
                #expect(sink.received.map(\.event) == ["ping", "push"])
                #expect(try ForgeJSON(parsing: try #require(sink.received.last).body)["after"].string == head)
            }
        }
    }
}
