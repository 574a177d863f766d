import ForgeSim
import Testing

@Suite("People and the rules of every call")
struct PeopleTests {
    @Test("a token says who one is, in both forms")
    func whoAmI() async throws {
        try await simulated { s in
            let answer = try await s.owner.client.send("GET", "/user")
            #expect(answer.json["login"].string == "owner")
            #expect(answer.json["email"].string == "owner@example.com")
            #expect(answer.json["type"].string == "User")
            #expect(answer.header("X-OAuth-Scopes")?.contains("admin:repo_hook") == true)
            let nobody = try s.sim.client(nil)
            let bearer = try await nobody.send("GET", "/user", headers: [("Authorization", "Bearer token-other")])
            #expect(bearer.json["login"].string == "other")
            let basic = try await nobody.send("GET", "/user", headers: [("Authorization", "Basic dG9rZW4tb3RoZXI6")])
            #expect(basic.json["login"].string == "other")
        }
    }

    @Test("no token and a wrong token are told apart")
    func unauthorized() async throws {
        try await simulated { s in
            let nobody = try s.sim.client(nil)
            let missing = try await refused(nobody, "GET", "/user")
            #expect(missing.status == 401 && missing.json["message"].string == "Requires authentication")
            let wrong = try await nobody.send("GET", "/users/owner", headers: [("Authorization", "token nonsense")])
            #expect(wrong.status == 401 && wrong.json["message"].string == "Bad credentials")
        }
    }

    @Test("users and organisations are found by any case of their login")
    func profiles() async throws {
        try await simulated { s in
            #expect(try await s.other.client.get("/users/OWNER")["login"].string == "owner")
            #expect(try await s.other.client.get("/users/org")["type"].string == "Organization")
            let organization = try await s.other.client.get("/orgs/org")
            #expect(organization["url"].string == "\(s.sim.baseURL)/orgs/org")
            #expect(try await refused(s.other.client, "GET", "/users/nobody").status == 404)
            #expect(try await refused(s.other.client, "GET", "/orgs/owner").status == 404)
        }
    }

    @Test("what does not exist says so, malformed JSON too")
    func unknown() async throws {
        try await simulated { s in
            let missing = try await refused(s.owner.client, "GET", "/marketplace_listing/plans")
            #expect(missing.status == 501)
            #expect(missing.json["message"].string?.contains("simulator") == true)
            let broken = try await s.owner.client.sendRaw("POST", "/user/repos", Array("{\"name\":".utf8))
            #expect(broken.status == 400 && broken.json["message"].string == "Problems parsing JSON")
        }
    }

    @Test("the rate limit counts down, but not for 304")
    func rates() async throws {
        try await simulated { s in
            let first = try await s.owner.client.send("GET", "/users/org")
            let left = try #require(first.header("X-RateLimit-Remaining").flatMap { Int($0) })
            #expect(first.header("X-RateLimit-Limit") == "5000")
            let tag = try #require(first.header("ETag"))
            let again = try await s.owner.client.send("GET", "/users/org", headers: [("If-None-Match", tag)])
            #expect(again.status == 304)
            #expect(again.header("X-RateLimit-Remaining") == String(left))
            let limit = try await s.owner.client.get("/rate_limit")
            #expect(limit["rate"]["remaining"].int == left)
            let third = try await s.owner.client.send("GET", "/users/org")
            #expect(third.header("X-RateLimit-Remaining") == String(left - 1))
        }
    }
}
