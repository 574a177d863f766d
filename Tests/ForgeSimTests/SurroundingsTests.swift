import ForgeSim
import Testing

@Suite("Labels, milestones, assignees")
struct SurroundingsTests {
    @Test("a label is made, renamed and removed")
    func labels() async throws {
        try await conversation { c in
            let path = "\(c.repository)/labels"
            let made = try await c.owner.post(path, ["name": "needs/work", "color": "FF00AA", "description": "not yet"])
            #expect(made["color"].string == "FF00AA" && made["default"].bool == false)
            let renamed = try await c.owner.patch("\(path)/needs%2Fwork", ["new_name": "wip", "color": "00ff00"])
            #expect(renamed["name"].string == "wip" && renamed["id"] == made["id"])
            try await c.owner.delete("\(path)/wip")
            let events = try await c.s.journal("label").map { $0["payload"] }
            #expect(events.compactMap { $0["action"].string } == ["created", "edited", "deleted"])
            #expect(events[1]["changes"]["name"]["from"].string == "needs/work")
            #expect(events[1]["changes"]["color"]["from"].string == "FF00AA")
        }
    }

    @Test("labels are refused in the forge's words")
    func labelRefusals() async throws {
        try await conversation { c in
            let path = "\(c.repository)/labels"
            try await c.owner.post(path, ["name": "one"])
            try await c.owner.post(path, ["name": "two"])
            func error(_ method: String, _ path: String, _ body: ForgeJSON) async throws -> ForgeJSON {
                let answer = try await refused(c.owner, method, path, body)
                #expect(answer.status == 422)
                return answer.json["errors"][0]
            }
            #expect(try await error("POST", path, ["name": "ONE"])["code"].string == "already_exists")
            #expect(try await error("PATCH", "\(path)/two", ["new_name": "one"])["code"].string == "already_exists")
            #expect(try await error("POST", path, ["color": "ffffff"])["code"].string == "missing_field")
            #expect(try await error("POST", path, ["name": "x", "color": "#fff"])["field"].string == "color")
            let long = ForgeJSON.string(String(repeating: "x", count: 51))
            #expect(try await error("POST", path, ["name": long])["message"].string == "name is too long (maximum is 50 characters)")
            #expect(try await refused(c.s.other.client, "POST", path, ["name": "x"]).status == 403)
            #expect(try await refused(c.owner, "PATCH", "\(path)/none", ["new_name": "x"]).status == 404)
        }
    }

    @Test("milestones have numbers of their own")
    func milestones() async throws {
        try await conversation { c in
            let path = "\(c.repository)/milestones"
            let made = try await c.owner.post(path, ["title": "v1", "due_on": "2030-01-02T00:00:00Z"])
            #expect(made["number"].int == 1 && made["state"].string == "open" && made["due_on"].string == "2030-01-02T00:00:00Z")
            #expect(try await refused(c.owner, "POST", path, ["title": "v1"]).json["errors"][0]["code"].string == "already_exists")
            #expect(try await refused(c.owner, "POST", path, [:]).json["errors"][0]["code"].string == "missing_field")
            try await c.owner.patch(c.issue, ["milestone": 1])
            #expect(try await c.owner.get(c.pull)["milestone"]["open_issues"].int == 1)
            let closed = try await c.owner.patch("\(path)/1", ["state": "closed", "title": "v1.0"])
            #expect(closed["closed_at"].string != nil)
            #expect(try await c.owner.get(path).array?.isEmpty == true)
            #expect(try await c.owner.get("\(path)?state=all").array?.count == 1)
            try await c.owner.delete("\(path)/1")
            #expect(try await c.owner.get(c.issue)["milestone"].isNull)
            #expect(try await c.events("milestone") == ["created", "edited", "closed", "deleted"])
            #expect(try await c.events("pull_request") == ["opened", "milestoned"])
        }
    }

    @Test("collaborators, authors and commenters can be assigned")
    func assignees() async throws {
        try await conversation { c in
            #expect(
                try await c.owner.get("\(c.repository)/assignees").array?.compactMap { $0["login"].string } == ["owner", "reviewer"])
            #expect(try await c.owner.send("GET", "\(c.repository)/assignees/reviewer").status == 204)
            #expect(try await refused(c.owner, "GET", "\(c.repository)/assignees/other").status == 404)
            let path = "\(c.issue)/assignees"
            let first = try await c.owner.post(path, ["assignees": ["reviewer", "other", "nobody"]])
            #expect(first["assignees"].array?.compactMap { $0["login"].string } == ["reviewer"])
            try await c.s.other.comment("org/app", c.number, "me")
            #expect(try await c.owner.send("GET", "\(path)/other").status == 204)
            let second = try await c.owner.post(path, ["assignees": ["other"]])
            #expect(second["assignee"]["login"].string == "reviewer" && second["assignees"].array?.count == 2)
            try await c.owner.call("DELETE", path, ["assignees": ["reviewer"]])
            #expect(try await c.events("pull_request") == ["opened", "assigned", "assigned", "unassigned"])
            let event = try #require(try await c.owner.get("\(c.issue)/events").array?.last)
            #expect(event["assignee"]["login"].string == "reviewer" && event["assigner"]["login"].string == "owner")
        }
    }
}
