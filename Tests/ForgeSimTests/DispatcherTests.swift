import ForgeSim
import Testing

@Suite("What every call has in common")
struct DispatcherTests {
    @Test("a body that is not JSON, no object, or of wrong types is refused with the forge's words")
    func bodies() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let path = "/repos/\(repository)/issues"
            let broken = try await s.owner.client.sendRaw("POST", path, Array("{".utf8))
            #expect(broken.status == 400 && broken.json["message"].string == "Problems parsing JSON")
            let list = try await s.owner.client.sendRaw("POST", path, Array("[]".utf8))
            #expect(list.status == 400 && list.json["message"].string == "Body should be a JSON object")
            let wrong = try await refused(s.owner.client, "POST", path, ["title": .null, "labels": "bug"])
            #expect(wrong.status == 422)
            let text =
                "Invalid request.\n\nFor 'properties/title', nil is not a string or an integer.\nFor 'properties/labels', \"bug\" is not an array."
            #expect(wrong.json["message"].string == text)
            #expect(wrong.json["documentation_url"].string == "https://docs.github.com/rest/issues/issues#create-an-issue")
            let comment = try await refused(s.owner.client, "POST", "\(path)/1/comments", ["body": 5])
            #expect([404, 422].contains(comment.status))
        }
    }

    @Test("what GitHub has and the simulator has not is 501, what nobody has is 404")
    func missing() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let runs = try await refused(s.owner.client, "GET", "/repos/\(repository)/actions/runs")
            #expect(runs.status == 501)
            #expect(runs.json["message"].string?.contains("GET /repos/*/*/actions/runs") == true)
            #expect(runs.json["documentation_url"].string?.hasPrefix("https://docs.github.com/rest/actions/") == true)
            #expect(try await refused(s.owner.client, "GET", "/repos/\(repository)/nonsense").status == 404)
            #expect(try await refused(s.owner.client, "PUT", "/user/emails").status == 404)
            #expect(try await refused(s.owner.client, "GET", "/nothing").json["message"].string == "Not Found")
        }
    }

    @Test("names that could only come from an attack are not found")
    func traversal() async throws {
        try await simulated { s in
            _ = try await s.repository()
            for path in ["/repos/org%00/app", "/repos/..%2forg/app", "/repos/org/app%0a", "/repos/%2e%2e/%2e%2e"] {
                #expect(try await s.owner.client.send("GET", path).status == 404, "\(path)")
            }
            let ref = try await s.owner.client.send(
                "POST", "/repos/org/app/git/refs",
                [
                    "ref": "refs/heads/../../../x", "sha": .string(try await s.owner.head("org/app", "main") ?? ""),
                ])
            #expect(ref.status == 422)
        }
    }

    @Test("a client has to name itself and to ask for JSON")
    func manners() async throws {
        try await simulated { s in
            let silent = try await s.owner.client.send("GET", "/user", headers: [("User-Agent", "")])
            #expect(silent.status == 403 && silent.json["message"].string?.contains("User-Agent") == true)
            let html = try await s.owner.client.sendRaw("GET", "/user", [], headers: [("Accept", "text/html")])
            #expect(html.status == 415 && html.json["message"].string?.contains("text/html") == true)
            let version = try await s.owner.client.send("GET", "/user", headers: [("X-GitHub-Api-Version", "1999-01-01")])
            #expect(version.status == 400)
            let fine = try await s.owner.client.send("GET", "/user", headers: [("X-GitHub-Api-Version", "2022-11-28")])
            #expect(fine.header("X-GitHub-Api-Version-Selected") == "2022-11-28")
            #expect(fine.header("X-GitHub-Media-Type") == "github.v3; format=json")
            #expect(fine.header("X-GitHub-Request-Id")?.split(separator: ":").count == 5)
            #expect(fine.header("X-OAuth-Scopes")?.contains("repo") == true)
            #expect(fine.header("Access-Control-Allow-Origin") == "*")
            #expect(try await s.owner.client.send("OPTIONS", "/user").status == 204)
        }
    }

    @Test("unchanged documents cost nothing, and HEAD says what GET would")
    func conditional() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let first = try await s.owner.client.send("GET", "/repos/\(repository)/branches")
            let tag = try #require(first.header("ETag"))
            let left = first.header("X-RateLimit-Remaining")
            for value in [tag, String(tag.dropFirst(2)), "*", "\"other\", \(tag)"] {
                let again = try await s.owner.client.send("GET", "/repos/\(repository)/branches", headers: [("If-None-Match", value)])
                #expect(again.status == 304 && again.json.isNull)
                #expect(again.header("X-RateLimit-Remaining") == left)
            }
            let whole = try await s.owner.client.send("GET", "/repos/\(repository)")
            let modified = try #require(whole.header("Last-Modified"))
            let path = "/repos/\(repository)"
            #expect(try await s.owner.client.send("GET", path, headers: [("If-Modified-Since", modified)]).status == 304)
            #expect(
                try await s.owner.client.send("GET", path, headers: [("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT")]).status == 304)
            #expect(
                try await s.owner.client.send("GET", path, headers: [("If-Modified-Since", "Thu, 01 Jan 2009 00:00:00 GMT")]).status == 200)
            let head = try await s.owner.client.send("HEAD", path)
            #expect(head.status == 200 && head.header("ETag") == whole.header("ETag"))
            #expect(head.header("Content-Length") == whole.header("Content-Length"))
        }
    }

    @Test("pages: the query stays as it was, and numbers that make no sense do not matter")
    func pages() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            for title in ["a", "b", "c"] { try await s.owner.client.post("/repos/\(repository)/issues", ["title": .string(title)]) }
            let path = "/repos/\(repository)/issues"
            let second = try await s.owner.client.send("GET", "\(path)?per_page=1&page=2&state=open")
            let base = "<\(s.sim.baseURL)\(path)?per_page=1&page="
            let link =
                "\(base)1&state=open>; rel=\"prev\", \(base)3&state=open>; rel=\"next\", \(base)3&state=open>; rel=\"last\", \(base)1&state=open>; rel=\"first\""
            #expect(second.header("Link") == link)
            #expect(try await s.owner.client.send("GET", "\(path)?page=9223372036854775807&per_page=100").json.array?.isEmpty == true)
            for query in ["page=0", "page=-1", "page=x", "per_page=0", "per_page=-5", "per_page=1000", "per_page="] {
                #expect(try await s.owner.client.send("GET", "\(path)?\(query)").json.array?.count == 3, "\(query)")
            }
        }
    }

    @Test("limits are shown, and enforced once they are set")
    func limits() async throws {
        try await simulated { s in
            let control = try s.sim.client(nil)
            let document = try await s.owner.client.get("/rate_limit")
            #expect(document["resources"]["core"]["limit"].int == 5_000 && document["resources"]["search"]["limit"].int == 30)
            #expect(document["rate"]["remaining"] == document["resources"]["core"]["remaining"])
            #expect(try await control.put("/_sim/limits", ["core": 2, "unauthenticated": 1])["limits"]["core"].int == 2)
            for _ in 0..<2 { #expect(try await s.owner.client.send("GET", "/user").status == 200) }
            let over = try await s.owner.client.send("GET", "/user")
            #expect(over.status == 403 && over.header("X-RateLimit-Remaining") == "0" && over.header("X-RateLimit-Used") == "2")
            #expect(over.json["message"].string?.hasPrefix("API rate limit exceeded for user ID ") == true)
            #expect(try await s.other.client.send("GET", "/user").status == 200)
            #expect(try await control.send("GET", "/users/owner").status == 200)
            let anonymous = try await control.send("GET", "/users/owner")
            #expect(anonymous.status == 403 && anonymous.json["message"].string?.contains("127.0.0.1") == true)
            #expect(try await s.owner.client.send("GET", "/rate_limit").status == 200)
            #expect(try await control.send("PUT", "/_sim/limits", ["nonsense": 1]).status == 422)
            try await control.delete("/_sim/limits")
            #expect(try await s.owner.client.send("GET", "/user").status == 200)
        }
    }

    @Test("who is not signed in learns that before what is wrong with his request")
    func anonymous() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            try await s.owner.client.post("/repos/\(repository)/issues", ["title": "One"])
            try await s.owner.createRepository("org/secret")
            try await s.owner.client.patch("/repos/org/secret", ["private": true])
            let nobody = SimClient(baseURL: s.sim.baseURL, token: nil)
            for (method, path) in [
                ("POST", "issues/1/labels"), ("PUT", "issues/1/labels"), ("POST", "issues/1/comments"), ("PATCH", "pulls/1"),
            ] {
                let open = try await refused(nobody, method, "/repos/\(repository)/\(path)", [:])
                #expect(open.status == 401 && open.json["message"].string == "Requires authentication", "\(path)")
                #expect(try await refused(nobody, method, "/repos/org/secret/\(path)", [:]).status == 404, "\(path)")
            }
        }
    }

    @Test("texts in other forms than they were written in are not simulated, and an empty repository has no objects")
    func forms() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let accept = [("Accept", "application/vnd.github.full+json")]
            #expect(try await s.owner.client.send("GET", "/repos/\(repository)/issues", headers: accept).status == 501)
            #expect(try await s.owner.client.send("GET", "/repos/\(repository)", headers: accept).status == 200)
            try await s.owner.client.post("/orgs/org/repos", ["name": "empty"])
            let sha = String(repeating: "1", count: 40)
            for kind in ["commits", "blobs", "trees"] {
                let answer = try await refused(s.owner.client, "GET", "/repos/org/empty/git/\(kind)/\(sha)")
                #expect(answer.status == 409 && answer.json["message"].string == "Git Repository is empty.")
            }
        }
    }
}
