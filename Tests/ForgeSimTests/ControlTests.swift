import ForgeSim
import Testing

@Suite("Control API and scripted CI")
struct ControlTests {
    @Test("faults, CI, journal and requests are reachable over HTTP")
    func http() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let control = try s.sim.client(nil)
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink)
                #expect(try await control.get("/_sim/idle?timeout_ms=5000")["idle"].bool == true)
                let items = try await control.get("/_sim/deliveries?event=ping&repository=org/app")["items"].array ?? []
                #expect(items.count == 1 && items[0]["state"].string == "delivered")
                let again = try await control.send("POST", "/_sim/deliveries/\(items[0]["seq"].int ?? 0)/redeliver")
                #expect(again.status == 202)
                let hook = items[0]["hook"].int ?? 0
                #expect(try await control.patch("/_sim/hooks/\(hook)", ["paused": true])["paused"].bool == true)
                let fault = try await control.post("/_sim/faults", ["match": ["path": "/user"], "effect": "status", "value": 500])
                #expect(try await s.owner.client.send("GET", "/user").status == 500)
                #expect(try await control.get("/_sim/faults")["items"][0]["hits"].int == 1)
                try await control.delete("/_sim/faults/\(fault["id"].int ?? 0)")
                #expect(try await s.owner.client.send("GET", "/user").status == 200)
                let last = try #require(try await control.get("/_sim/requests")["items"].array?.last)
                #expect(last["path"].string == "/user" && last["login"].string == "owner" && last["status"].int == 200)
                #expect(try await control.put("/_sim/seed", ["seed": 7])["seed"].int == 7)
                #expect(try await control.send("GET", "/_sim/nothing").status == 404)
            }
        }
    }

    @Test("reset leaves the users and nothing else")
    func reset() async throws {
        try await simulated { s in
            _ = try await s.repository()
            try await s.sim.client(nil).post("/_sim/reset", [:])
            #expect(try await s.owner.client.send("GET", "/repos/org/app").status == 404)
            _ = try await s.repository()
            #expect(try await s.owner.head("org/app", "main") != nil)
        }
    }

    @Test("scripted CI judges branches by the files of the tree")
    func branches() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            s.sim.control.setCI([
                CIRule(
                    repository: "org/*", branch: "staging.*", contexts: ["ci/build", "ci/lint"], pending: true, login: "ci-bot",
                    red: [.init(path: "src/*", contains: "BROKEN", contexts: ["ci/build"])])
            ])
            let good = try await s.owner.commit(
                repository, branch: "staging.main", from: "main", message: "Good", files: ["src/a/b": "fine"])
            try await s.sim.idle()
            func states(_ sha: String) async throws -> [String: String] {
                let list = try await s.owner.client.get("/repos/\(repository)/commits/\(sha)/status")["statuses"].array ?? []
                return Dictionary(uniqueKeysWithValues: list.map { ($0["context"].string ?? "", $0["state"].string ?? "") })
            }
            #expect(try await states(good) == ["ci/build": "success", "ci/lint": "success"])
            let all = try await s.owner.client.get("/repos/\(repository)/commits/\(good)/statuses").array ?? []
            #expect(all.count == 4 && all.allSatisfy { $0["creator"]["login"].string == "ci-bot" })
            let bad = try await s.owner.commit(repository, branch: "staging.main", message: "Bad", files: ["src/a/b": "is BROKEN"])
            try await s.sim.idle()
            #expect(try await states(bad) == ["ci/build": "failure", "ci/lint": "success"])
            let unwatched = try await s.owner.commit(repository, branch: "else", from: "main", message: "Else", files: ["x": "1"])
            try await s.sim.idle()
            #expect(try await states(unwatched) == [:])
        }
    }

    @Test("scripted CI judges heads of pull requests, as statuses or check runs")
    func heads() async throws {
        try await simulated { s in
            let repository = try await s.repository(fork: true)
            let rules: ForgeJSON = [
                "rules": [
                    ["pull_requests": true, "contexts": ["ci"], "login": "ci-bot", "red_if_message": "please fail"],
                    ["pull_requests": true, "contexts": ["check"], "checks": true, "delay_ms": 0],
                ]
            ]
            try await s.sim.client(nil).put("/_sim/ci", rules)
            let pull = try await s.other.openPull(repository, branch: "x", title: "X", files: ["x": "1"], from: "other/app")
            try await s.sim.idle()
            let path = "/repos/\(repository)/commits"
            #expect(try await s.owner.client.get("\(path)/\(pull.head)/status")["state"].string == "success")
            #expect(try await s.owner.client.get("\(path)/\(pull.head)/check-runs")["check_runs"][0]["conclusion"].string == "success")
            let next = try await s.other.commit("other/app", branch: "x", message: "please fail", files: ["x": "2"])
            try await s.sim.idle()
            #expect(try await s.owner.client.get("\(path)/\(next)/status")["state"].string == "failure")
        }
    }

    @Test("state in a folder survives a restart")
    func restart() async throws {
        let tree = try WorkTree()
        let users = [SimUser("owner", role: "user")]
        let first = try await ForgeSimulator.start(users: users, dataDirectory: tree.path + "/data")
        let owner = try first.contributor("owner")
        try await owner.createRepository("owner/app")
        let pull = try await owner.openPull("owner/app", branch: "x", title: "X", files: ["x": "1"])
        await first.stop()
        let second = try await ForgeSimulator.start(users: users, dataDirectory: tree.path + "/data")
        let again = try second.contributor("owner")
        #expect(try await again.pull("owner/app", pull.number)["head"]["sha"].string == pull.head)
        #expect(try await again.head("owner/app", "x") == pull.head)
        await second.stop()
    }

    @Test("a users file is read, a wrong one refused with a sentence")
    func usersFile() throws {
        let users = try SimUser.parse(
            Array(#"{"a": {"type": "User", "role": "user", "token": ["t1", "t2"]}, "o": {"type": "Organization"}}"#.utf8))
        #expect(users.map(\.login) == ["a", "o"])
        #expect(users[0].tokens == ["t1", "t2"])
        #expect(throws: ForgeSimError.self) { try SimUser.parse(Array(#"{"a": {"type": "Robot"}}"#.utf8)) }
        #expect(throws: (any Error).self) { try SimUser.parse(Array("[".utf8)) }
    }
}
