import ForgeSim
import Testing

@Suite("Search")
struct SearchTests {
    @Test("issues and pull requests are found by their qualifiers")
    func qualifiers() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let api = s.owner.client
            for (title, labels) in [("Crash on start", ["bug", "help wanted"]), ("Add a thing", ["idea"])] {
                try await api.post(
                    "/repos/\(repository)/issues", ["title": .string(title), "labels": .array(labels.map(ForgeJSON.string))])
            }
            _ = try await s.owner.openPull(repository, branch: "fix", title: "Fix the crash", files: ["f": "1"])
            try await api.patch("/repos/\(repository)/issues/2", ["state": "closed"])
            func found(_ query: String, _ more: String = "") async throws -> [Int] {
                let text = query.replacing(" ", with: "+").replacing("\"", with: "%22").replacing("/", with: "%2F").replacing(
                    "<", with: "%3C")
                let json = try await api.get("/search/issues?q=\(text)\(more)")
                #expect(json["incomplete_results"].bool == false && json["items"][0]["text_matches"] == .null)
                #expect(json["total_count"].int == json["items"].array?.count)
                return json["items"].array?.compactMap { $0["number"].int } ?? []
            }
            let scope = "repo:\(repository)"
            #expect(try await found("\(scope) is:issue") == [2, 1])
            #expect(try await found("\(scope) is:issue", "&sort=created&order=asc") == [1, 2])
            #expect(try await found("\(scope) is:issue is:open") == [1])
            #expect(try await found("\(scope) label:\"help wanted\"") == [1])
            #expect(try await found("\(scope) -label:bug is:issue") == [2])
            #expect(try await found("\(scope) is:pr head:fix base:main author:owner") == [3])
            #expect(try await found("\(scope) crash") == [3, 1])
            #expect(try await found("\(scope) crash in:title is:pr") == [3])
            #expect(try await found("org:org no:label is:pr") == [3])
            #expect(try await found("\(scope) created:<2000-01-01").isEmpty)
        }
    }

    @Test("what cannot be searched is refused")
    func refusals() async throws {
        try await simulated { s in
            let api = s.owner.client
            let missing = try await refused(api, "GET", "/search/issues")
            #expect(missing.status == 422 && missing.json["errors"][0]["code"].string == "missing")
            let long = try await refused(api, "GET", "/search/issues?q=\(String(repeating: "x", count: 257))")
            #expect(long.json["errors"][0]["message"].string == "The search is longer than 256 characters.")
            let unseen = try await refused(api, "GET", "/search/issues?q=repo:no/where")
            #expect(unseen.status == 422 && unseen.json["errors"][0]["message"].string?.hasPrefix("The listed users and repo") == true)
            #expect(try await refused(api, "GET", "/search/issues?q=x&page=11&per_page=100").status == 422)
            #expect(try await refused(api, "GET", "/search/issues?q=reviewed-by:x").status == 501)
        }
    }
}
