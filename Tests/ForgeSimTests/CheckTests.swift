import ForgeSim
import Testing

@Suite("Check runs and suites")
struct CheckTests {
    @Test("a run is made, completed and asked for again; its suite follows")
    func life() async throws {
        try await conversation { c in
            let path = "\(c.repository)/check-runs"
            let run = try await c.owner.post(
                path, ["name": "lint", "head_sha": .string(c.head), "status": "in_progress", "external_id": "7"])
            #expect(run["status"].string == "in_progress" && run["conclusion"].isNull && run["external_id"].string == "7")
            #expect(run["pull_requests"][0]["number"].int == c.number)
            let id = run["id"].int ?? 0
            let done = try await c.owner.patch("\(path)/\(id)", ["conclusion": "failure", "output": ["title": "t", "summary": "s"]])
            #expect(done["status"].string == "completed" && done["completed_at"].string != nil)
            let suites = try await c.owner.get("\(c.repository)/commits/\(c.head)/check-suites")["check_suites"]
            #expect(suites[0]["conclusion"].string == "failure" && suites[0]["head_branch"].string == "topic")
            #expect(suites[0]["latest_check_runs_count"].int == 1 && suites[0]["head_commit"]["id"].string == c.head)
            #expect(try await c.owner.send("POST", "\(path)/\(id)/rerequest", [:]).status == 201)
            let suite = suites[0]["id"].int ?? 0
            #expect(try await c.owner.send("POST", "\(c.repository)/check-suites/\(suite)/rerequest", [:]).status == 201)
            #expect(try await c.events("check_run") == ["created", "completed", "rerequested"])
            #expect(try await c.events("check_suite") == ["completed", "rerequested"])
        }
    }

    @Test("the latest run of a name counts")
    func latest() async throws {
        try await conversation { c in
            let path = "\(c.repository)/check-runs"
            let sha = ForgeJSON.string(c.head)
            try await c.owner.post(path, ["name": "lint", "head_sha": sha, "conclusion": "failure"])
            try await c.owner.post(path, ["name": "lint", "head_sha": sha, "conclusion": "success"])
            try await c.reviewer.post(path, ["name": "docs", "head_sha": sha])
            let list = "\(c.repository)/commits/topic/check-runs"
            let latest = try await c.owner.get(list)
            #expect(latest["total_count"].int == 2)
            #expect(latest["check_runs"].array?.compactMap { $0["name"].string } == ["docs", "lint"])
            #expect(try await c.owner.get("\(list)?filter=all")["total_count"].int == 3)
            #expect(try await c.owner.get("\(list)?check_name=lint&filter=all")["total_count"].int == 2)
            #expect(try await c.owner.get("\(list)?status=queued")["total_count"].int == 1)
            let app = latest["check_runs"][0]["app"]["id"].int ?? 0
            #expect(try await c.owner.get("\(list)?app_id=\(app)")["total_count"].int == 1)
        }
    }

    @Test("annotations add up")
    func annotations() async throws {
        try await conversation { c in
            func output(_ line: Int64) -> ForgeJSON {
                let item: ForgeJSON = [
                    "path": "f.txt", "start_line": .int(line), "end_line": .int(line), "annotation_level": "warning", "message": "hm",
                ]
                return ["title": "t", "summary": "s", "annotations": [item]]
            }
            let path = "\(c.repository)/check-runs"
            let run = try await c.owner.post(path, ["name": "lint", "head_sha": .string(c.head), "output": output(1)])
            let id = run["id"].int ?? 0
            #expect(try await c.owner.patch("\(path)/\(id)", ["output": output(2)])["output"]["annotations_count"].int == 2)
            let list = try await c.owner.get("\(path)/\(id)/annotations")
            #expect(list.array?.compactMap { $0["start_line"].int } == [1, 2])
            #expect(list[0]["blob_href"].string?.hasSuffix("/blob/\(c.head)/f.txt") == true)
            let wrong = try await refused(c.owner, "PATCH", "\(path)/\(id)", ["output": ["annotations": [["path": "f.txt"]]]])
            #expect(wrong.status == 422)
        }
    }

    @Test("a suite is made once, and requests are checked")
    func suites() async throws {
        try await conversation { c in
            let path = "\(c.repository)/check-suites"
            #expect(try await c.owner.send("POST", path, ["head_sha": .string(c.head)]).status == 201)
            let again = try await c.owner.send("POST", path, ["head_sha": .string(c.head)])
            #expect(again.status == 200 && again.json["status"].string == "queued" && again.json["conclusion"].isNull)
            #expect(try await c.events("check_suite") == ["requested"])
            let runs = "\(c.repository)/check-runs"
            #expect(
                try await refused(c.owner, "POST", runs, ["name": "x"]).json["message"].string
                    == "Invalid request.\n\n\"head_sha\" wasn't supplied.")
            let wrong = try await refused(c.owner, "POST", runs, ["name": "x", "head_sha": .string(c.head), "conclusion": "odd"])
            #expect(wrong.json["errors"][0]["field"].string == "conclusion")
        }
    }

    @Test("a push opens a suite for every app that may write checks, unless the repository excepts it")
    func requested() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let control = SimClient(baseURL: s.sim.baseURL, token: nil)
            let app = try await control.post(
                "/_sim/apps",
                ["slug": "checker", "owner": "org", "permissions": ["checks": "write"], "webhook_url": "http://127.0.0.1:1/x"])
            try await control.post("/_sim/apps/\(app["id"].text)/installations", ["account": "org"])
            let sha = try await s.owner.commit(repository, branch: "topic", from: "main", message: "Topic", files: ["t": "1"])
            let suites = try await s.owner.client.get("/repos/\(repository)/commits/\(sha)/check-suites")
            #expect(suites["total_count"].int == 1 && suites["check_suites"][0]["app"]["slug"].string == "checker")
            #expect(suites["check_suites"][0]["status"].string == "queued")
            let event = try #require(try await s.journal("check_suite").first)
            #expect(event["action"].string == "requested" && event["payload"]["check_suite"]["head_sha"].string == sha)
            #expect(event["payload"]["installation"]["id"].int != nil)
            let preferences = try await s.owner.client.patch(
                "/repos/\(repository)/check-suites/preferences", ["auto_trigger_checks": [["app_id": app["id"], "setting": false]]])
            #expect(preferences["preferences"]["auto_trigger_checks"][0]["setting"].bool == false)
            let next = try await s.owner.commit(repository, branch: "topic", message: "Next", files: ["t": "2"])
            #expect(try await s.owner.client.get("/repos/\(repository)/commits/\(next)/check-suites")["total_count"].int == 0)
        }
    }
}
